"""What every neuron makes of one sample, in numbers, and the paths on which an answer comes about."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.errors import DataError
from mlp_engine.perceptron.activations import activation
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import check_whole_number


@dataclass(frozen=True, eq=False)
class LayerOutputs:
    """One layer after one sample; all arrays have one number a neuron.

    Attributes:
        weighted_sums: Σ w·a over the neurons of the layer before (over the inputs, for the first), bias not counted.
        biases: the biases.
        logits: weighted sums plus biases, z.
        activations: what the layer hands on; in the output layer the probabilities.
        activation: the name of the function that made them of the logits.
    """

    weighted_sums: Floats
    biases: Floats
    logits: Floats
    activations: Floats
    activation: str

    def neuron(self, index: int) -> "Neuron":
        """The facts of one neuron, counted from 0.

        Raises:
            SettingError: if there is no such neuron.
        """
        check_whole_number("Neuron", index, at_least=0, at_most=len(self.logits) - 1)
        return Neuron(
            float(self.weighted_sums[index]),
            float(self.biases[index]),
            float(self.logits[index]),
            float(self.activations[index]),
            self.activation,
        )

    def __repr__(self) -> str:
        return f"LayerOutputs({len(self.logits)} neurons, {self.activation})"


@dataclass(frozen=True)
class Neuron:
    """One neuron after one sample: ``logit = weighted_sum + bias`` and ``output = activation(logit)``."""

    weighted_sum: float
    bias: float
    logit: float
    output: float
    activation: str


@dataclass(frozen=True)
class NeuronPath:
    """One way through the network.

    Attributes:
        neurons: one a layer, counted from 0: first hidden layer to output.
        contribution: what this way adds to the logit of the last neuron, against it if negative.
    """

    neurons: tuple[int, ...]
    contribution: float


def layer_outputs(network: Network, sample: NDArray[np.generic]) -> tuple[LayerOutputs, ...]:
    """Go through the network with one sample and keep what every layer says, hidden layers first, output last.

    Args:
        network: any depth; without hidden layers there is the output alone.
        sample: shape (inputs,), ``uint8`` ink or floats, as in :meth:`Network.predict`, whose numbers these are.

    Raises:
        DataError: if the sample has another number of inputs than the network.
    """
    config = network.config
    if sample.shape != (config.inputs,):
        raise DataError(f"A sample for this network must have {config.inputs} inputs. Got shape {sample.shape}.")
    x = np.empty(sample.shape, config.dtype)
    read_inputs(sample, x)
    names = (*config.activations, config.output)
    layers = [
        LayerOutputs(z - b, b, z, a, name)
        for (z, a), b, name in zip(network.forward(x), network.biases, names, strict=True)
    ]
    layers[-1] = replace(layers[-1], activations=network.probabilities(layers[-1].logits))
    return tuple(layers)


def hidden_slopes(network: Network, outputs: tuple[LayerOutputs, ...]) -> list[Floats]:
    """da/dz of every neuron of every hidden layer, first to last."""
    result: list[Floats] = []
    for name, layer in zip(network.config.activations, outputs, strict=False):
        slope = np.empty_like(layer.activations)
        activation(name).slope(layer.activations, slope)
        result.append(slope)
    return result


def strongest_paths(
    network: Network, outputs: tuple[LayerOutputs, ...], digit: int, count: int
) -> tuple[NeuronPath, ...]:
    """The ways from the first hidden layer to the logit of ``digit`` that weigh most, for it or against it.

    The contribution of the way h₁ → h₂ → … → digit is ::

        a(h₁) · w(h₁, h₂) · f'(h₂) · w(h₂, h₃) · f'(h₃) · … · w(h_L, digit)

    with a the activation, w the weights and f' the slopes da/dz: the part of "gradient × activation" of the first
    hidden layer that flows along this way. With one hidden layer that is a·w, and all ways together with the
    output's bias make the logit exactly. So they do in a ReLU network of any depth whose later biases are 0;
    elsewhere they are what the logit does for small changes.

    Without hidden layers there is one way, ``(digit,)``, and its contribution is the weighted sum.

    The search is exact: a first pass from the output back finds the most that can still come after each neuron, and
    with that known the ``count`` best beginnings of each length hold the beginnings of the ``count`` best ways.

    Args:
        network: the network.
        outputs: what :func:`layer_outputs` gave for it.
        digit: the output neuron.
        count: how many ways at most.

    Returns:
        Strongest first (by magnitude); ways that carry nothing are left out.

    Raises:
        SettingError: if there is no such output, or count is not positive.
    """
    check_whole_number("Digit", digit, at_least=0, at_most=network.config.outputs - 1)
    check_whole_number("Number of paths", count, at_least=1)
    if not network.config.hidden:
        return (NeuronPath((digit,), float(outputs[-1].weighted_sums[digit])),)

    # steps[l][i, j]: the factor on the way from neuron i of hidden layer l to neuron j of the next; the last
    # leads to the digit alone. still[l][i]: the largest product of factors from neuron i on.
    slopes = hidden_slopes(network, outputs)
    steps: list[Floats] = [w * slope for w, slope in zip(network.weights[1:-1], slopes[1:], strict=True)]
    steps.append(network.weights[-1][:, [digit]])
    still: list[Floats] = [np.ones(1, network.config.dtype)]
    for factors in reversed(steps):
        still.insert(0, (np.abs(factors) * still[0]).max(axis=1))

    values = outputs[0].activations.astype(np.float64)
    neurons = np.arange(len(values))[:, None]
    values, neurons = _strongest(values, neurons, still[0], count)
    for factors, after in zip(steps, still[1:], strict=True):
        # Each beginning goes on to each neuron of the next layer.
        beginnings, nexts = np.indices((len(neurons), factors.shape[1])).reshape(2, -1)
        values = values[beginnings] * factors[neurons[beginnings, -1], nexts]
        neurons = np.column_stack((neurons[beginnings], nexts))
        values, neurons = _strongest(values, neurons, after, count)
    return tuple(
        NeuronPath((*(int(n) for n in way[:-1]), digit), float(value))
        for value, way in zip(values, neurons, strict=True)
    )


def strongest_input(network: Network, sample: NDArray[np.generic], neuron: int) -> int:
    """The input that adds most to the weighted sum of a neuron of the first layer, or takes most from it.

    Args:
        network: the network.
        sample: shape (inputs,), as in :func:`layer_outputs`.
        neuron: of the first layer, counted from 0.
    """
    a: Floats = np.empty(sample.shape, network.config.dtype)
    read_inputs(sample, a)
    return int(np.abs(a * network.weights[0][:, neuron]).argmax())


def _strongest(
    values: NDArray[np.float64], neurons: NDArray[np.intp], still: Floats, count: int
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Of the ways begun so far the ``count`` that can become strongest, and only those that carry anything."""
    reach = np.abs(values) * still[neurons[:, -1]]
    kept = np.argsort(-reach, kind="stable")[:count]
    kept = kept[reach[kept] > 0]
    return values[kept], neurons[kept]
