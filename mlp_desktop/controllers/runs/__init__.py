"""Controllers for the Runs tab."""
