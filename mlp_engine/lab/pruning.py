"""Pruning by magnitude: the smallest weights of a layer, or of a whole network, become 0.

Over a whole network the weights of all layers are compared with one another, so that a layer of small weights loses
more of them than a layer of large ones: "global magnitude pruning" in Blalock and others, *What is the State of Neural
Network Pruning?* (2020).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.lab.layer_state import LayerState
from mlp_engine.lab.places import WHOLE_NETWORK, check_layers, layer_name, number
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.validation import check_number


def without_smallest(weights: Floats, count: int) -> Floats:
    """A copy of ``weights``, any shape, with the ``count`` smallest by magnitude at 0; of equal ones the first."""
    pruned = weights.copy()
    flat = pruned.reshape(-1)
    if 0 < count < flat.size:
        magnitudes = np.abs(flat)
        bound = np.partition(magnitudes, count - 1)[count - 1]
        smaller = magnitudes < bound
        flat[smaller] = 0
        flat[np.flatnonzero(magnitudes == bound)[: count - np.count_nonzero(smaller)]] = 0
    elif count:
        flat[:] = 0
    return pruned


@dataclass(frozen=True)
class WeightsPruned:
    """The smallest ``percent`` of a layer's weights, by magnitude, become 0; of equal ones the first."""

    layer: int
    percent: float

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        count = round(state.weights.size * self.percent / 100)
        return state.with_weights(without_smallest(state.weights, count))

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless the network has such a layer and the share is allowed."""
        check_layers(config, self.layer)
        check_number("Pruned weights in per cent", self.percent, at_least=0, at_most=100)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        return f"{layer_name(config, self.layer)}: the smallest {number(self.percent)}% of the weights pruned"


@dataclass(frozen=True)
class SmallestPruned:
    """What a pruning of all weights does to one layer: its ``count`` smallest weights become 0."""

    layer: int
    count: int

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        return state.with_weights(without_smallest(state.weights, self.count))


@dataclass(frozen=True)
class AllWeightsPruned:
    """The smallest ``percent`` of all weights of the network, by magnitude, become 0; of equal ones the first."""

    percent: float
    layer: ClassVar[int] = WHOLE_NETWORK

    def in_layers(self, layers: Sequence[LayerState]) -> tuple[SmallestPruned, ...]:
        """What the change does to each of ``layers``, which are all layers as they are before it."""
        sizes = [state.weights.size for state in layers]
        count = round(sum(sizes) * self.percent / 100)
        if not 0 < count < sum(sizes):
            return tuple(SmallestPruned(layer, size if count else 0) for layer, size in enumerate(sizes))
        magnitudes = np.concatenate([np.abs(state.weights).reshape(-1) for state in layers])
        bound = np.partition(magnitudes, count - 1)[count - 1]
        parts = np.split(magnitudes, np.cumsum(sizes)[:-1])
        counts = [int(np.count_nonzero(part < bound)) for part in parts]
        left = count - sum(counts)
        for layer, part in enumerate(parts):
            equal = min(int(np.count_nonzero(part == bound)), left)
            counts[layer] += equal
            left -= equal
        return tuple(SmallestPruned(layer, pruned) for layer, pruned in enumerate(counts))

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless the share is allowed."""
        check_number("Pruned weights in per cent", self.percent, at_least=0, at_most=100)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        return f"All layers as one: the smallest {number(self.percent)}% of the weights pruned"
