"""The fixed part of the training set, on which a network is measured after every epoch: without distortions.

The losses of the minibatches are those of a network that changes from one to the next, on samples that may be
distorted. Only the same samples, read by one network, can be compared with the validation set and over the epochs.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import ActivationName
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import LayerRecord
from mlp_engine.training.metrics import score

FEWEST_SAMPLES, MOST_SAMPLES = 200, 1000
"""The fixed part is one sample in fifty, within these limits: measuring it takes 2 % of an epoch."""

NEAR_ZERO = 0.01
"""A weight is near zero below this share of 1/√fan_in, the standard deviation of the initial weights.

Of new Gaussian weights 0.8 % are so close to zero. With weights this small, a neuron's logit stays within a hundredth
of its initial size, whatever the inputs.
"""

SATURATED = 0.95
"""A sigmoid or tanh is saturated beyond this share of the distance from the middle of its range to an end.

There a sigmoid is below 0.025 or above 0.975, and its slope, by which backpropagation multiplies, is less than a
tenth of the largest.
"""

MOSTLY = 0.5
"""A unit counts as saturated if it is saturated on at least this share of the samples."""


def fixed_samples(samples: int) -> int:
    """The size of the fixed part of so many training samples."""
    return min(max(samples // 50, FEWEST_SAMPLES), MOST_SAMPLES, samples)


class Measured(NamedTuple):
    """A network on the fixed part.

    Attributes:
        loss: mean loss.
        accuracy: share of the samples read right.
        doubted: share of the samples whose label has less than the probability of chance.
        layers: the record of each layer, first to last.
    """

    loss: float
    accuracy: float
    doubted: float
    layers: tuple[LayerRecord, ...]


class FixedPart:
    """Samples of a training set, evenly spaced in it, and the memory to measure a network on them.

    Attributes:
        samples: their indices in the training set, shape (n,), ascending.
    """

    def __init__(self, network: Network, data: Dataset, gradient: Floats | None = None) -> None:
        """Choose the samples of ``data``, without randomness: it must not change which random numbers follow.

        Args:
            network: the network to measure, whose parameters may change in between.
            data: the training set.
            gradient: memory for a gradient, which :meth:`measure` overwrites; allocated if not given.
        """
        n = fixed_samples(len(data))
        self.samples: NDArray[np.int64] = np.arange(n) * len(data) // n
        self._labels = data.labels[self.samples]
        self._weights = None if data.weights is None else data.weights[self.samples]
        self._backprop = Backprop(network, n, gradient)
        read_inputs(data.inputs[self.samples], self._backprop.inputs)

    def __repr__(self) -> str:
        return f"FixedPart({len(self.samples)} samples)"

    def measure(self) -> Measured:
        """Measure the network on the samples."""
        backprop = self._backprop
        backprop.forward(len(self.samples))
        loss, accuracy = score(backprop.network, backprop.logits, self._labels, self._weights)
        classes = backprop.network.config.outputs
        probabilities = backprop.network.probabilities(backprop.logits)
        doubted = float((probabilities[np.arange(len(self._labels)), self._labels] < 1 / classes).mean())
        backprop.backward(self._labels)
        return Measured(loss, accuracy, doubted, layer_records(backprop))


def layer_records(backprop: Backprop) -> tuple[LayerRecord, ...]:
    """The record of each layer, first to last, after ``backprop`` went forward and back with all of its rows."""
    activations = backprop.network.config.activations
    records: list[LayerRecord] = []
    for layer, (w, gradient) in enumerate(zip(backprop.network.weights, backprop.weight_gradients, strict=True)):
        name = activations[layer] if layer < len(activations) else None
        a = None if name is None else backprop.hidden[layer]
        magnitudes = np.abs(w)
        records.append(
            LayerRecord(
                gradient_norm=float(np.sqrt(np.square(gradient, dtype=np.float64).sum())),
                near_zero=float((magnitudes < NEAR_ZERO / np.sqrt(len(w))).mean()),
                zero=(w.size - int(np.count_nonzero(w))) / w.size,
                dead=_dead(a) if a is not None and name == "relu" else None,
                saturated=None if a is None or name is None else _saturated(a, name),
            )
        )
    return tuple(records)


def _dead(a: Floats) -> float:
    return float((a <= 0).all(axis=0).mean())


def _saturated(a: Floats, name: ActivationName) -> float | None:
    if name not in ("sigmoid", "tanh"):
        return None
    middle, half = (0.5, 0.5) if name == "sigmoid" else (0.0, 1.0)
    share_of_samples = (np.abs(a - middle) > SATURATED * half).mean(axis=0)
    return float((share_of_samples >= MOSTLY).mean())
