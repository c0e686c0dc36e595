"""The mathematics of one sample, cell by cell: forward through a layer, the output step by step, and backward.

The formulas are those of :mod:`mlp_engine.perceptron.losses` and :mod:`mlp_engine.perceptron.backprop`, computed here
for one sample with every number between kept, so that a table can show them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.errors import DataError
from mlp_engine.explain.activations import LayerOutputs
from mlp_engine.lab.drives import slopes
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.places import check_layer
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.losses import loss
from mlp_engine.validation import check_whole_number


@dataclass(frozen=True, eq=False)
class ForwardCells:
    """One layer for one sample: ``inputs @ weights + biases = logits``, and f(logits) = activations.

    Attributes:
        inputs: activations of the layer before, shape (fan_in,).
        weights: shape (fan_in, fan_out).
        sums: the weighted sums without the biases, shape (fan_out,).
        biases: shape (fan_out,).
        logits: z, shape (fan_out,).
        activations: a, shape (fan_out,); of the output the probabilities.
        function: name of f.
        pinned: neurons whose activation is held, whatever f says.
    """

    inputs: Floats
    weights: Floats
    sums: Floats
    biases: Floats
    logits: Floats
    activations: Floats
    function: str
    pinned: frozenset[int]


@dataclass(frozen=True, eq=False)
class OutputCells:
    """The output step by step; all arrays have one number a class.

    A softmax output: ``shifted = z − max z``, ``powers = e^shifted``, ``total = Σ powers``, ``p = powers / total``.
    A sigmoid output: ``shifted = −z``, ``powers = e^(−z)``, ``p = 1 / (1 + powers)``; it has no total.

    Attributes:
        logits: z.
        shifted: see above.
        powers: see above.
        total: the sum of the powers of a softmax output; ``None`` for sigmoids.
        probabilities: p.
        targets: y, 1 for the label and 0 for all others.
        losses: what each class adds to the loss: −y ln p, or −y ln p − (1 − y) ln(1 − p), or ½ (p − y)².
        loss: their sum.
        errors: δ = ∂C/∂z.
    """

    logits: Floats
    shifted: Floats
    powers: Floats
    total: float | None
    probabilities: Floats
    targets: Floats
    losses: Floats
    loss: float
    errors: Floats


@dataclass(frozen=True, eq=False)
class BackwardCells:
    """The way back through one layer.

    Attributes:
        inputs: activations of the layer before, a, shape (fan_in,).
        errors: δ of the layer's logits for the sample, shape (fan_out,).
        gradient: ∂C/∂W = a δᵀ for the sample, shape (fan_in, fan_out).
        mean_gradient: the mean of ∂C/∂W over the minibatch.
        mean_errors: the mean of δ over the minibatch, which is ∂C/∂b, shape (fan_out,).
        step: what one step of gradient descent adds to the weights: −η · mean_gradient.
        bias_step: what it adds to the biases.
        samples: the size of the minibatch.
    """

    inputs: Floats
    errors: Floats
    gradient: Floats
    mean_gradient: Floats
    mean_errors: Floats
    step: Floats
    bias_step: Floats
    samples: int


def forward_cells(
    edited: EditedNetwork, outputs: tuple[LayerOutputs, ...], sample: NDArray[np.generic], layer: int
) -> ForwardCells:
    """The arithmetic of one layer.

    Args:
        edited: the network.
        outputs: what :meth:`EditedNetwork.outputs` gives for ``sample``.
        sample: shape (inputs,), ``uint8`` ink or floats.
        layer: counted from 0, the first hidden layer.

    Raises:
        SettingError: if there is no such layer.
    """
    check_layer(edited.base.config, layer)
    values = outputs[layer]
    return ForwardCells(
        _taken_in(edited, outputs, sample)[layer],
        edited.layers[layer].weights,
        values.weighted_sums,
        values.biases,
        values.logits,
        values.activations,
        values.activation,
        frozenset(edited.layers[layer].pinned),
    )


def output_cells(edited: EditedNetwork, outputs: tuple[LayerOutputs, ...], label: int) -> OutputCells:
    """The output step by step, its loss for ``label``, and the errors δ.

    Raises:
        SettingError: if there is no such class.
    """
    config = edited.base.config
    check_whole_number("Label", label, at_least=0, at_most=config.outputs - 1)
    z = outputs[-1].logits.astype(np.float64)
    y = np.zeros(config.outputs)
    y[label] = 1.0
    if config.output == "softmax":
        shifted = z - z.max()
        powers = np.exp(shifted)
        total = float(powers.sum())
        p = powers / total
    else:
        shifted, total = -z, None
        with np.errstate(over="ignore"):
            powers = np.exp(shifted)
        p = 1.0 / (1.0 + powers)
    losses = _losses(config.loss, z, p, y)
    errors = np.empty((1, config.outputs))
    loss(config.loss).error(p[None], np.array([label]), errors)
    return OutputCells(z, shifted, powers, total, p, y, losses, float(losses.sum()), errors[0])


def backward_cells(
    edited: EditedNetwork,
    samples: Sequence[NDArray[np.generic]],
    labels: Sequence[int],
    layer: int,
    learning_rate: float,
) -> BackwardCells:
    """The way back through a layer for the first sample, and the step for all samples as one minibatch.

    Args:
        edited: the network.
        samples: each of shape (inputs,); the first is the one that is shown, and all are the minibatch.
        labels: the class of each.
        layer: counted from 0, the first hidden layer.
        learning_rate: η of plain gradient descent.

    Raises:
        SettingError: if there is no such layer or class.
        DataError: if there is no sample, or not one label each.
    """
    check_layer(edited.base.config, layer)
    if not samples or len(samples) != len(labels):
        raise DataError(f"A minibatch must have samples with a label each. Got {len(samples)} and {len(labels)}.")
    shape = edited.layers[layer].weights.shape
    gradient, errors = np.zeros(shape), np.zeros(shape[1])
    first: tuple[Floats, Floats] | None = None
    for sample, label in zip(samples, labels, strict=True):
        a, delta = _error_of(edited, sample, label, layer)
        first = first or (a, delta)
        gradient += np.outer(a, delta)
        errors += delta
    assert first is not None, "there is a sample"
    gradient /= len(samples)
    errors /= len(samples)
    return BackwardCells(
        first[0],
        first[1],
        np.outer(*first),
        gradient,
        errors,
        -learning_rate * gradient,
        -learning_rate * errors,
        len(samples),
    )


def layer_errors(
    edited: EditedNetwork, outputs: tuple[LayerOutputs, ...], label: int, first: int = 0
) -> tuple[Floats, ...]:
    """The errors δ = ∂C/∂z of one sample, from layer ``first`` to the output (BP1, then BP2 layer by layer).

    Args:
        edited: the network.
        outputs: what :meth:`EditedNetwork.outputs` gives for the sample.
        label: the class of the sample.
        first: the first layer wanted, counted from 0, the first hidden layer.

    Returns:
        One array a layer, shape (neurons,).

    Raises:
        SettingError: if there is no such layer or class.
    """
    check_layer(edited.base.config, first)
    errors = [output_cells(edited, outputs, label).errors]
    for number in reversed(range(first, len(edited.layers) - 1)):
        back = edited.layers[number + 1].weights.astype(np.float64) @ errors[0]
        errors.insert(0, back * slopes(edited, number, outputs[number].activations))
    return tuple(errors)


def _error_of(edited: EditedNetwork, sample: NDArray[np.generic], label: int, layer: int) -> tuple[Floats, Floats]:
    """What a layer takes in for one sample, and the error δ of its logits."""
    outputs = edited.outputs(sample)
    delta = layer_errors(edited, outputs, label, layer)[0]
    return _taken_in(edited, outputs, sample)[layer].astype(np.float64), delta


def _taken_in(edited: EditedNetwork, outputs: tuple[LayerOutputs, ...], sample: NDArray[np.generic]) -> list[Floats]:
    """What each layer takes in."""
    x: Floats = np.empty(sample.shape, edited.base.config.dtype)
    read_inputs(sample, x)
    return [x, *(values.activations for values in outputs[:-1])]


def _losses(name: str, z: Floats, p: Floats, y: Floats) -> Floats:
    """What each class adds to the loss; from the logits, so that no logarithm of a rounded-off 0 is taken."""
    if name == "log-likelihood":
        highest = z.max()
        return y * (np.log(np.exp(z - highest).sum()) + highest - z)
    if name == "cross-entropy":
        return np.logaddexp(0.0, z) - y * z
    return 0.5 * np.square(p - y)
