"""Widgets for drawing and its answer."""
