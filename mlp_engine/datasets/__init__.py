"""Readers of samples: each form of file yields the same frozen record."""
