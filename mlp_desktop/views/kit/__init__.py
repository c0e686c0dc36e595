"""Widgets and styles that several tabs use."""
