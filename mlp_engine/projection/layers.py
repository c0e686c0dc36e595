"""The activations of every layer, from the pixels to the output, for many samples or for one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.places import layer_name
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.network import layer_logits

PIXELS = "Pixels"


def map_layer_names(config: NetworkConfig) -> tuple[str, ...]:
    """The names of the layers that have a map: pixels, hidden layers, output."""
    return (PIXELS, *(layer_name(config, layer) for layer in range(len(config.hidden) + 1)))


@dataclass(frozen=True, eq=False)
class LayerActivations:
    """What every layer makes of some samples.

    Attributes:
        layers: one array a layer, shape (n, width): the inputs, the activations of the hidden layers, and the logits
            of the output. The probabilities would lay nearly all samples of a class on one point.
        probabilities: of the output, shape (n, outputs).
    """

    layers: tuple[Floats, ...]
    probabilities: Floats


def layer_activations(edited: EditedNetwork, samples: NDArray[np.generic]) -> LayerActivations:
    """Read samples, and keep what every layer makes of them.

    Args:
        edited: a network, with its edits if it has any.
        samples: shape (n, inputs), ``uint8`` ink or floats.
    """
    a: Floats = np.empty(samples.shape, edited.base.config.dtype)
    read_inputs(samples, a)
    layers = [a]
    for number, state in enumerate(edited.layers):
        z = np.empty((len(samples), len(state.biases)), a.dtype)
        layer_logits(layers[-1], state.weights, state.biases, z)
        layers.append(z if number == len(edited.layers) - 1 else edited.activations(number, z))
    return LayerActivations(tuple(layers), edited.activations(len(edited.layers) - 1, layers[-1]))


def sample_activations(edited: EditedNetwork, sample: NDArray[np.generic]) -> tuple[Floats, ...]:
    """The same layers for one sample of shape (inputs,), each of shape (width,)."""
    x: Floats = np.empty(sample.shape, edited.base.config.dtype)
    read_inputs(sample, x)
    *hidden, output = edited.outputs(sample)
    return (x, *(layer.activations for layer in hidden), output.logits)
