"""Gradients of a network that shares weights: those of all places add up, for all of them move the same weight."""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.fast.products import product
from mlp_engine.feature_maps.network import FeatureMapNetwork, feature_map_views
from mlp_engine.feature_maps.patches import Patches
from mlp_engine.perceptron.activations import Relu
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.losses import SoftmaxLogLikelihood, Targets

Floats = NDArray[np.float32]


class FeatureMapBackprop:
    """Gradients of the mean loss over one minibatch, penalty not counted.

    A shared weight is used at every place, so that by the chain rule its gradient is the sum over the places. Where
    the windows of all places are rows of one matrix, that sum is the product ∂C/∂W = aᵀ δ of any other layer (see
    :mod:`mlp_engine.perceptron.backprop`); only between the layers windows are taken apart and put together.

    Attributes:
        network: whose gradients these are; its parameters may change between calls.
        inputs: where the caller writes the minibatch, shape (batch_size, 784).
        logits: logits of the last minibatch, shape (batch_size, outputs).
        gradient: gradients of the last minibatch, laid out like ``network.parameters``.
    """

    def __init__(self, network: FeatureMapNetwork, batch_size: int) -> None:
        config = network.config
        sizes = config.dense.layers
        self.network = network
        self.gradient = np.empty_like(network.parameters)
        self._gradients = feature_map_views(config, self.gradient)
        self._patches = [Patches(layer, batch_size) for layer in config.map_layers]
        # _a[l] enters layer l; _delta[l] is the error of the logits of layer l.
        self._a = [np.empty((batch_size, size), np.float32) for size in sizes]
        self._delta = [np.empty((batch_size, size), np.float32) for size in sizes[1:]]
        self._slope = [np.empty((batch_size, size), np.float32) for size in sizes[1:-1]]
        self._relu, self._loss = Relu(), SoftmaxLogLikelihood()

    def __repr__(self) -> str:
        return f"FeatureMapBackprop({self.network!r})"

    @property
    def inputs(self) -> Floats:
        """Where the caller writes the minibatch, shape (batch_size, 784)."""
        return self._a[0]

    @property
    def logits(self) -> Floats:
        """Logits of the last minibatch, shape (batch_size, outputs)."""
        return self._a[-1]

    def forward(self, n: int) -> None:
        """Answer the first ``n`` rows of ``inputs``: fills those rows of ``logits``."""
        last = len(self.network.weights) - 1
        for layer, (w, b) in enumerate(zip(self.network.weights, self.network.biases, strict=True)):
            a, z = self._a[layer][:n], self._a[layer + 1][:n].reshape(-1, w.shape[1])
            if layer < len(self._patches):
                a = self._patches[layer].look(a)
            product(a, w, z)  # (n · places, fan_in) @ (fan_in, maps), or (n, fan_in) @ (fan_in, fan_out)
            z += b
            if layer < last:
                self._relu.apply(z)

    def answer(self, samples: NDArray[np.generic]) -> Floats:
        """Probabilities of each class for ``samples``, shape (n, 784): ink or floats; returns shape (n, outputs)."""
        p = np.empty((len(samples), self.network.config.outputs), np.float32)
        most = len(self.inputs)
        for start in range(0, len(samples), most):
            rows = samples[start : start + most]
            read_inputs(rows, self.inputs[: len(rows)])
            self.forward(len(rows))
            p[start : start + len(rows)] = self.logits[: len(rows)]
        self._loss.probabilities(p)
        return p

    def backward(self, targets: Targets) -> None:
        """Go back through the rows that :meth:`forward` answered: fills ``gradient``."""
        n = len(targets)
        delta = self._delta[-1][:n]
        np.copyto(delta, self.logits[:n])
        self._loss.probabilities(delta)
        self._loss.error(delta, targets)
        delta /= n
        weight_gradients, bias_gradients = self._gradients
        for layer in reversed(range(len(self.network.weights))):
            w = self.network.weights[layer]
            rows = self._delta[layer][:n].reshape(-1, w.shape[1])  # all places of all samples
            maps = layer < len(self._patches)
            a = self._patches[layer].rows(n) if maps else self._a[layer][:n]
            product(a.T, rows, weight_gradients[layer])  # (fan_in, n · places) @ (n · places, maps)
            np.sum(rows, axis=0, out=bias_gradients[layer])
            if layer == 0:
                return
            before = self._delta[layer - 1][:n]
            if maps:
                product(rows, w.T, self._patches[layer].errors(n))
                self._patches[layer].send_back(before)
            else:
                product(rows, w.T, before)
            slope = self._slope[layer - 1][:n]
            self._relu.slope(self._a[layer][:n], slope)
            before *= slope
