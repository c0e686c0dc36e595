"""How a gradient becomes a step. Each optimizer works in place on one flat vector of parameters."""

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mlp_engine.fast.blocks import BLOCK, blocks
from mlp_engine.fast.products import add_vector
from mlp_engine.perceptron.config import TrainingConfig

Floats = NDArray[np.floating]


class Optimizer(Protocol):
    """Moves parameters against their gradient."""

    def step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        """Change ``parameters`` in place by one step; ``gradient`` (same shape) is used up."""
        ...

    def memory(self) -> dict[str, Floats]:
        """What it remembers of the steps before, one value a parameter each: its own arrays, by name."""
        ...

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Go on as if ``steps`` steps had been taken that left this ``memory``, which is copied."""
        ...


class FoldingOptimizer(Optimizer, Protocol):
    """Can do without the gradient itself: it is enough that total ← keep · total − ηg was done for it.

    Attributes:
        total: where, one value a parameter.
    """

    total: Floats

    def keep(self, rate: float, decay: float) -> tuple[float, float]:
        """What to keep of ``total`` for weights and for biases, with L2 adding ``decay`` · w to a weight's gradient."""
        ...

    def move(self, parameters: Floats, weight_count: int, rate: float, decay: float) -> None:
        """The rest of the step; the first ``weight_count`` parameters are the weights."""
        ...


class Sgd:
    """Stochastic gradient descent: w ← w − ηg.

    Attributes:
        total: the parameters themselves.
    """

    def __init__(self, parameters: Floats) -> None:
        self.total = parameters

    def step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        """One step straight down the gradient."""
        gradient *= rate
        parameters -= gradient

    def keep(self, rate: float, decay: float) -> tuple[float, float]:
        """L2 makes a weight smaller by the same share in every step; biases are left alone."""
        return 1 - rate * decay, 1.0

    def move(self, parameters: Floats, weight_count: int, rate: float, decay: float) -> None:
        """Nothing: they have moved."""

    def memory(self) -> dict[str, Floats]:
        """Nothing: every step is the first."""
        return {}

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Nothing to recall."""


class Momentum:
    """Gradient descent with momentum: v ← μv − ηg, w ← w + v (Polyak, 1964).

    Attributes:
        momentum: μ, the share of the last step that is kept.
        total: v, the velocity, one value a parameter.
    """

    def __init__(self, momentum: float, like: Floats) -> None:
        self.momentum = momentum
        self.total = np.zeros_like(like)
        self._scratch = np.empty(min(BLOCK, like.size), like.dtype)

    def step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        """One step that remembers the ones before."""
        for block in blocks(parameters.size):
            v, g = self.total[block], gradient[block]
            v *= self.momentum
            g *= rate
            v -= g
            parameters[block] += v

    def keep(self, rate: float, decay: float) -> tuple[float, float]:
        """Of every velocity the same."""
        return self.momentum, self.momentum

    def move(self, parameters: Floats, weight_count: int, rate: float, decay: float) -> None:
        """Let L2 pull at the velocities of the weights, and move."""
        if decay:
            weights = slice(0, weight_count)
            add_vector(parameters[weights], self.total[weights], scale=-rate * decay, scratch=self._scratch)
        add_vector(self.total, parameters, scale=1.0, scratch=self._scratch)

    def memory(self) -> dict[str, Floats]:
        """The velocity."""
        return {"velocity": self.total}

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Take up this velocity."""
        self.total[...] = memory["velocity"]


class Adam:
    """Adam (Kingma & Ba, 2015), with its published constants β₁ = 0.9, β₂ = 0.999, ε = 1e-8.

    m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η m̂ / (√v̂ + ε), where m̂ and v̂ are m and v freed of
    their start at 0 by dividing by 1 − βᵗ.

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

    def step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        """One step of a size that each parameter's own past gradients set."""
        self.steps += 1
        # w ← w − η' m / (√v + ε'), with both biases of the start moved into η' and ε'.
        unbiased = math.sqrt(1 - self.beta2**self.steps)
        rate *= unbiased / (1 - self.beta1**self.steps)
        epsilon = self.epsilon * unbiased
        for block in blocks(parameters.size):
            g, m, v = gradient[block], self.mean[block], self.square[block]
            scratch = self._scratch[: g.size]
            np.subtract(g, m, out=scratch)
            scratch *= 1 - self.beta1
            m += scratch
            g *= g
            g -= v
            g *= 1 - self.beta2
            v += g
            np.sqrt(v, out=scratch)
            scratch += epsilon
            np.divide(m, scratch, out=scratch)
            scratch *= rate
            parameters[block] -= scratch

    def memory(self) -> dict[str, Floats]:
        """Mean and square."""
        return {"mean": self.mean, "square": self.square}

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Take up this mean and square, and count on from ``steps``."""
        self.mean[...] = memory["mean"]
        self.square[...] = memory["square"]
        self.steps = steps


def optimizer(config: TrainingConfig, parameters: Floats) -> Optimizer:
    """The optimizer that ``config`` names, at rest, for a vector like ``parameters``."""
    match config.optimizer:
        case "sgd":
            return Sgd(parameters)
        case "momentum":
            return Momentum(config.momentum, parameters)
        case "adam":
            return Adam(parameters)
