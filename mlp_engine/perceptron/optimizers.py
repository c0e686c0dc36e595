"""Optimizers: the rule by which a gradient becomes a step, applied in place to one flat vector of parameters."""

import math
from typing import Protocol

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.fast import steps
from mlp_engine.fast.blocks import BLOCK, blocks
from mlp_engine.fast.folding import FoldedStep, Trainable
from mlp_engine.fast.products import add_vector
from mlp_engine.perceptron.config import TrainingConfig


class Optimizer(Protocol):
    """Moves parameters against their gradient."""

    def step(self, parameters: Floats, gradient: Floats, learning_rate: float) -> None:
        """Change ``parameters`` in place by one step against ``gradient`` (same shape), which may be overwritten."""
        ...

    def shrink(self, weights: Floats, pull: float, learning_rate: float) -> None:
        """Take the proximal step of L1 after :meth:`step`: see :mod:`mlp_engine.perceptron.regularizers`.

        Args:
            weights: the first of the parameters that were moved, changed in place.
            pull: the threshold at a learning rate of 1.
            learning_rate: the learning rate of the step.
        """
        ...

    def memory(self) -> dict[str, Floats]:
        """What it remembers of earlier steps, by name: its own arrays, with one value for each parameter."""
        ...

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Continue as if ``steps`` steps had been taken that left this ``memory``, which is copied."""
        ...

    def folded(self, network: Trainable) -> FoldedStep | None:
        """The same step folded into the products of the gradient, where that can be done and is faster."""
        ...


class Sgd:
    """Stochastic gradient descent: w ← w − ηg."""

    def __init__(self, like: Floats) -> None:
        self._scratch = np.empty(min(BLOCK, like.size), like.dtype)

    def step(self, parameters: Floats, gradient: Floats, learning_rate: float) -> None:
        """One step straight down the gradient."""
        add_vector(gradient, parameters, scale=-learning_rate, scratch=self._scratch)

    def shrink(self, weights: Floats, pull: float, learning_rate: float) -> None:
        """w ← sign(w) max(|w| − ηλ, 0)."""
        threshold = learning_rate * pull
        for block in blocks(weights.size):
            w = weights[block]
            w -= w.clip(-threshold, threshold, out=self._scratch[: w.size])

    def memory(self) -> dict[str, Floats]:
        """Nothing: no step depends on the ones before."""
        return {}

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Nothing to recall."""

    def folded(self, network: Trainable) -> FoldedStep | None:
        """See :mod:`mlp_engine.fast.folding`."""
        return FoldedStep.where_it_pays(network, velocity=None, momentum=0.0)


class _VelocityMemory:
    """What the two kinds of momentum remember: the velocity of each parameter.

    Attributes:
        momentum: μ, the share of the last step that is kept.
        velocity: v, one value a parameter.
    """

    def __init__(self, momentum: float, like: Floats) -> None:
        self.momentum = momentum
        self.velocity = np.zeros_like(like)
        self._scratch = np.empty(min(BLOCK, like.size), like.dtype)

    def memory(self) -> dict[str, Floats]:
        """The velocity."""
        return {"velocity": self.velocity}

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Continue with this velocity."""
        self.velocity[...] = memory["velocity"]


class Momentum(_VelocityMemory):
    """Gradient descent with momentum: v ← μv − ηg, w ← w + v (Polyak, 1964).

    Attributes:
        momentum: μ, the share of the last step that is kept.
        velocity: v, one value a parameter.
    """

    def step(self, parameters: Floats, gradient: Floats, learning_rate: float) -> None:
        """One step that keeps a share of the one before."""
        if steps.is_fast(parameters):
            how = {"momentum": self.momentum, "learning_rate": learning_rate}
            steps.momentum_step(parameters, gradient, self.velocity, is_ahead=False, **how)
            return
        for block in blocks(parameters.size):
            v, g = self.velocity[block], gradient[block]
            v *= self.momentum
            v -= np.multiply(g, learning_rate, out=self._scratch[: g.size])
            parameters[block] += v

    def shrink(self, weights: Floats, pull: float, learning_rate: float) -> None:
        """w ← sign(w) max(|w| − ηλ, 0), and v is the move that was made in all, L1's included.

        Otherwise the gradient would count 1/(1 − μ) times and L1 once, and the weights would come to rest elsewhere.
        Source: Ochs, Chen, Brox & Pock, *iPiano: Inertial Proximal Algorithm for Nonconvex Optimization* (2014).
        """
        threshold = learning_rate * pull
        for block in blocks(weights.size):
            w, v = weights[block], self.velocity[block]
            taken = w.clip(-threshold, threshold, out=self._scratch[: w.size])
            w -= taken
            v -= taken

    def folded(self, network: Trainable) -> FoldedStep | None:
        """See :mod:`mlp_engine.fast.folding`."""
        return FoldedStep.where_it_pays(network, self.velocity, self.momentum)


class Nesterov(_VelocityMemory):
    """Nesterov's momentum: v ← μv − ηg, w ← w + μv − ηg, where g is the gradient at w.

    The weights in use are those that momentum alone would lead to next, x + μv, if x are the weights of plain momentum:
    the gradient is taken there, and so brakes earlier where the loss rises again.
    Source: Sutskever, Martens, Dahl & Hinton, *On the importance of initialization and momentum in deep learning*
    (2013), equations 3 and 4, for the weights x + μv.

    Attributes:
        momentum: μ, the share of the last step that is kept.
        velocity: v, one value a parameter.
    """

    def __init__(self, momentum: float, like: Floats) -> None:
        super().__init__(momentum, like)
        self._ahead = np.empty_like(self._scratch)

    def step(self, parameters: Floats, gradient: Floats, learning_rate: float) -> None:
        """One step with the gradient where momentum leads."""
        if steps.is_fast(parameters):
            how = {"momentum": self.momentum, "learning_rate": learning_rate}
            steps.momentum_step(parameters, gradient, self.velocity, is_ahead=True, **how)
            return
        for block in blocks(parameters.size):
            w, v, g = parameters[block], self.velocity[block], gradient[block]
            pull = np.multiply(g, learning_rate, out=self._scratch[: g.size])
            v *= self.momentum
            v -= pull
            w -= pull
            w += np.multiply(v, self.momentum, out=pull)

    def shrink(self, weights: Floats, pull: float, learning_rate: float) -> None:
        """x ← sign(x) max(|x| − ηλ, 0) for x = w − μv, and v is the move that x made in all, L1's included.

        A weight that comes to rest at 0 loses its velocity, so that it is exactly 0.
        Source: Beck & Teboulle, *A Fast Iterative Shrinkage-Thresholding Algorithm* (2009), with a constant μ.
        """
        threshold = learning_rate * pull
        for block in blocks(weights.size):
            w, v = weights[block], self.velocity[block]
            taken, ahead = self._scratch[: w.size], self._ahead[: w.size]
            w -= np.multiply(v, self.momentum, out=ahead)
            w.clip(-threshold, threshold, out=taken)
            w -= taken
            v -= taken
            v *= np.not_equal(w, 0.0, out=taken)
            w += np.multiply(v, self.momentum, out=ahead)

    def folded(self, network: Trainable) -> FoldedStep | None:
        """None: the gradient is needed twice."""


class Adam:
    """Adam (Kingma & Ba, 2015), with its published constants β₁ = 0.9, β₂ = 0.999, ε = 1e-8.

    m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η m̂ / (√v̂ + ε), where m̂ and v̂ are m and v corrected for
    their start at 0: divided by 1 − βᵗ. Wide networks take the same step in fewer passes, see
    :mod:`mlp_engine.fast.steps`. AdamW is the same rule; its decoupled weight decay is the regularizer's.

    Attributes:
        mean: m, one value a parameter.
        square: v, one value a parameter.
        steps: t, how many steps were taken.
    """

    beta1, beta2, epsilon = 0.9, 0.999, 1e-8

    def __init__(self, like: Floats) -> None:
        self.mean = np.zeros_like(like)
        self.square = np.zeros_like(like)
        self.steps = 0
        self._scratch = np.empty(min(BLOCK, like.size), like.dtype)
        self._left = np.empty_like(self._scratch)

    def step(self, parameters: Floats, gradient: Floats, learning_rate: float) -> None:
        """One step whose size depends on each parameter's past gradients."""
        self.steps += 1
        # w ← w − η' m / (√v + ε'): the two corrections of the start at 0 are moved into η' and ε'.
        correction = math.sqrt(1 - self.beta2**self.steps)
        size = learning_rate * correction / (1 - self.beta1**self.steps)
        epsilon = self.epsilon * correction
        if steps.is_fast(parameters):
            decays = self.beta1, self.beta2
            steps.adam_step(parameters, gradient, self.mean, self.square, decays=decays, size=size, epsilon=epsilon)
            return
        for block in blocks(parameters.size):
            g, m, v = gradient[block], self.mean[block], self.square[block]
            scratch = self._scratch[: g.size]
            np.subtract(g, m, out=scratch)
            scratch *= 1 - self.beta1
            m += scratch
            np.multiply(g, g, out=scratch)
            scratch -= v
            scratch *= 1 - self.beta2
            v += scratch
            np.sqrt(v, out=scratch)
            scratch += epsilon
            np.divide(m, scratch, out=scratch)
            scratch *= size
            parameters[block] -= scratch

    def shrink(self, weights: Floats, pull: float, learning_rate: float) -> None:
        """w ← sign(w) max(|w| − λ η/(√v̂ + ε), 0): each weight's threshold is as long as its own step.

        Source: Yun, Lozano & Yang, *Adaptive Proximal Gradient Methods for Structured Neural Networks* (2021).
        """
        correction = math.sqrt(1 - self.beta2**self.steps)
        epsilon = self.epsilon * correction
        for block in blocks(weights.size):
            w, v = weights[block], self.square[block]
            threshold, left = self._scratch[: w.size], self._left[: w.size]
            np.sqrt(v, out=threshold)
            threshold += epsilon
            np.divide(learning_rate * pull * correction, threshold, out=threshold)
            np.abs(w, out=left)
            left -= threshold
            left.clip(0.0, np.inf, out=left)
            np.copysign(left, w, out=w)

    def memory(self) -> dict[str, Floats]:
        """Mean and square."""
        return {"mean": self.mean, "square": self.square}

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Continue with this mean and square, after ``steps`` steps."""
        self.mean[...] = memory["mean"]
        self.square[...] = memory["square"]
        self.steps = steps

    def folded(self, network: Trainable) -> FoldedStep | None:
        """None: the square of the gradient needs the gradient."""


def optimizer(config: TrainingConfig, parameters: Floats) -> Optimizer:
    """The optimizer that ``config`` names, at rest, for a vector like ``parameters``."""
    match config.optimizer:
        case "sgd":
            return Sgd(parameters)
        case "momentum":
            return Momentum(config.momentum, parameters)
        case "nesterov":
            return Nesterov(config.momentum, parameters)
        case "adam" | "adamw":
            return Adam(parameters)
