"""What drives a neuron: its weighted sum term by term, where it goes, and the input that excites it most."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.explain.activations import LayerOutputs
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.places import check_neuron
from mlp_engine.perceptron.activations import activation
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.validation import check_number, check_whole_number

INK = 9.2
"""About the Euclidean norm of the ink of a digit image of MNIST, in shares of full ink."""


@dataclass(frozen=True)
class Term:
    """One term a · w of a weighted sum.

    Attributes:
        source: the neuron of the layer before, or the input, counted from 0.
        activation: its activation, a.
        weight: the weight w from it.
        product: a · w.
    """

    source: int
    activation: float
    weight: float
    product: float


@dataclass(frozen=True, eq=False)
class NeuronSum:
    """The arithmetic of one neuron for one sample: Σ terms + rest + bias = z, and f(z) = activation.

    Attributes:
        terms: the terms of largest magnitude, largest first.
        products: a · w of every input, shape (fan_in,).
        others: how many other terms there are that are not 0.
        rest: the sum of the others.
        bias: the bias.
        logit: z.
        computed: f(z), the activation as the neuron computes it; of the output its probability.
        activation: the activation that goes on; it differs where it is pinned.
        function: name of f.
        pinned: whether the activation is pinned.
    """

    terms: tuple[Term, ...]
    products: Floats
    others: int
    rest: float
    bias: float
    logit: float
    computed: float
    activation: float
    function: str
    pinned: bool


def neuron_sum(
    edited: EditedNetwork,
    outputs: tuple[LayerOutputs, ...],
    sample: NDArray[np.generic],
    layer: int,
    neuron: int,
    count: int = 8,
) -> NeuronSum:
    """The weighted sum of a neuron, term by term.

    Args:
        edited: the network.
        outputs: what :meth:`EditedNetwork.outputs` gives for ``sample``.
        sample: shape (inputs,), ``uint8`` ink or floats.
        layer: counted from 0, the first hidden layer.
        neuron: counted from 0.
        count: largest number of terms of their own.

    Raises:
        SettingError: if there is no such neuron, or count is not positive.
    """
    check_neuron(edited.base.config, layer, neuron)
    check_whole_number("Number of terms", count, at_least=1)
    a = _before(edited, outputs, sample, layer)
    weights = edited.layers[layer].weights[:, neuron]
    products = a * weights
    order = np.argsort(-np.abs(products), kind="stable")
    order = order[: np.count_nonzero(products)]
    shown, others = order[:count], order[count:]
    values, pinned = outputs[layer], edited.layers[layer].pinned
    computed = float(values.activations[neuron])
    if neuron in pinned:
        z = values.logits[[neuron]]
        f = np.empty_like(z)
        activation(edited.base.config.activations[layer]).apply(z, f)
        computed = float(f[0])
    return NeuronSum(
        tuple(Term(int(i), float(a[i]), float(weights[i]), float(products[i])) for i in shown),
        products,
        len(others),
        float(products[others].sum()),
        float(values.biases[neuron]),
        float(values.logits[neuron]),
        computed,
        float(values.activations[neuron]),
        values.activation,
        neuron in pinned,
    )


def outgoing(
    edited: EditedNetwork, outputs: tuple[LayerOutputs, ...], layer: int, neuron: int
) -> tuple[Floats, Floats]:
    """Where a hidden neuron goes: its weights w to every neuron of the next layer, and what it adds there, a · w.

    Returns:
        Both of shape (fan_out of the next layer,); empty for a neuron of the output.

    Raises:
        SettingError: if there is no such neuron.
    """
    check_neuron(edited.base.config, layer, neuron)
    if layer == len(edited.layers) - 1:
        return np.empty(0), np.empty(0)
    weights = edited.layers[layer + 1].weights[neuron]
    return weights, weights * outputs[layer].activations[neuron]


def most_exciting_input(
    edited: EditedNetwork,
    layer: int,
    neuron: int,
    *,
    steps: int = 100,
    ink: float = INK,
    start: NDArray[np.generic] | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Floats:
    """The input, of no more ink than a digit, that makes the logit of a neuron large, by gradient ascent.

    Maximises z(x) over inputs x with 0 ≤ x ≤ 1 and ‖x‖ ≤ ``ink``. Each step follows the gradient and returns to the
    allowed inputs::

        x ← P(x + η · ∇z / ‖∇z‖),   η falls along a cosine from ink / 4 to 0

    P sets negative numbers to 0, shortens x to the norm ``ink`` and cuts at 1. The result is a local maximum; for a
    neuron of the first layer, as long as no pixel reaches 1, it is the maximum ink · w₊ / ‖w₊‖, with w₊ the positive
    weights. A hidden neuron whose gradient is 0 everywhere on the way leaves the input as it is.
    Source: Erhan and others, *Visualizing Higher-Layer Features of a Deep Network* (2009).

    Args:
        edited: the network, whose pinned neurons pass no gradient on.
        layer: counted from 0, the first hidden layer.
        neuron: counted from 0.
        steps: number of steps.
        ink: largest Euclidean norm of the input.
        start: the input to start from, shape (inputs,), ``uint8`` ink or floats; a uniform grey if not given.
        on_progress: called with the number of steps done, after each; an exception from it ends the search.

    Returns:
        Shape (inputs,), shares of full ink.

    Raises:
        SettingError: if there is no such neuron, or a number is out of its range.
    """
    config = edited.base.config
    check_neuron(config, layer, neuron)
    check_whole_number("Steps", steps, at_least=1)
    check_number("Ink", ink, above=0)
    x: Floats = np.full(config.inputs, ink / 2 / config.inputs**0.5, config.dtype)
    if start is not None:
        read_inputs(start, x)
    for step in range(steps):
        gradient = logit_gradient(edited, x, layer, neuron)
        length = float(np.linalg.norm(gradient))
        if length == 0:
            break
        rate = ink / 4 * (1 + np.cos(np.pi * step / steps)) / 2
        x = _allowed(x + gradient * x.dtype.type(rate / length), ink)
        if on_progress is not None:
            on_progress(step + 1)
    return x


def logit_gradient(edited: EditedNetwork, x: Floats, layer: int, neuron: int) -> Floats:
    """∂z/∂x, the gradient of a neuron's logit by the inputs of one sample.

    With δ the gradient by the logits of a layer, that by the logits of the layer before is (W δ) · f'(z); where an
    activation is pinned it is 0.

    Args:
        edited: the network.
        x: shape (inputs,), as the first layer takes it.
        layer: counted from 0, the first hidden layer.
        neuron: counted from 0.

    Returns:
        Shape (inputs,).
    """
    a = x
    below: list[Floats] = []
    for number in range(layer):
        state = edited.layers[number]
        z = a @ state.weights + state.biases
        a = edited.activations(number, z)
        below.append(a)
    back = edited.layers[layer].weights[:, neuron]
    for number in reversed(range(layer)):
        back = edited.layers[number].weights @ (back * slopes(edited, number, below[number]))
    return back


def slopes(edited: EditedNetwork, layer: int, activations: Floats) -> Floats:
    """da/dz of each neuron of a hidden layer; 0 where the activation is pinned."""
    slope = np.empty_like(activations)
    activation(edited.base.config.activations[layer]).slope(activations, slope)
    for neuron in edited.layers[layer].pinned:
        slope[neuron] = 0
    return slope


def _allowed(x: Floats, ink: float) -> Floats:
    x = np.maximum(x, 0)
    length = float(np.linalg.norm(x))
    if length > ink:
        x *= x.dtype.type(ink / length)
    return np.minimum(x, 1)


def _before(
    edited: EditedNetwork, outputs: tuple[LayerOutputs, ...], sample: NDArray[np.generic], layer: int
) -> Floats:
    """The activations that a layer takes in."""
    if layer:
        return outputs[layer - 1].activations
    a: Floats = np.empty(sample.shape, edited.base.config.dtype)
    read_inputs(sample, a)
    return a
