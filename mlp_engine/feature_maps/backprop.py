"""Backpropagation in a network with feature maps: the gradient of a shared weight is the sum over its places."""

from collections.abc import Iterator

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.feature_maps.batch_normalisation import BatchNormalisation
from mlp_engine.feature_maps.config import FeatureMapConfig
from mlp_engine.feature_maps.network import FeatureMapNetwork
from mlp_engine.feature_maps.patches import Patches
from mlp_engine.perceptron.activations import Relu
from mlp_engine.perceptron.backprop import WeightGradient
from mlp_engine.perceptron.dropout import Dropout
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

    def __init__(self, network: FeatureMapNetwork, batch_size: int, dropout: Dropout | None = None) -> None:
        """Allocate the workspace; with ``dropout`` each :meth:`forward` leaves out other neurons, each place alone."""
        config = network.config
        sizes = config.dense.layers
        self.network = network
        self.inputs = np.empty((batch_size, sizes[0]), np.float32)
        self.gradient = np.empty_like(network.parameters)
        self._weight_gradients, self._bias_gradients = network.views(self.gradient)
        self._patches = [Patches(layer, batch_size) for layer in config.map_layers]
        self._normalisations = [
            BatchNormalisation(width, batch_size * size // width)
            for width, size in zip(_normalised(config), sizes[1:-1], strict=False)
        ]
        # Activations of each layer (of the output: its logits), errors of each layer's logits, slopes of hidden layers.
        self._outputs = [np.empty((batch_size, size), np.float32) for size in sizes[1:]]
        self._errors = [np.empty_like(z) for z in self._outputs]
        self._slopes = [np.empty_like(a) for a in self._outputs[:-1]]
        self._probabilities = np.empty_like(self.logits)
        self._relu, self._loss = Relu(), SoftmaxLogLikelihood()
        self._dropout = dropout
        self.sample_weights: Floats | None = None

    def __repr__(self) -> str:
        return f"FeatureMapBackprop({self.network!r})"

    @property
    def logits(self) -> Floats:
        """Logits of the last minibatch, shape (batch_size, outputs)."""
        return self._outputs[-1]

    def forward(self, n: int) -> None:
        """Compute the first ``n`` rows of ``logits`` from those of ``inputs``."""
        for layer, (_, a) in enumerate(self._forward(self.inputs[:n])):
            if self._dropout is not None and self._drops(layer):
                slope = self._slopes[layer][:n]
                self._relu.slope(a, slope)  # of the activations as they are before
                self._dropout.apply(layer, a, slope)

    def _forward(self, x: Floats) -> Iterator[tuple[Floats, Floats]]:
        return self.network.forward(x, self._outputs, self._patches, self._normalisations)

    def finished(self) -> FeatureMapNetwork:
        """The network as it is in use: a copy, the batch normalisation folded into weights and biases."""
        copy = FeatureMapNetwork(self.network.config, self.network.parameters.copy())
        for normalisation, w, b in zip(self._normalisations, copy.weights, copy.biases, strict=False):
            normalisation.fold(w, b)
        return copy

    def memory(self) -> dict[str, Floats]:
        """All that a training needs to go on exactly, by name: see :func:`memory_sizes`; views or copies."""
        memory = {"shared": self.network.parameters}
        if self._normalisations:
            memory["mean"] = np.concatenate([normalisation.mean for normalisation in self._normalisations])
            memory["variance"] = np.concatenate([normalisation.variance for normalisation in self._normalisations])
        return memory

    def recall(self, memory: dict[str, Floats], steps: int) -> None:
        """Continue as if ``steps`` steps had been taken that left this ``memory``, which is copied."""
        self.network.parameters[...] = memory["shared"]
        first = 0
        for normalisation in self._normalisations:
            rows = slice(first, first := first + len(normalisation.mean))
            normalisation.recall(memory["mean"][rows], memory["variance"][rows], steps)

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
            if layer < len(self._normalisations):
                self._normalisations[layer].send_back(errors)
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
        if not self._drops(layer - 1):
            self._relu.slope(a, slope)
        before *= slope
        return before

    def _drops(self, layer: int) -> bool:
        return self._dropout is not None and layer < len(self._slopes) and self._dropout.drops(layer)


def memory_sizes(config: FeatureMapConfig) -> dict[str, int]:
    """The lengths of the arrays of :meth:`FeatureMapBackprop.memory`.

    ``shared`` are the parameters as they are trained; ``mean`` and ``variance`` the averages of the batch
    normalisation, layer by layer.
    """
    sizes = {"shared": config.parameter_count}
    if config.batch_normalisation:
        sizes |= dict.fromkeys(("mean", "variance"), sum(_normalised(config)))
    return sizes


def _normalised(config: FeatureMapConfig) -> tuple[int, ...]:
    """How many maps or neurons each layer with batch normalisation has."""
    return (*config.maps, *config.hidden) if config.batch_normalisation else ()
