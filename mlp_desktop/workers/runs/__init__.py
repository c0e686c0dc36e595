"""Workers of the Runs tab."""
