"""The step of SGD or momentum, folded into the products that make the gradient.

The plain step (:meth:`mlp_engine.training.step.TrainingStep.take`) writes the gradient g = aᵀδ, adds the pull of L2,
λ/n · w, scales the sum by the learning rate η and adds it to the weights: four passes over a layer's weights, which
on wide layers wait for memory longer than their arithmetic takes. BLAS multiplies and adds in one call, and so the
same step takes one pass, or with momentum three::

    SGD        W ← (1 − η λ/n) W − η aᵀδ
    momentum   V ← μ V − η aᵀδ,   V ← V − η λ/n W,   W ← W + V

On an AMD EPYC, with one BLAS thread, the plain step takes 2 to 8 % longer than the folded one for 784-400-10,
784-800-10 and 784-800-800-10 with minibatches of 128, and 4 to 11 % longer for 784-100-10 with minibatches of 32. For
784-30-10 with minibatches of 10 the folded step takes 10 to 25 % longer. So narrow networks take the plain step.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.fast.blocks import BLOCK
from mlp_engine.fast.products import add_product, add_vector

Targets = NDArray[np.integer] | NDArray[np.floating]
WeightGradient = Callable[[int, Floats, Floats, Floats], None]
"""Takes the place of the product aᵀδ of a layer: called with its number, a, δ and the array for the gradient."""

_WIDE = 1 << 16
"""Weights above which folding pays; a smaller network has little to save, and its gradient stays in the cache."""


class Trainable(Protocol):
    """A network whose parameters are one flat vector, all weights, then all biases."""

    parameters: Floats

    @property
    def weights(self) -> Sequence[Floats]:
        """Views of the weights, layer by layer."""
        ...

    def views(self, vector: Floats) -> tuple[Sequence[Floats], Sequence[Floats]]:
        """Views of a vector laid out like ``parameters`` as weights and biases, layer by layer."""
        ...


class _Backprop(Protocol):
    gradient: Floats

    def backward(self, targets: Targets, weight_gradient: WeightGradient) -> None: ...


class FoldedStep:
    """Takes the steps of SGD, or with a velocity those of momentum, without writing a weight gradient.

    Args:
        network: the network to move.
        velocity: of momentum, laid out like the network's parameters; ``None`` for SGD.
        momentum: μ, the share of the velocity that is kept.
    """

    def __init__(self, network: Trainable, velocity: Floats | None, momentum: float) -> None:
        weight_count = sum(w.size for w in network.weights)
        self._parameters = network.parameters
        self._velocity = velocity
        self._momentum = momentum
        changed = network.parameters if velocity is None else velocity
        self._changed_weights, _ = network.views(changed)
        self._changed_biases = changed[weight_count:]
        self._weights = slice(0, weight_count)
        self._biases = slice(weight_count, None)
        self._scale, self._keep = 0.0, 1.0
        self._scratch = np.empty(min(BLOCK, network.parameters.size), network.parameters.dtype)

    @classmethod
    def where_it_pays(cls, network: Trainable, velocity: Floats | None, momentum: float) -> "FoldedStep | None":
        """The folded step of a network wide enough to be faster with it; else ``None``."""
        wide = sum(w.size for w in network.weights) > _WIDE
        return cls(network, velocity, momentum) if wide else None

    def __repr__(self) -> str:
        return f"FoldedStep({'SGD' if self._velocity is None else 'momentum'})"

    def take(self, backprop: _Backprop, targets: Targets, learning_rate: float, decay: float) -> None:
        """Go back through the minibatch that ``backprop`` answered, and move the network by one step.

        Args:
            backprop: of the network; only the biases' part of its ``gradient`` is filled.
            targets: as ``backprop.backward`` takes them.
            learning_rate: the learning rate η.
            decay: what L2 adds to the gradient for each unit of a weight, λ/n.
        """
        self._scale = -learning_rate
        self._keep = 1 - learning_rate * decay if self._velocity is None else self._momentum
        backprop.backward(targets, self._fold)
        if self._velocity is not None:
            self._changed_biases *= self._momentum
        self._changed_biases -= learning_rate * backprop.gradient[self._biases]
        if self._velocity is not None:
            if decay:  # L2 pulls at the velocities of the weights; biases are never regularized
                weights, velocity = self._parameters[self._weights], self._velocity[self._weights]
                add_vector(weights, velocity, scale=-learning_rate * decay, scratch=self._scratch)
            add_vector(self._velocity, self._parameters, scale=1.0, scratch=self._scratch)

    def _fold(self, layer: int, a: Floats, delta: Floats, gradient: Floats) -> None:
        add_product(a, delta, self._changed_weights[layer], scale=self._scale, keep=self._keep, scratch=gradient)
