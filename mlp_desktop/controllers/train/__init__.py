"""Controllers for the Train tab."""
