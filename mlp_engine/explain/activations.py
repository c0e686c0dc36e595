"""The activations of all neurons for one sample, and the strongest paths through the network to an answer."""

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
    """The outputs of one layer for one sample; all arrays have one value for each neuron.

    Attributes:
        weighted_sums: Σ w·a over the neurons of the layer before (for the first layer over the inputs), without bias.
        biases: the biases.
        logits: weighted sums plus biases, z.
        activations: the activations, a; in the output layer the probabilities.
        activation: name of the activation function.
    """

    weighted_sums: Floats
    biases: Floats
    logits: Floats
    activations: Floats
    activation: str

    def neuron(self, index: int) -> "Neuron":
        """The values of one neuron, counted from 0.

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
    """One neuron for one sample: ``logit = weighted_sum + bias`` and ``output = activation(logit)``."""

    weighted_sum: float
    bias: float
    logit: float
    output: float
    activation: str


@dataclass(frozen=True)
class NeuronPath:
    """One path through the network.

    Attributes:
        neurons: one neuron of each layer, counted from 0, from the first hidden layer to the output.
        contribution: what this path adds to the logit of the last neuron.
    """

    neurons: tuple[int, ...]
    contribution: float


def layer_outputs(network: Network, sample: NDArray[np.generic]) -> tuple[LayerOutputs, ...]:
    """The outputs of every layer for one sample, hidden layers first, output last.

    Args:
        network: a network of any depth; without hidden layers there is only the output.
        sample: shape (inputs,), ``uint8`` ink or floats, as in :meth:`Network.predict`, which gives the same numbers.

    Raises:
        DataError: if the sample does not have the network's number of inputs.
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
    """The paths from the first hidden layer to the logit of ``digit`` that contribute most, for it or against it.

    The contribution of the path h₁ → h₂ → … → digit is ::

        a(h₁) · w(h₁, h₂) · f'(h₂) · w(h₂, h₃) · f'(h₃) · … · w(h_L, digit)

    with a the activation, w the weights and f' the slopes da/dz: the part of "gradient × activation" of the first
    hidden layer that flows along this path. With one hidden layer this is a·w, and the sum over all paths plus the
    output's bias is exactly the logit. The same holds in a ReLU network of any depth whose later biases are 0;
    otherwise the sum is a linear approximation of the logit.

    Without hidden layers there is one path, ``(digit,)``, and its contribution is the weighted sum.

    The search is exact: a first pass from the output backwards finds the largest factor that can follow each neuron.
    With these factors known, the ``count`` best beginnings of each length contain those of the ``count`` best paths.

    Args:
        network: the network.
        outputs: the result of :func:`layer_outputs` for it.
        digit: the output neuron.
        count: largest number of paths.

    Returns:
        The paths, the largest magnitude first, without those that contribute nothing.

    Raises:
        SettingError: if there is no such output, or count is not positive.
    """
    check_whole_number("Digit", digit, at_least=0, at_most=network.config.outputs - 1)
    check_whole_number("Number of paths", count, at_least=1)
    if not network.config.hidden:
        return (NeuronPath((digit,), float(outputs[-1].weighted_sums[digit])),)

    # Each step is a matrix of weights and the slopes of the neurons that it leads to; the last leads to the digit only.
    # The factor of a step from neuron i to neuron j is w[i, j] · slope[j].
    # rest[l][i]: the largest product of factors from neuron i to the digit.
    one = np.ones(1, network.config.dtype)
    slopes = hidden_slopes(network, outputs)
    steps = [*zip(network.weights[1:-1], slopes[1:], strict=True), (network.weights[-1][:, [digit]], one)]
    rest: list[Floats] = [one]
    for w, slope in reversed(steps):
        live = np.flatnonzero(slope)  # nothing flows through the others, most of a ReLU network's
        rest.insert(0, (np.abs(w[:, live] * slope[live]) * rest[0][live]).max(axis=1, initial=0.0))

    values = outputs[0].activations.astype(np.float64)
    neurons = np.arange(len(values))[:, None]
    values, neurons = _strongest(values, neurons, rest[0], count)
    for (w, slope), after in zip(steps, rest[1:], strict=True):
        # Continue each beginning to each neuron of the next layer.
        beginnings, nexts = np.indices((len(neurons), w.shape[1])).reshape(2, -1)
        values = values[beginnings] * (w[neurons[:, -1]] * slope).ravel()
        neurons = np.column_stack((neurons[beginnings], nexts))
        values, neurons = _strongest(values, neurons, after, count)
    return tuple(
        NeuronPath((*(int(n) for n in path[:-1]), digit), float(value))
        for value, path in zip(values, neurons, strict=True)
    )


def strongest_input(network: Network, sample: NDArray[np.generic], neuron: int) -> int:
    """The input with the largest contribution, positive or negative, to a weighted sum of the first layer.

    Args:
        network: the network.
        sample: shape (inputs,), as in :func:`layer_outputs`.
        neuron: the neuron of the first layer, counted from 0.
    """
    a: Floats = np.empty(sample.shape, network.config.dtype)
    read_inputs(sample, a)
    return int(np.abs(a * network.weights[0][:, neuron]).argmax())


def _strongest(
    values: NDArray[np.float64], neurons: NDArray[np.intp], rest: Floats, count: int
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The ``count`` beginnings that can become the strongest paths, without those that contribute nothing."""
    reach = np.abs(values) * rest[neurons[:, -1]]
    kept = np.argsort(-reach, kind="stable")[:count]
    kept = kept[reach[kept] > 0]
    return values[kept], neurons[kept]
