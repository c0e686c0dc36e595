"""Backpropagation: the gradient of the loss over one minibatch, in a workspace that is allocated once.

For one layer, with a the activations that come in and δ the error ∂C/∂z of its logits::

    ∂C/∂W = aᵀ δ            ∂C/∂b = Σ_rows δ            δ_before = (δ Wᵀ) ∘ f'(z_before)

The first layer's error is not sent back: training does not need the error of the inputs.
Source: Nielsen, *Neural Networks and Deep Learning*, chapter 2, equations BP1 to BP4, for whole minibatches.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple, Protocol

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.fast.folding import Trainable, WeightGradient
from mlp_engine.fast.products import gradient_product, matrix_product, product
from mlp_engine.perceptron.activations import activation
from mlp_engine.perceptron.dropout import Dropout
from mlp_engine.perceptron.losses import Targets, loss
from mlp_engine.perceptron.network import Network


class ForwardAndBack(Protocol):
    """What a training step needs: the answers of a network to a minibatch, and their gradient."""

    inputs: Floats
    gradient: Floats
    sample_weights: Floats | None

    @property
    def network(self) -> Trainable:
        """The network."""
        ...

    @property
    def logits(self) -> Floats:
        """Logits of the last minibatch, shape (batch_size, outputs)."""
        ...

    def forward(self, n: int) -> None:
        """Go forward with the first ``n`` rows of ``inputs``: fills those rows of ``logits``."""
        ...

    def backward(self, targets: Targets, weight_gradient: WeightGradient | None = None) -> None:
        """Go back through the rows that :meth:`forward` answered: fills ``gradient``."""
        ...


Call = Callable[[], object]


class _Layer(NamedTuple):
    """What the backward pass through a layer needs, for the first rows of a workspace.

    Attributes:
        number: of the layer, from 0.
        inputs: the activations a that come in; ``None`` for the first layer, whose inputs are the minibatch.
        error: the error δ of its logits.
        bias_gradient: where ∂C/∂b goes.
        gradient: where ∂C/∂W goes.
        before: the calls that propagate the error to the layer before.
    """

    number: int
    inputs: Floats | None
    error: Floats
    bias_gradient: Floats
    gradient: Floats
    before: tuple[Call, ...]


class _Rows(NamedTuple):
    """The first rows of a workspace, and the calls that go through them.

    The calls are bound to their arrays: in a network of 30 neurons, creating the views and walking through the layers
    for each minibatch takes longer than all the arithmetic.

    Attributes:
        outputs: activations of each layer, of the output its logits.
        slopes: slopes of each hidden layer's activations.
        first: logits of the first layer.
        rest: the calls from the first layer's product to the logits of the output, without dropout.
        ones: as many as there are rows.
        number: of rows, as an array.
        probabilities: of the output.
        layers: last to first.
    """

    outputs: list[Floats]
    slopes: list[Floats]
    first: Floats
    rest: tuple[Call, ...]
    ones: Floats
    number: Floats
    probabilities: Floats
    layers: tuple[_Layer, ...]


class Backprop:
    """Gradient of a network's mean loss over one minibatch, without the penalty.

    Attributes:
        network: the network; its parameters may change between calls.
        inputs: where the caller writes the minibatch, shape (batch_size, inputs).
        logits: logits of the last minibatch, shape (batch_size, outputs).
        gradient: gradient of the last minibatch, laid out like ``network.parameters``.
        sample_weights: how much each row of the minibatch counts, shape (n,), 1 on average; ``None`` for 1 each.
        dropout: which neurons each :meth:`forward` leaves out; ``None`` for none.
    """

    def __init__(
        self, network: Network, batch_size: int, gradient: Floats | None = None, dropout: Dropout | None = None
    ) -> None:
        """Allocate the workspace; a ``gradient`` that another workspace no longer needs may be reused.

        With ``dropout`` each :meth:`forward` leaves out different neurons, and :meth:`backward` the same ones.
        """
        config = network.config
        self.network = network
        self.inputs = np.empty((batch_size, config.inputs), config.dtype)
        self.gradient = np.empty_like(network.parameters) if gradient is None else gradient
        self._weight_gradients, self._bias_gradients = network.views(self.gradient)
        # Activations of each layer (of the output: its logits), errors of each layer's logits, slopes of hidden layers.
        self._outputs = [np.empty((batch_size, size), config.dtype) for size in config.layers[1:]]
        self._errors = [np.empty_like(z) for z in self._outputs]
        self._slopes = [np.empty_like(a) for a in self._outputs[:-1]]
        self._probabilities = np.empty_like(self.logits)
        self._activations = [activation(name) for name in config.activations]
        self._loss = loss(config.loss)
        self.dropout = dropout
        self._ones = np.ones(batch_size, config.dtype)
        # A training has minibatches of two sizes, as the last may be smaller; in small networks creating the views
        # each time would take a tenth of the time.
        self._rows = lru_cache(maxsize=4)(self._first_rows)
        self.sample_weights: Floats | None = None

    def __repr__(self) -> str:
        return f"Backprop({self.network!r}, {len(self.inputs)} samples)"

    @property
    def logits(self) -> Floats:
        """Logits of the last minibatch, shape (batch_size, outputs)."""
        return self._outputs[-1]

    @property
    def hidden(self) -> list[Floats]:
        """Activations of every hidden layer for the last minibatch, shapes (batch_size, units)."""
        return self._outputs[:-1]

    @property
    def weight_gradients(self) -> Sequence[Floats]:
        """The gradient of every layer's weights, shapes (fan_in, fan_out): views of ``gradient``."""
        return self._weight_gradients

    def forward(self, n: int) -> None:
        """Go forward with the first ``n`` rows of ``inputs``: fills those rows of ``logits``."""
        rows = self._rows(n)
        if self.dropout is None:
            matrix_product(self.inputs[:n], self.network.weights[0], rows.first)
            for call in rows.rest:
                call()
            return
        for layer, (_, a) in enumerate(self.network.forward(self.inputs[:n], rows.outputs)):
            if self._drops(layer):
                self._activations[layer].slope(a, rows.slopes[layer])  # of the activations before dropout
                self.dropout.apply(layer, a, rows.slopes[layer])

    def backward(self, targets: Targets, weight_gradient: WeightGradient | None = None) -> None:
        """Go back with the first ``len(targets)`` rows, which went :meth:`forward`: fills ``gradient``.

        Args:
            targets: the class of each row, or for each a distribution over the classes.
            weight_gradient: is called in place of the product ∂C/∂W = aᵀδ (see :mod:`mlp_engine.fast.folding`). It may
                change the weights of its layer.
        """
        n = len(targets)
        rows = self._rows(n)
        delta, p = rows.layers[0].error, rows.probabilities
        self._loss.probabilities(rows.outputs[-1], p)
        self._loss.error(p, targets, delta)  # BP1
        # The loss is a mean over samples: dividing here, in the narrowest layer, divides every gradient.
        np.divide(delta, rows.number, delta)
        if self.sample_weights is not None:
            delta *= self.sample_weights[:, None]
        for layer, a, delta, bias_gradient, gradient, before in rows.layers:
            rows.ones.dot(delta, bias_gradient)  # BP3: sums the rows
            for call in before:  # BP2
                call()
            inputs = self.inputs[:n] if a is None else a
            if weight_gradient is None:
                gradient_product(inputs, delta, gradient)  # BP4: (fan_in, n) @ (n, fan_out)
            else:
                weight_gradient(layer, inputs, delta, gradient)

    def _first_rows(self, n: int) -> _Rows:
        outputs, errors, slopes = ([array[:n] for array in a] for a in (self._outputs, self._errors, self._slopes))
        rest: list[Call] = []
        layers: list[_Layer] = []
        for layer, (w, b) in enumerate(zip(self.network.weights, self.network.biases, strict=True)):
            a = outputs[layer - 1] if layer else None
            before: tuple[Call, ...] = ()
            if a is not None:
                rest.append(partial(matrix_product, a, w, outputs[layer]))
                before = (
                    partial(matrix_product, errors[layer], w.T, errors[layer - 1]),  # (n, fan_out) @ (fan_out, fan_in)
                    partial(self._write_slope, layer - 1, a, slopes[layer - 1]),
                    partial(np.multiply, errors[layer - 1], slopes[layer - 1], errors[layer - 1]),
                )
            rest.append(partial(np.add, outputs[layer], b, outputs[layer]))
            if layer < len(self._activations):
                rest.append(partial(self._activations[layer].apply, outputs[layer], outputs[layer]))
            gradients = self._bias_gradients[layer], self._weight_gradients[layer]
            layers.insert(0, _Layer(layer, a, errors[layer], *gradients, before))
        number, p = np.array(n, self._ones.dtype), self._probabilities[:n]
        return _Rows(outputs, slopes, outputs[0], tuple(rest), self._ones[:n], number, p, tuple(layers))

    def _write_slope(self, layer: int, a: Floats, slope: Floats) -> None:
        if not self._drops(layer):  # with dropout it was needed on the way forward
            self._activations[layer].slope(a, slope)

    def _drops(self, layer: int) -> bool:
        return self.dropout is not None and layer < len(self._slopes) and self.dropout.drops(layer)


def input_gradient(network: Network, x: Floats, delta: Floats) -> Floats:
    """Gradient of a weighted sum of the logits, Σ_j δ_j z_j, by the inputs of each sample.

    Args:
        network: any depth, any activation.
        x: the samples as the first layer takes them, shape (n, inputs).
        delta: the weights δ of the sum, shape (outputs,).

    Returns:
        Shape (n, inputs).
    """
    hidden = [a for _, a in network.forward(x)][:-1]
    names = network.config.activations
    delta = np.tile(delta, (len(x), 1))
    for w, a, name in zip(reversed(network.weights[1:]), reversed(hidden), reversed(names), strict=True):
        slope = np.empty_like(a)
        activation(name).slope(a, slope)
        delta = product(delta, w.T, np.empty_like(a)) * slope  # (n, fan_out) @ (fan_out, fan_in) -> (n, fan_in)
    return product(delta, network.weights[0].T, np.empty_like(x))
