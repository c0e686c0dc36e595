"""Controllers for sweeps over settings."""
