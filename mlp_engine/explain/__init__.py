"""Why a network answers as it does: what every neuron says, which ink speaks for the answer, what would change it."""
