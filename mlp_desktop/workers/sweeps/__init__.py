"""Threads for sweeps over settings."""
