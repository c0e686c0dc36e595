"""Threads for examining a network."""
