"""Loss and gradients of one minibatch, in a workspace that is allocated once.

For one layer, with a the activations that come in and δ the error ∂C/∂z of its logits::

    ∂C/∂W = aᵀ δ            ∂C/∂b = Σ_rows δ            δ_before = (δ Wᵀ) ∘ f'(z_before)

Source: Nielsen, *Neural Networks and Deep Learning*, chapter 2, equations BP1 to BP4, for whole minibatches.
"""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.activations import activation
from mlp_engine.losses import loss
from mlp_engine.network import Network, parameter_views
from mlp_engine.products import product

Floats = NDArray[np.floating]


class Backprop:
    """Gradients of a network's mean loss over one minibatch, penalty not counted.

    Attributes:
        network: whose gradients these are; its parameters may change between calls.
        inputs: where the caller writes the minibatch, shape (batch_size, inputs).
        logits: logits of the last minibatch, shape (batch_size, outputs).
        gradient: gradients of the last minibatch, laid out like ``network.parameters``.
    """

    def __init__(self, network: Network, batch_size: int) -> None:
        config = network.config
        self.network = network
        self.gradient = np.empty_like(network.parameters)
        self.logits = np.empty((batch_size, config.outputs), config.dtype)
        self._weight_gradients, self._bias_gradients = parameter_views(config.layers, self.gradient)
        # _a[l] enters layer l; _delta[l] is the error of the logits of layer l; _slope[l] belongs to _a[l + 1].
        self._a = [np.empty((batch_size, size), config.dtype) for size in config.layers[:-1]]
        self._delta = [np.empty((batch_size, size), config.dtype) for size in config.layers[1:]]
        self._slope = [np.empty((batch_size, size), config.dtype) for size in config.hidden]
        self._activations = [activation(name) for name in config.activations]
        self._loss = loss(config.loss)
        self._ones = np.ones(batch_size, config.dtype)

    @property
    def inputs(self) -> Floats:
        """Where the caller writes the minibatch, shape (batch_size, inputs)."""
        return self._a[0]

    def run(self, labels: NDArray[np.integer]) -> None:
        """Go forward and back through the first ``len(labels)`` rows of ``inputs``.

        Fills ``logits`` (those rows of it) and ``gradient``.
        """
        self._forward(len(labels))
        self._backward(labels)

    def _forward(self, n: int) -> None:
        weights, biases = self.network.weights, self.network.biases
        for layer, apply in enumerate(self._activations):
            z = self._a[layer + 1][:n]
            product(self._a[layer][:n], weights[layer], z)  # (n, fan_in) @ (fan_in, fan_out)
            z += biases[layer]
            apply.apply(z)
        z = self.logits[:n]
        product(self._a[-1][:n], weights[-1], z)
        z += biases[-1]

    def _backward(self, labels: NDArray[np.integer]) -> None:
        n = len(labels)
        delta = self._delta[-1][:n]
        np.copyto(delta, self.logits[:n])
        self._loss.probabilities(delta)
        self._loss.error(delta, labels)
        # The loss is a mean over samples: dividing here, in the narrowest layer, divides every gradient.
        delta /= n

        for layer in reversed(range(len(self.network.weights))):
            a = self._a[layer][:n]
            product(a.T, delta, self._weight_gradients[layer])  # (fan_in, n) @ (n, fan_out)
            product(self._ones[None, :n], delta, self._bias_gradients[layer][None, :])  # sums the rows
            if layer == 0:
                break  # nobody asks for the error of the inputs
            before = self._delta[layer - 1][:n]
            product(delta, self.network.weights[layer].T, before)  # (n, fan_out) @ (fan_out, fan_in)
            slope = self._slope[layer - 1][:n]
            self._activations[layer - 1].slope(a, slope)
            before *= slope
            delta = before
