"""Plots over epochs, which several tabs use."""
