"""The Lab tab: a network from pixel to answer, neuron by neuron, with the controls that change it."""
