"""State for sweeps over settings."""
