"""One layer of a network as the Lab shows it."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, eq=False)
class ShownLayer:
    """A layer for one sample.

    Attributes:
        name: of the layer.
        weights: from the layer before, shape (fan_in, fan_out).
        activations: shape (fan_out,); of the output the probabilities.
        pinned: neurons whose activation is held.
    """

    name: str
    weights: np.ndarray
    activations: np.ndarray
    pinned: frozenset[int] = field(default_factory=frozenset[int])

    @property
    def count(self) -> int:
        """Number of neurons."""
        return len(self.activations)
