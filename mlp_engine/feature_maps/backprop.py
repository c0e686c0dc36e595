"""Backpropagation in a network with feature maps: the gradient of a shared weight is the sum over its places."""

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.feature_maps.network import FeatureMapNetwork
from mlp_engine.feature_maps.patches import Patches
from mlp_engine.perceptron.activations import Relu
from mlp_engine.perceptron.backprop import WeightGradient
from mlp_engine.perceptron.losses import SoftmaxLogLikelihood, Targets
from mlp_engine.perceptron.network import product


class FeatureMapBackprop:
    """Gradients of the mean loss over one minibatch, without the penalty.

    A shared weight is used at every place, so by the chain rule its gradient is the sum over the places. With the
    windows of all places as rows of one matrix, this sum is the product ∂C/∂W = aᵀ δ, as in any other layer (see
    :mod:`mlp_engine.perceptron.backprop`). Only between the layers, windows are extracted and errors summed.

    Attributes:
        network: the network; its parameters may change between calls.
        inputs: where the caller writes the minibatch, shape (batch_size, 784).
        logits: logits of the last minibatch, shape (batch_size, outputs).
        gradient: gradients of the last minibatch, laid out like ``network.parameters``.
        sample_weights: how much each row of the minibatch counts, as in the ordinary backpropagation.
    """

    def __init__(self, network: FeatureMapNetwork, batch_size: int) -> None:
        config = network.config
        sizes = config.dense.layers
        self.network = network
        self.inputs = np.empty((batch_size, sizes[0]), np.float32)
        self.gradient = np.empty_like(network.parameters)
        self._weight_gradients, self._bias_gradients = network.views(self.gradient)
        self._patches = [Patches(layer, batch_size) for layer in config.map_layers]
        # Activations of each layer (of the output: its logits), errors of each layer's logits, slopes of hidden layers.
        self._outputs = [np.empty((batch_size, size), np.float32) for size in sizes[1:]]
        self._errors = [np.empty_like(z) for z in self._outputs]
        self._slopes = [np.empty_like(a) for a in self._outputs[:-1]]
        self._probabilities = np.empty_like(self.logits)
        self._relu, self._loss = Relu(), SoftmaxLogLikelihood()
        self.sample_weights: Floats | None = None

    def __repr__(self) -> str:
        return f"FeatureMapBackprop({self.network!r})"

    @property
    def logits(self) -> Floats:
        """Logits of the last minibatch, shape (batch_size, outputs)."""
        return self._outputs[-1]

    def forward(self, n: int) -> None:
        """Compute the first ``n`` rows of ``logits`` from those of ``inputs``."""
        for _ in self.network.forward(self.inputs[:n], self._outputs, self._patches):
            pass

    def backward(self, targets: Targets, weight_gradient: WeightGradient | None = None) -> None:
        """Compute ``gradient`` for the rows of the last :meth:`forward`, like the ordinary backpropagation."""
        n = len(targets)
        p, delta = self._probabilities[:n], self._errors[-1][:n]
        self._loss.probabilities(self.logits[:n], p)
        self._loss.error(p, targets, delta)
        delta /= n
        if self.sample_weights is not None:
            delta *= self.sample_weights[:, None]
        for layer in reversed(range(len(self.network.weights))):
            w = self.network.weights[layer]
            maps = layer < len(self._patches)
            a = (self._outputs[layer - 1] if layer else self.inputs)[:n]
            windows = self._patches[layer].rows(n) if maps else a
            errors = delta.reshape(-1, w.shape[1])  # all places of all samples
            np.sum(errors, axis=0, out=self._bias_gradients[layer])
            before = self._sent_back(layer, a, errors, n) if layer else delta
            if weight_gradient is None:
                product(windows.T, errors, self._weight_gradients[layer])  # (fan_in, n · places) @ (n · places, maps)
            else:
                weight_gradient(layer, windows, errors, self._weight_gradients[layer])
            delta = before

    def _sent_back(self, layer: int, a: Floats, errors: Floats, n: int) -> Floats:
        """The error of the logits before ``layer``, from that after it; ``a`` are the activations in between."""
        w = self.network.weights[layer]
        before, slope = self._errors[layer - 1][:n], self._slopes[layer - 1][:n]
        if layer < len(self._patches):
            product(errors, w.T, self._patches[layer].errors(n))
            self._patches[layer].sum_errors(before)
        else:
            product(errors, w.T, before)
        self._relu.slope(a, slope)
        before *= slope
        return before
