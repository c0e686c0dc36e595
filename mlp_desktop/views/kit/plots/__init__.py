"""Plots over epochs that several tabs use."""
