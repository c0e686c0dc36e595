"""L1 and L2 regularization: the penalty on large weights, and how it pulls at them. Biases are never regularized.

L2 pulls by its gradient. |w| has none at 0, so L1 pulls in one of two ways:

- ``proximal``: after the step down the gradient of the rest, each weight moves towards 0 by t = η l1/n and stops there,
  w ← sign(w) max(|w| − t, 0), the soft threshold. This is the exact minimum of t |w'| + ½ (w' − w)², so weights that
  the samples do not pull away from 0 are exactly 0.
- ``subgradient``: l1/n · sign(w) is added to the gradient. Such weights swing around 0 by about one step and never
  reach it.

Where the optimizer scales each weight's step by itself, as Adam does, L2 in the gradient is scaled too, and pulls least
at the weights whose gradients are large. *Decoupled weight decay* leaves the gradient alone: before each step every
weight shrinks, w ← (1 − η l2/n) w. It is not the slope of any penalty, so none is added to the loss for it.

Sources: Loshchilov & Hutter, *Decoupled Weight Decay Regularization* (2019), algorithm 2; Parikh & Boyd, *Proximal
Algorithms* (2014), sections 4.2 and 6.5; for the subgradient Nielsen, *Neural Networks and Deep Learning*, chapter 3.
"""

from dataclasses import dataclass

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.perceptron.config import L1StepName

SCRATCH = 32_768
"""Weights that are processed at once: 128 KB of float32, which stay in a core's cache between two passes."""


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
        l1_step: how L1 pulls.
        is_decoupled: whether L2 is decoupled weight decay.
    """

    l1: float
    l2: float
    samples: float
    l1_step: L1StepName = "proximal"
    is_decoupled: bool = False

    def penalty(self, weights: Floats) -> float:
        """The penalty of the weights (any shape), which is added to the loss."""
        total = 0.0
        if self.l2 and not self.is_decoupled:
            total += self.l2 / (2 * self.samples) * float(np.square(weights).sum(dtype=np.float64))
        if self.l1:
            total += self.l1 / self.samples * float(np.abs(weights).sum(dtype=np.float64))
        return total

    @property
    def decay(self) -> float:
        """l2 / n: what L2 adds to the gradient for each unit of a weight, or subtracts at a learning rate of 1."""
        return self.l2 / self.samples

    @property
    def threshold(self) -> float:
        """The threshold of the proximal step at a learning rate of 1, l1 / n; 0 where L1 pulls by its subgradient."""
        return self.l1 / self.samples if self.l1_step == "proximal" else 0.0

    @property
    def needs_gradient(self) -> bool:
        """Whether L1 pulls by its subgradient, which is added to the gradient of the weights."""
        return self.l1 > 0 and self.l1_step == "subgradient"

    def add_gradient(self, weights: Floats, gradient: Floats, scratch: Floats) -> None:
        """Add the penalty's gradient, l2 / n · w, to ``gradient``; all are flat vectors.

        With subgradient steps l1 / n · sign(w) is added too; at w = 0 it pulls neither way. ``scratch`` is overwritten:
        :data:`SCRATCH` numbers, or as many as there are weights.
        """
        pulls = self.l2 > 0 and not self.is_decoupled
        if not (self.needs_gradient or pulls):
            return
        for start in range(0, weights.size, scratch.size):
            w, g = weights[start : start + scratch.size], gradient[start : start + scratch.size]
            pull = scratch[: w.size]
            if pulls:
                g += np.multiply(w, self.decay, out=pull)
            if self.needs_gradient:
                np.sign(w, out=pull)
                pull *= self.l1 / self.samples
                g += pull

    def shrink(self, weights: Floats, learning_rate: float) -> None:
        """Decoupled weight decay before a step: w ← (1 − η l2/n) w, in place; nothing if L2 is not decoupled."""
        if self.is_decoupled and self.l2:
            weights *= 1 - learning_rate * self.decay
