"""How a gradient becomes a step. Each optimizer works in place on one flat vector of parameters."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mlp_engine.config import TrainingConfig

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


class Sgd:
    """Stochastic gradient descent: w ← w − ηg."""

    def step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        """One step straight down the gradient."""
        gradient *= rate
        parameters -= gradient

    def memory(self) -> dict[str, Floats]:
        """Nothing: every step is the first."""
        return {}

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Nothing to recall."""


class Momentum:
    """Gradient descent with momentum: v ← μv − ηg, w ← w + v (Polyak, 1964).

    Attributes:
        momentum: μ, the share of the last step that is kept.
        velocity: v, one value a parameter.
    """

    def __init__(self, momentum: float, like: Floats) -> None:
        self.momentum = momentum
        self.velocity = np.zeros_like(like)

    def step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        """One step that remembers the ones before."""
        self.velocity *= self.momentum
        gradient *= rate
        self.velocity -= gradient
        parameters += self.velocity

    def memory(self) -> dict[str, Floats]:
        """The velocity."""
        return {"velocity": self.velocity}

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Take up this velocity."""
        self.velocity[...] = memory["velocity"]


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
        self._scratch = np.empty_like(like)

    def step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        """One step of a size that each parameter's own past gradients set."""
        self.steps += 1
        scratch = self._scratch
        np.subtract(gradient, self.mean, out=scratch)
        scratch *= 1 - self.beta1
        self.mean += scratch
        gradient *= gradient
        gradient -= self.square
        gradient *= 1 - self.beta2
        self.square += gradient

        np.divide(self.square, 1 - self.beta2**self.steps, out=scratch)
        np.sqrt(scratch, out=scratch)
        scratch += self.epsilon
        np.divide(self.mean, scratch, out=scratch)
        scratch *= rate / (1 - self.beta1**self.steps)
        parameters -= scratch

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
            return Sgd()
        case "momentum":
            return Momentum(config.momentum, parameters)
        case "adam":
            return Adam(parameters)
