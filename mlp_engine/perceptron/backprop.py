"""Loss and gradients of one minibatch, in a workspace that is allocated once.

For one layer, with a the activations that come in and δ the error ∂C/∂z of its logits::

    ∂C/∂W = aᵀ δ            ∂C/∂b = Σ_rows δ            δ_before = (δ Wᵀ) ∘ f'(z_before)

The first layer's errors are not sent on: nobody asks for the error of the inputs.
Source: Nielsen, *Neural Networks and Deep Learning*, chapter 2, equations BP1 to BP4, for whole minibatches.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mlp_engine.fast.products import add_product, product
from mlp_engine.perceptron.activations import activation
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.losses import Targets, loss
from mlp_engine.perceptron.network import Network, parameter_views

Floats = NDArray[np.floating]


class Total:
    """A flat vector laid out like a network's parameters, that gradients are folded into.

    Attributes:
        weights: one matrix a layer, seen in the vector.
        biases: those of all layers, seen in the vector.
    """

    def __init__(self, config: NetworkConfig, vector: Floats) -> None:
        self.weights, _ = parameter_views(config.layers, vector)
        self.biases = vector[config.weight_count :]

    def __repr__(self) -> str:
        return f"Total({len(self.weights)} layers)"


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
        self._biases = slice(config.weight_count, None)
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

    def run(self, targets: Targets) -> None:
        """Go forward and back through the first ``len(targets)`` rows of ``inputs``.

        Fills ``logits`` (those rows of it) and ``gradient``.
        """
        self.forward(len(targets))
        self.backward(targets)

    def forward(self, n: int) -> None:
        """Answer the first ``n`` rows of ``inputs``: fills those rows of ``logits``."""
        weights, biases = self.network.weights, self.network.biases
        for layer, apply in enumerate(self._activations):
            z = self._a[layer + 1][:n]
            product(self._a[layer][:n], weights[layer], z)  # (n, fan_in) @ (fan_in, fan_out)
            z += biases[layer]
            apply.apply(z)
        z = self.logits[:n]
        product(self._a[-1][:n], weights[-1], z)
        z += biases[-1]

    def backward(self, targets: Targets) -> None:
        """Go back through the rows that :meth:`forward` answered: fills ``gradient``."""
        for layer, a, delta in self._errors(targets):
            product(a.T, delta, self._weight_gradients[layer])  # (fan_in, n) @ (n, fan_out)

    def fold(self, targets: Targets, total: Total, scale: float, keep: tuple[float, float]) -> None:
        """Go back likewise, but fold the gradient into a total: total ← keep · total + scale · gradient.

        The products of the weights do so themselves. A gradient that is written, scaled and added to the weights
        costs 10 % more than the bare product of a wide layer, one that is folded in 1 to 6 % less (800 × 800 and
        1500 × 1000, minibatches of 128, one BLAS thread).

        Args:
            targets: the class of each row, or a distribution over the classes for each.
            total: what to change. It may be the network's own parameters.
            scale: factor of the gradient.
            keep: factors of what is in the total, for weights and for biases.
        """
        for layer, a, delta in self._errors(targets):
            scratch = self._weight_gradients[layer]
            add_product(a, delta, total.weights[layer], scale=scale, keep=keep[0], scratch=scratch)
        gradient = self.gradient[self._biases]
        gradient *= scale
        total.biases *= keep[1]
        total.biases += gradient

    def _errors(self, targets: Targets) -> Iterator[tuple[int, Floats, Floats]]:
        """Layer by layer, last to first: its number, what came in, and the error of its logits.

        Fills the biases' part of ``gradient``. A layer may be changed as soon as it was told: the error of the one
        before it has been worked out by then.
        """
        n = len(targets)
        delta = self._delta[-1][:n]
        np.copyto(delta, self.logits[:n])
        self._loss.probabilities(delta)
        self._loss.error(delta, targets)
        # The loss is a mean over samples: dividing here, in the narrowest layer, divides every gradient.
        delta /= n

        for layer in reversed(range(len(self.network.weights))):
            a = self._a[layer][:n]
            np.dot(self._ones[:n], delta, out=self._bias_gradients[layer])  # sums the rows
            if layer == 0:
                yield layer, a, delta
                return
            before = self._delta[layer - 1][:n]
            product(delta, self.network.weights[layer].T, before)  # (n, fan_out) @ (fan_out, fan_in)
            slope = self._slope[layer - 1][:n]
            self._activations[layer - 1].slope(a, slope)
            before *= slope
            yield layer, a, delta
            delta = before
