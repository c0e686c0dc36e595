"""Widgets for training."""
