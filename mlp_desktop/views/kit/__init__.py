"""Widgets, painting and styles that several tabs use."""
