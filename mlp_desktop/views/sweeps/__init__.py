"""The Compare tab: sweeps over settings."""
