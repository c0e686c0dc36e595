"""Changes of a network by hand: frozen records, each of which changes one layer, or every layer, and says so in words.

Those that prune are in :mod:`mlp_engine.lab.pruning`.

Layers count from 0, the first hidden layer; the last is the output. A neuron of layer l has its weights in column
``neuron`` of the layer's matrix. Noise, pruning and rounding may be those of
:data:`~mlp_engine.lab.places.EVERY_LAYER`: each layer then has its own noise, its own smallest weights and its own
largest one. In words layers and neurons count from 1, and neurons of the output are their digits.
"""

from dataclasses import dataclass, replace

import numpy as np

from mlp_engine.lab.layer_state import LayerState
from mlp_engine.lab.places import (
    EVERY_LAYER,
    check_hidden,
    check_layers,
    check_neuron,
    check_value,
    layer_name,
    neuron_name,
    number,
    source_name,
)
from mlp_engine.lab.pruning import AllWeightsPruned, WeightsPruned
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.validation import check_number, check_whole_number

LEAST_BITS, MOST_BITS = 1, 16
LEAST_TEMPERATURE, LARGEST_TEMPERATURE = 0.01, 100.0


@dataclass(frozen=True)
class BiasSet:
    """The bias of one neuron becomes ``value``."""

    layer: int
    neuron: int
    value: float

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        biases = state.biases.copy()
        biases[self.neuron] = self.value
        return state.with_biases(biases)

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless the network has such a neuron and the value is allowed."""
        check_neuron(config, self.layer, self.neuron)
        check_value("Bias", self.value)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        return f"{neuron_name(config, self.layer, self.neuron)}: bias {number(self.value)}"


@dataclass(frozen=True)
class WeightSet:
    """The weight from neuron ``source`` of the layer before (or that input) to one neuron becomes ``value``."""

    layer: int
    source: int
    neuron: int
    value: float

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        weights = state.weights.copy()
        weights[self.source, self.neuron] = self.value
        return state.with_weights(weights)

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless the network has such a weight and the value is allowed."""
        check_neuron(config, self.layer, self.neuron)
        check_whole_number("Neuron before", self.source, at_least=0, at_most=config.layers[self.layer] - 1)
        check_value("Weight", self.value)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        source = source_name(config, self.layer, self.source)
        return f"{neuron_name(config, self.layer, self.neuron)}: weight from {source} {number(self.value)}"


@dataclass(frozen=True)
class WeightsScaled:
    """All weights into one neuron are multiplied by ``factor``; the bias stays."""

    layer: int
    neuron: int
    factor: float

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        weights = state.weights.copy()
        weights[:, self.neuron] *= weights.dtype.type(self.factor)
        return state.with_weights(weights)

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless the network has such a neuron and the factor is allowed."""
        check_neuron(config, self.layer, self.neuron)
        check_number("Factor", self.factor, at_least=-1000, at_most=1000)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        return f"{neuron_name(config, self.layer, self.neuron)}: weights × {number(self.factor)}"


@dataclass(frozen=True)
class ActivationPinned:
    """The activation of one hidden neuron is ``value``, whatever the sample."""

    layer: int
    neuron: int
    value: float

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        return replace(state, pinned=state.pinned | {self.neuron: self.value})

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless the network has such a hidden neuron and the value is allowed."""
        check_hidden(config, self.layer, self.neuron)
        check_value("Activation", self.value)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        return f"{neuron_name(config, self.layer, self.neuron)}: activation pinned at {number(self.value)}"


@dataclass(frozen=True)
class NeuronOff:
    """One hidden neuron is switched off: its activation is 0, whatever the sample."""

    layer: int
    neuron: int

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        return replace(state, pinned=state.pinned | {self.neuron: 0.0})

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless the network has such a hidden neuron."""
        check_hidden(config, self.layer, self.neuron)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        return f"{neuron_name(config, self.layer, self.neuron)}: switched off"


@dataclass(frozen=True)
class NeuronFreed:
    """One hidden neuron that was switched off, or pinned, computes its activation again."""

    layer: int
    neuron: int

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        return replace(state, pinned={n: value for n, value in state.pinned.items() if n != self.neuron})

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless the network has such a hidden neuron."""
        check_hidden(config, self.layer, self.neuron)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        return f"{neuron_name(config, self.layer, self.neuron)}: computes its activation again"


@dataclass(frozen=True)
class NoiseAdded:
    """To each weight of a layer comes Gaussian noise of ``share`` times the standard deviation of these weights."""

    layer: int
    share: float
    seed: int = 0

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        weights = state.weights
        dtype = np.float64 if weights.dtype == np.float64 else np.float32
        seed = [self.seed, state.number] if self.layer == EVERY_LAYER else self.seed
        noise = np.random.default_rng(seed).standard_normal(weights.shape, dtype)
        noise *= weights.dtype.type(self.share * float(weights.std()))
        return state.with_weights(weights + noise)

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless the network has such a layer and the share is allowed."""
        check_layers(config, self.layer)
        check_number("Noise", self.share, at_least=0, at_most=10)
        check_whole_number("Seed", self.seed, at_least=0)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        return f"{layer_name(config, self.layer)}: noise of {self.share:.0%} of the weights' standard deviation added"


@dataclass(frozen=True)
class WeightsRounded:
    """The weights of a layer are rounded to ``bits`` bits each.

    From 2 bits on, these are the 2^bits − 1 values k · s with whole k from −(2^(bits−1) − 1) to 2^(bits−1) − 1, where
    the step s makes the outermost value the largest magnitude in the layer. With 1 bit a weight has its sign alone,
    times the mean magnitude of the layer, as in Rastegari and others, *XNOR-Net* (2016).
    """

    layer: int
    bits: int

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        weights = state.weights
        if self.bits == 1:
            mean = weights.dtype.type(np.abs(weights).mean())
            return state.with_weights(np.where(weights < 0, -mean, mean))
        steps = 2 ** (self.bits - 1) - 1
        largest = float(np.abs(weights).max(initial=0.0))
        step = weights.dtype.type(largest / steps)
        rounded = weights.copy() if not step else np.rint(weights / step) * step
        return state.with_weights(rounded)

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless the network has such a layer and the number of bits is allowed."""
        check_layers(config, self.layer)
        check_whole_number("Bits of a weight", self.bits, at_least=LEAST_BITS, at_most=MOST_BITS)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        bits = "1 bit" if self.bits == 1 else f"{self.bits} bits"
        return f"{layer_name(config, self.layer)}: weights rounded to {bits}"


@dataclass(frozen=True)
class TemperatureSet:
    """The logits of the output, as they were before any temperature was set, are divided by ``value``.

    That divides the weights and biases of the output layer, ``layer``. Below 1 the answers become surer, above 1 less
    sure. The digit with the largest probability stays the same.
    Source: Guo and others, *On Calibration of Modern Neural Networks* (2017), section 4.2.
    """

    layer: int
    value: float

    def apply(self, state: LayerState) -> LayerState:
        """The layer after the change."""
        factor = state.weights.dtype.type(state.temperature / self.value)
        state = state.with_weights(state.weights * factor).with_biases(state.biases * factor)
        return replace(state, temperature=self.value)

    def check(self, config: NetworkConfig) -> None:
        """Raise a ``SettingError`` unless ``layer`` is the output and the temperature is allowed."""
        last = len(config.layers) - 2
        check_whole_number("Layer of the temperature", self.layer, at_least=last, at_most=last)
        check_number("Temperature", self.value, at_least=LEAST_TEMPERATURE, at_most=LARGEST_TEMPERATURE)

    def words(self, config: NetworkConfig) -> str:
        """The change in words."""
        return f"Output: temperature {number(self.value)}"


LayerEdit = (
    BiasSet
    | WeightSet
    | WeightsScaled
    | ActivationPinned
    | NeuronOff
    | NeuronFreed
    | NoiseAdded
    | WeightsPruned
    | WeightsRounded
    | TemperatureSet
)
"""A change of one layer by hand, or of each layer for itself."""

Edit = LayerEdit | AllWeightsPruned
"""One change of a network by hand."""


def same_target(edit: Edit, other: Edit) -> bool:
    """Whether two changes are of one kind and place, so that a slider that moves on makes one change of them."""
    places = ("layer", "neuron", "source")
    return type(edit) is type(other) and all(getattr(edit, name, None) == getattr(other, name, None) for name in places)
