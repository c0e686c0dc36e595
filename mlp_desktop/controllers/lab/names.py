"""Names of layers and neurons, and numbers in sentences, as the Lab shows them."""

from functools import lru_cache

from mlp_engine.lab.places import layer_name, source_name
from mlp_engine.perceptron.config import NetworkConfig

_KEPT_LAYERS = 16  # whose names are kept: making those of two thousand neurons takes a millisecond, at every frame


def layer_names(config: NetworkConfig) -> list[str]:
    """The names of the layers, first hidden layer to output."""
    return [layer_name(config, layer) for layer in range(len(config.hidden) + 1)]


def neuron_label(config: NetworkConfig, layer: int, neuron: int) -> str:
    """A short name of a neuron in its layer: its number, counted from 1, or its digit in the output."""
    return str(neuron) if layer == len(config.hidden) else str(neuron + 1)


@lru_cache(_KEPT_LAYERS)
def neuron_labels(config: NetworkConfig, layer: int) -> tuple[str, ...]:
    """The short names of all neurons of a layer."""
    return tuple(neuron_label(config, layer, neuron) for neuron in range(config.layers[layer + 1]))


@lru_cache(_KEPT_LAYERS)
def source_labels(config: NetworkConfig, layer: int) -> tuple[str, ...]:
    """A short name of each neuron, or pixel, that a layer takes in."""
    return tuple(source_label(config, layer, source) for source in range(config.layers[layer]))


def source_label(config: NetworkConfig, layer: int, source: int) -> str:
    """A short name of a neuron, or pixel, that a layer takes in: pixels have a row and a column, counted from 1."""
    if layer > 0:
        return source_name(config, layer, source)
    row, column = divmod(source, round(config.inputs**0.5))
    return f"pixel {row + 1}, {column + 1}"


def number(value: float) -> str:
    """A number with three decimals and a true minus sign."""
    text = f"{value:.3f}" if abs(value) < 1e5 else f"{value:.2e}"
    return text.replace("-", "−")
