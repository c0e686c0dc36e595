"""One layer of a network while it is changed by hand."""

from dataclasses import dataclass, field, replace

import numpy as np

from mlp_engine.arrays import Floats


@dataclass(frozen=True, eq=False)
class LayerState:
    """The parameters of one layer, and the activations that are held fixed; nothing in it is ever written to.

    Attributes:
        weights: shape (fan_in, fan_out).
        biases: shape (fan_out,).
        pinned: activations by neuron, which replace those that the layer computes.
        temperature: what the logits of an output layer are divided by; weights and biases contain it already.
        number: of the layer, counted from 0, the first hidden layer.
    """

    weights: Floats
    biases: Floats
    pinned: dict[int, float] = field(default_factory=dict[int, float])
    temperature: float = 1.0
    number: int = 0

    def with_weights(self, weights: Floats) -> "LayerState":
        """The same layer with other weights, which become read-only."""
        weights.flags.writeable = False
        return replace(self, weights=weights)

    def with_biases(self, biases: Floats) -> "LayerState":
        """The same layer with other biases, which become read-only."""
        biases.flags.writeable = False
        return replace(self, biases=biases)

    def pin(self, activations: Floats) -> None:
        """Write the pinned activations over those computed, shape (fan_out,) or (n, fan_out)."""
        for neuron, value in self.pinned.items():
            activations[..., neuron] = value

    def changed_neurons(self, other: "LayerState") -> np.ndarray:
        """The neurons whose weights, bias or pinned activation differ in ``other``, in ascending order."""
        changed = self.biases != other.biases
        if self.weights is not other.weights:
            changed |= (self.weights != other.weights).any(axis=0)
        for neuron in {*self.pinned, *other.pinned}:
            if self.pinned.get(neuron) != other.pinned.get(neuron):
                changed[neuron] = True
        return np.flatnonzero(changed)
