"""Widgets for stored runs."""
