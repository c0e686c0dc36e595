"""L1 and L2 regularization: the penalty on large weights, and its gradient. Biases are never regularized."""

from dataclasses import dataclass

import numpy as np

from mlp_engine.arrays import Floats

SCRATCH = 32_768
"""Weights that are worked on at once: 128 KB of float32, which stay in a core's cache between two passes."""


@dataclass(frozen=True)
class Regularizer:
    """The penalty l2 / (2n) · Σw² + l1 / n · Σ|w| over all weights w.

    L2 pulls each weight in proportion to its size, so large ones shrink and none quite vanishes. L1 pulls all
    alike, so small ones reach 0 and few large ones remain.
    Source: Nielsen, *Neural Networks and Deep Learning*, chapter 3, "Other techniques for regularization".

    Attributes:
        l1: L1 strength.
        l2: L2 strength.
        samples: n, the number of training samples, or the sum of their weights.
    """

    l1: float
    l2: float
    samples: float

    def penalty(self, weights: Floats) -> float:
        """The penalty of the weights (any shape), which is added to the loss."""
        total = 0.0
        if self.l2:
            total += self.l2 / (2 * self.samples) * float(np.square(weights).sum(dtype=np.float64))
        if self.l1:
            total += self.l1 / self.samples * float(np.abs(weights).sum(dtype=np.float64))
        return total

    @property
    def decay(self) -> float:
        """What L2 adds to the gradient for each unit of a weight, l2 / n."""
        return self.l2 / self.samples

    def add_gradient(self, weights: Floats, gradient: Floats, scratch: Floats) -> None:
        """Add the penalty's gradient, l2 / n · w + l1 / n · sign(w), to ``gradient``; all are flat vectors.

        At w = 0, where |w| has no slope, L1 pulls neither way. ``scratch`` is overwritten: :data:`SCRATCH` numbers, or
        as many as there are weights.
        """
        if not (self.l1 or self.l2):
            return
        for start in range(0, weights.size, scratch.size):
            w, g = weights[start : start + scratch.size], gradient[start : start + scratch.size]
            pull = scratch[: w.size]
            if self.l2:
                g += np.multiply(w, self.decay, out=pull)
            if self.l1:
                np.sign(w, out=pull)
                pull *= self.l1 / self.samples
                g += pull
