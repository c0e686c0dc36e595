"""What a hidden layer does to its logits, and the slope that backpropagation needs.

Every slope is written in terms of the activation itself, so that the logits need not be kept.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mlp_engine.perceptron.config import ActivationName

Floats = NDArray[np.floating]


def sigmoid(z: Floats) -> None:
    """Turn ``z`` into σ(z) = 1 / (1 + e⁻ᶻ), in place, as ½ (1 + tanh ½z): the same, and nothing can overflow."""
    z *= 0.5
    np.tanh(z, out=z)
    z += 1.0
    z *= 0.5


class Activation(Protocol):
    """A function applied to each logit of a hidden layer."""

    def apply(self, z: Floats) -> None:
        """Turn the logits ``z`` into activations, in place."""
        ...

    def slope(self, a: Floats, out: Floats) -> None:
        """Write da/dz, given the activations ``a``, into ``out`` (same shape, another array)."""
        ...


class Sigmoid:
    """σ(z) = 1 / (1 + e⁻ᶻ), with slope σ(1 − σ)."""

    def apply(self, z: Floats) -> None:
        """See :func:`sigmoid`."""
        sigmoid(z)

    def slope(self, a: Floats, out: Floats) -> None:
        """σ' = σ(1 − σ)."""
        np.subtract(1.0, a, out=out)
        out *= a


class Tanh:
    """tanh(z), with slope 1 − tanh²."""

    def apply(self, z: Floats) -> None:
        """Hyperbolic tangent."""
        np.tanh(z, out=z)

    def slope(self, a: Floats, out: Floats) -> None:
        """tanh' = 1 − tanh²."""
        np.multiply(a, a, out=out)
        np.subtract(1.0, out, out=out)


class Relu:
    """max(0, z), with slope 1 where the neuron is active and 0 elsewhere (0 at the kink too)."""

    def apply(self, z: Floats) -> None:
        """Rectified linear unit."""
        # numpy's maximum with a single number takes three times as long (40 µs against 14 for 128 × 800).
        z.clip(0.0, np.inf, out=z)

    def slope(self, a: Floats, out: Floats) -> None:
        """1 where the neuron is active, written as a number at once (18 µs for 128 × 800, np.sign 44)."""
        np.greater(a, 0.0, out=out)


def activation(name: ActivationName) -> Activation:
    """The activation called ``name``."""
    match name:
        case "sigmoid":
            return Sigmoid()
        case "tanh":
            return Tanh()
        case "relu":
            return Relu()
