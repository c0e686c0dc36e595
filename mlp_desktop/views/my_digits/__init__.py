"""Widgets for people's own drawings."""
