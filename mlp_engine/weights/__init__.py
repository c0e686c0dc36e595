"""Weights files, and what is written on them about the network."""
