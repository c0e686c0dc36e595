"""Controllers for the Compare tab."""
