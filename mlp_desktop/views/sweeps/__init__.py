"""The Sweeps tab: sweeps over settings."""
