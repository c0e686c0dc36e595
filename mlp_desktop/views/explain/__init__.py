"""Widgets for explaining an answer."""
