"""Threads for people's own drawings."""
