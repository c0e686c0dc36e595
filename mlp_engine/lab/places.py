"""Layers and neurons of a network, named in words and checked, and the values that may be set there by hand.

Layers count from 0, the first hidden layer; the last is the output. In words layers and neurons count from 1, and
neurons of the output are their digits.
"""

from mlp_engine.arrays import Floats
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.validation import check_number, check_whole_number

EVERY_LAYER = -1
"""In place of the number of a layer: all layers, each for itself."""

WHOLE_NETWORK = -2
"""In place of the number of a layer: all layers together."""

LARGEST_VALUE = 1e6
"""The largest magnitude of a weight, a bias or an activation that is set by hand: float32 sums of it stay finite."""


def layer_name(config: NetworkConfig, layer: int) -> str:
    """A layer in words."""
    if layer == EVERY_LAYER:
        return "Every layer"
    if layer == len(config.hidden):
        return "Output"
    return "Hidden layer" if len(config.hidden) == 1 else f"Hidden layer {layer + 1}"


def neuron_name(config: NetworkConfig, layer: int, neuron: int) -> str:
    """A neuron in words."""
    if layer == len(config.hidden):
        return f"Output {neuron}"
    return f"{layer_name(config, layer)}, neuron {neuron + 1}"


def source_name(config: NetworkConfig, layer: int, source: int) -> str:
    """What neuron ``source`` of the layer before ``layer`` is, in words."""
    if layer == 0:
        row, column = divmod(source, round(config.inputs**0.5))
        return f"the pixel in row {row + 1}, column {column + 1}"
    return f"neuron {source + 1}"


def number(value: float) -> str:
    """A number as short as it is exact enough for words, with a true minus sign."""
    return f"{value:.4g}".replace("-", "−")


def check_layer(config: NetworkConfig, layer: int) -> None:
    """Raise a ``SettingError`` unless there is such a layer."""
    check_whole_number("Layer", layer, at_least=0, at_most=len(config.hidden))


def check_layers(config: NetworkConfig, layer: int) -> None:
    """Raise a ``SettingError`` unless there is such a layer, or all are meant."""
    if layer != EVERY_LAYER:
        check_layer(config, layer)


def check_neuron(config: NetworkConfig, layer: int, neuron: int) -> None:
    """Raise a ``SettingError`` unless there is such a neuron."""
    check_layer(config, layer)
    check_whole_number("Neuron", neuron, at_least=0, at_most=config.layers[layer + 1] - 1)


def check_hidden(config: NetworkConfig, layer: int, neuron: int) -> None:
    """Raise a ``SettingError`` unless there is such a neuron in a hidden layer."""
    check_neuron(config, layer, neuron)
    if layer == len(config.hidden):
        raise SettingError("A neuron whose activation is held must be in a hidden layer. Got one of the output.")


def check_value(name: str, value: Floats | float) -> None:
    """Raise a ``SettingError`` unless the value is finite and not too large."""
    check_number(name, value, at_least=-LARGEST_VALUE, at_most=LARGEST_VALUE)
