"""The network with feature maps: a perceptron whose first hidden layers share weights, and its ordinary form."""

import math
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.errors import DataError
from mlp_engine.feature_maps.batch_normalisation import BatchNormalisation
from mlp_engine.feature_maps.config import FeatureMapConfig, MapLayer
from mlp_engine.feature_maps.patches import Patches
from mlp_engine.perceptron.activations import Relu
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.losses import SoftmaxLogLikelihood
from mlp_engine.perceptron.network import Network, parameter_views, product

_ROWS_AT_ONCE = 256


class FeatureMapNetwork:
    """A network in which all neurons of a map have the same weights, each at its own place.

    Attributes:
        config: the architecture.
        parameters: all weights, then all biases, as one flat vector.
        weights: one matrix for each layer, a view of ``parameters``: shape (fan_in, maps) for a layer of maps,
            (fan_in, fan_out) for an ordinary one.
        biases: one vector for each layer, a view of ``parameters``, shape (maps,) or (fan_out,).
    """

    def __init__(self, config: FeatureMapConfig, parameters: Floats) -> None:
        self.config = config
        self.parameters = parameters
        self.weights, self.biases = feature_map_views(config, parameters)

    @classmethod
    def initialise(cls, config: FeatureMapConfig, rng: np.random.Generator) -> "FeatureMapNetwork":
        """A new network: Gaussian weights with standard deviation √(2/fan_in), biases 0.

        Source: He et al., *Delving Deep into Rectifiers*, 2015.
        """
        network = cls(config, np.zeros(config.parameter_count, np.float32))
        for w in network.weights:
            w[...] = rng.standard_normal(w.shape) * math.sqrt(2 / len(w))
        return network

    @classmethod
    def from_dense(cls, network: Network, config: FeatureMapConfig) -> "FeatureMapNetwork":
        """The network with feature maps whose ordinary form (:meth:`dense`) is ``network``.

        Raises:
            DataError: if there is none, since some weight is not the same at all places.
        """
        if network.config != config.dense:
            raise DataError(f"A network with these feature maps must have layers {config.dense.layers}. "
                            f"Got {network.config.layers}.")  # fmt: skip
        found = cls(config, np.empty(config.parameter_count, np.float32))
        layers = config.map_layers
        for number, (w, b) in enumerate(zip(found.weights, found.biases, strict=True)):
            if number < len(layers):
                w[...] = _first_window(layers[number], network.weights[number])
                b[...] = network.biases[number][: layers[number].maps]
            else:
                w[...] = network.weights[number]
                b[...] = network.biases[number]
        if not np.array_equal(found.dense().parameters, network.parameters):
            raise DataError("A network that shares weights must have the same ones at all places. Got others.")
        return found

    def __repr__(self) -> str:
        maps = "-".join(f"{layer.maps}@{layer.side}×{layer.side}" for layer in self.config.map_layers)
        return f"FeatureMapNetwork({'-'.join(map(str, (maps, *self.config.hidden, self.config.outputs)))})"

    def views(self, vector: Floats) -> tuple[list[Floats], list[Floats]]:
        """Views of a vector laid out like ``parameters`` as weights and biases, layer by layer."""
        return feature_map_views(self.config, vector)

    def forward(
        self,
        x: Floats,
        arrays: Sequence[Floats],
        patches: Sequence[Patches],
        normalisations: Sequence[BatchNormalisation] = (),
    ) -> Iterator[tuple[Floats, Floats]]:
        """The forward pass, like :meth:`mlp_engine.perceptron.network.Network.forward`, computed in ``arrays``.

        Args:
            x: digit images as inputs of the first layer, shape (n, 784).
            arrays: one for each layer, shape (n or more, neurons).
            patches: one for each layer of maps; they keep the windows of this minibatch.
            normalisations: one for each hidden layer, in a training with batch normalisation.
        """
        a = x
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            z = arrays[layer][: len(x)]
            rows = z.reshape(-1, w.shape[1])  # all places of all samples
            windows = patches[layer].extract(a) if layer < len(patches) else a
            product(windows, w, rows)  # (n · places, fan_in) @ (fan_in, maps), or (n, fan_in) @ (fan_in, fan_out)
            if layer < len(normalisations):
                normalisations[layer].apply(rows)
            rows += b
            if layer < len(self.weights) - 1:
                Relu().apply(z, z)
            a = z
            yield z, a

    def predict(self, samples: NDArray[np.generic]) -> Floats:
        """Probabilities of each class for ``samples``, shape (n, 784): ink or floats; returns shape (n, outputs).

        The result is that of the ordinary form (:meth:`dense`), in a fraction of the time.
        """
        x, arrays, patches = self._workspace
        logits = np.empty((len(samples), self.config.outputs), np.float32)
        for start in range(0, len(samples), _ROWS_AT_ONCE):
            part = samples[start : start + _ROWS_AT_ONCE]
            read_inputs(part, x[: len(part)])
            *_, (z, _) = self.forward(x[: len(part)], arrays, patches)
            logits[start : start + len(part)] = z
        p = np.empty_like(logits)
        SoftmaxLogLikelihood().probabilities(logits, p)
        return p

    @cached_property
    def _workspace(self) -> tuple[Floats, list[Floats], list[Patches]]:
        """Memory for :meth:`predict`, kept because a teacher predicts thousands of minibatches."""
        x, *arrays = (np.empty((_ROWS_AT_ONCE, size), np.float32) for size in self.config.dense.layers)
        return x, arrays, [Patches(layer, _ROWS_AT_ONCE) for layer in self.config.map_layers]

    def dense(self) -> Network:
        """The ordinary form: a network with every weight written out at all its places, and zeros elsewhere."""
        config = self.config.dense
        parameters = np.zeros(config.parameter_count, np.float32)
        weights, biases = parameter_views(config.layers, parameters)
        layers = self.config.map_layers
        for layer, w, b, w_out, b_out in zip(layers, self.weights, self.biases, weights, biases, strict=False):
            _write_out(layer, w, w_out)
            b_out.reshape(-1, layer.maps)[...] = b
        for number in range(len(layers), len(weights)):
            weights[number][...] = self.weights[number]
            biases[number][...] = self.biases[number]
        return Network(config, parameters).copy()


def feature_map_views(config: FeatureMapConfig, vector: Floats) -> tuple[list[Floats], list[Floats]]:
    """Views of a flat vector as weights and biases, layer by layer; all weights come before all biases."""
    weights: list[Floats] = []
    biases: list[Floats] = []
    start, bias_start = 0, config.weight_count
    for fan_in, fan_out in config.weight_shapes:
        weights.append(vector[start : start + fan_in * fan_out].reshape(fan_in, fan_out))
        biases.append(vector[bias_start : bias_start + fan_out])
        start += fan_in * fan_out
        bias_start += fan_out
    return weights, biases


def _first_window(layer: MapLayer, dense: Floats) -> Floats:
    """The weights of the maps, shape (fan_in, maps), read from the written-out weights at the first place."""
    places = dense.reshape(layer.side_in, layer.side_in, layer.maps_in, -1)
    window = slice(layer.margin, layer.margin + layer.kernel)
    return places[window, window, :, : layer.maps].reshape(layer.fan_in, layer.maps)


def _write_out(layer: MapLayer, w: Floats, out: Floats) -> None:
    """Write the weights of the maps, shape (fan_in, maps), into ``out``, shape (neurons before, neurons)."""
    size = (layer.side_in, layer.side_in, layer.maps_in, layer.side, layer.side, layer.maps)
    places = out.reshape(size)
    kernel = w.reshape(layer.kernel, layer.kernel, layer.maps_in, layer.maps)
    for row in range(layer.side):
        for column in range(layer.side):
            top, left = layer.margin + row * layer.stride, layer.margin + column * layer.stride
            places[top : top + layer.kernel, left : left + layer.kernel, :, row, column] = kernel
