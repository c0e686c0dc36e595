"""Controllers for the Examine tab."""
