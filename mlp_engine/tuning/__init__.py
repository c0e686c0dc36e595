"""Tuning a trained network to one person's hand."""
