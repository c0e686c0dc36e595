"""Widgets for examining a network."""
