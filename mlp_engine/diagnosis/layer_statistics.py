"""Statistics of each layer: the distribution of its weights, its gradient, and its dead and saturated units."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import check_fits

NEAR_ZERO = 0.01
"""A weight is near zero below this share of 1/√fan_in, the standard deviation of the initial weights.

Of new Gaussian weights 0.8 % are so close to zero. With weights this small, a neuron's logit stays within a hundredth
of its initial size, whatever the inputs. The subgradient steps of L1 are smaller: at a learning rate of 0.5, a strength
of 5 and 50,000 samples they hold a weight within 5·10⁻⁵ of zero, while the bound for 784 inputs is 3.6·10⁻⁴.
"""

SATURATED = 0.95
"""A sigmoid or tanh is saturated beyond this share of the distance from the middle of its range to an end.

There a sigmoid is below 0.025 or above 0.975, and its slope, by which backpropagation multiplies, is less than a
tenth of the largest.
"""

MOSTLY = 0.5
"""A unit counts as saturated if it is saturated on at least this share of the samples."""

BINS = 41
"""Number of bars of a histogram: odd, so that the middle one is centred on zero."""


@dataclass(frozen=True, eq=False)
class LayerStatistics:
    """The statistics of one layer.

    Attributes:
        number: number of the layer, from 1; the last one is the output.
        units: number of neurons.
        activation: name of its activation function.
        counts: number of weights in each bar of the histogram, shape (BINS,).
        edges: edges of the bars, symmetric around zero, shape (BINS + 1,). The outermost is a round number (1, 2 or 5
            times a power of ten), so that it stays the same while the weights change a little.
        near_zero: share of the weights that are near zero (see :data:`NEAR_ZERO`).
        near_zero_below: the magnitude below which a weight is near zero.
        gradient_norm: Euclidean norm of the gradient of the mean loss by the layer's weights, without the penalty.
        dead: share of the units that are 0 for every sample; ``None`` for layers that are not ReLU.
        saturated: share of the units that are saturated (see :data:`SATURATED` and :data:`MOSTLY`); ``None`` for
            layers that are neither sigmoid nor tanh, and for the output, which should be near 0 or 1.
    """

    number: int
    units: int
    activation: str
    counts: NDArray[np.int64]
    edges: NDArray[np.float64]
    near_zero: float
    near_zero_below: float
    gradient_norm: float
    dead: float | None
    saturated: float | None

    def __repr__(self) -> str:
        return f"LayerStatistics(layer {self.number}, {self.units} {self.activation}, {self.near_zero:.1%} near zero)"


def layer_statistics(network: Network, sample: Dataset) -> tuple[LayerStatistics, ...]:
    """The statistics of every layer of ``network`` on the data ``sample``, first to last.

    A few hundred samples are enough: each unit is judged by all of them, and the gradient is that of one large
    minibatch.

    Raises:
        DataError: if the sample does not fit the network.
    """
    check_fits(network, sample)
    backprop = Backprop(network, len(sample))
    read_inputs(sample.inputs, backprop.inputs)
    backprop.forward(len(sample))
    backprop.backward(sample.labels)
    activations = _activations(network, sample)
    result: list[LayerStatistics] = []
    start = 0
    for layer, w in enumerate(network.weights):
        gradient = backprop.gradient[start : start + w.size]
        start += w.size
        hidden = layer < len(network.config.hidden)
        name = network.config.activations[layer] if hidden else network.config.output
        a = activations[layer] if hidden else None
        counts, edges = _histogram(w)
        below = NEAR_ZERO / np.sqrt(len(w))
        result.append(
            LayerStatistics(
                number=layer + 1,
                units=w.shape[1],
                activation=name,
                counts=counts,
                edges=edges,
                near_zero=float((np.abs(w) < below).mean()),
                near_zero_below=float(below),
                gradient_norm=float(np.sqrt(np.square(gradient, dtype=np.float64).sum())),
                dead=_dead(a) if a is not None and name == "relu" else None,
                saturated=_saturated(a, name) if a is not None and name != "relu" else None,
            )
        )
    return tuple(result)


def _activations(network: Network, sample: Dataset) -> list[Floats]:
    """Activations of every hidden layer, shapes (n, units)."""
    x = np.empty(sample.inputs.shape, network.config.dtype)
    read_inputs(sample.inputs, x)
    return [a for _, a in network.forward(x)][:-1]


def _histogram(w: Floats) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    finite = w[np.isfinite(w)]
    reach = _round_number(float(np.abs(finite).max(initial=0.0)))
    counts, edges = np.histogram(finite, bins=BINS, range=(-reach, reach))
    return counts.astype(np.int64), edges.astype(np.float64)


def _round_number(largest: float) -> float:
    """The smallest of …, 0.5, 1, 2, 5, 10, … that is at least ``largest``; 1 for zero."""
    if largest == 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(largest))
    return float(next(first * power for first in (1, 2, 5, 10) if first * power >= largest or first == 10))


def _dead(a: Floats) -> float:
    return float((a <= 0).all(axis=0).mean())


def _saturated(a: Floats, name: str) -> float:
    middle, half = (0.5, 0.5) if name == "sigmoid" else (0.0, 1.0)
    share_of_samples = (np.abs(a - middle) > SATURATED * half).mean(axis=0)
    return float((share_of_samples >= MOSTLY).mean())
