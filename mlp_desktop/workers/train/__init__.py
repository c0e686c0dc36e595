"""Threads for training."""
