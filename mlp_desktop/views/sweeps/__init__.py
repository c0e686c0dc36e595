"""Widgets for sweeps over settings."""
