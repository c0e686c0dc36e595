"""Workers for sweeps over settings."""
