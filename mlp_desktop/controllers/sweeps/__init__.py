"""Controllers for the Sweeps tab."""
