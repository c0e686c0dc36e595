"""Weights files and what goes into them: networks, model cards, reject scores."""
