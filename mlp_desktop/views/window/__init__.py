"""Widgets for the window as a whole."""
