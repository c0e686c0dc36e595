"""Explanations of an answer: the activations of all neurons, the evidence in the ink, and what would change it."""
