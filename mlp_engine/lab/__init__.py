"""A network that is changed by hand: edits, what they do to its accuracy, what drives a neuron, and the arithmetic."""
