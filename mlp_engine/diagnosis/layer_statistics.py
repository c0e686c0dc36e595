"""Statistics of each layer: the distribution of its weights, its gradient, and its dead and saturated units."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.network import Network
from mlp_engine.training.fixed_part import NEAR_ZERO, layer_records
from mlp_engine.training.metrics import check_fits

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
        near_zero: share of the weights that are near zero (see :data:`~mlp_engine.training.fixed_part.NEAR_ZERO`).
        near_zero_below: the magnitude below which a weight is near zero.
        zero: share of the weights that are exactly 0.
        gradient_norm: Euclidean norm of the gradient of the mean loss by the layer's weights, without the penalty.
        dead: share of the units that are 0 for every sample; ``None`` for layers that are not ReLU.
        saturated: share of the units that are saturated (see :data:`~mlp_engine.training.fixed_part.SATURATED`);
            ``None`` for layers that are neither sigmoid nor tanh, and for the output, which should be near 0 or 1.
        deviation: standard deviation of the weights.
        start_counts: number of the weights that the training began with in each bar, shape (BINS,); ``None`` if they
            are not known.
        start_deviation: standard deviation of those.
    """

    number: int
    units: int
    activation: str
    counts: NDArray[np.int64]
    edges: NDArray[np.float64]
    near_zero: float
    near_zero_below: float
    zero: float
    gradient_norm: float
    dead: float | None
    saturated: float | None
    deviation: float = 0.0
    start_counts: NDArray[np.int64] | None = None
    start_deviation: float | None = None

    def __repr__(self) -> str:
        return f"LayerStatistics(layer {self.number}, {self.units} {self.activation}, {self.near_zero:.1%} near zero)"


def layer_statistics(network: Network, sample: Dataset, start: Network | None = None) -> tuple[LayerStatistics, ...]:
    """The statistics of every layer of ``network`` on the data ``sample``, first to last.

    A few hundred samples are enough: each unit is judged by all of them, and the gradient is that of one large
    minibatch. With ``start``, the network that the training began with, both distributions have the same bars; one with
    other layers, as from a file that was put in the place of the first snapshot, is passed over.

    Raises:
        DataError: if the sample does not fit the network.
    """
    check_fits(network, sample)
    if start is not None and start.config.layers != network.config.layers:
        start = None
    backprop = Backprop(network, len(sample))
    read_inputs(sample.inputs, backprop.inputs)
    backprop.forward(len(sample))
    backprop.backward(sample.labels)
    names = (*network.config.activations, network.config.output)
    result: list[LayerStatistics] = []
    for number, (w, name, record) in enumerate(zip(network.weights, names, layer_records(backprop), strict=True), 1):
        before = None if start is None else start.weights[number - 1]
        edges = _edges(w, before)
        result.append(
            LayerStatistics(
                number=number,
                units=w.shape[1],
                activation=name,
                counts=_counts(w, edges),
                edges=edges,
                near_zero=record.near_zero,
                near_zero_below=float(NEAR_ZERO / np.sqrt(len(w))),
                zero=record.zero,
                gradient_norm=record.gradient_norm,
                dead=record.dead,
                saturated=record.saturated,
                deviation=float(w.std(dtype=np.float64)),
                start_counts=None if before is None else _counts(before, edges),
                start_deviation=None if before is None else float(before.std(dtype=np.float64)),
            )
        )
    return tuple(result)


def _edges(w: Floats, before: Floats | None) -> NDArray[np.float64]:
    """Edges of the bars for weights and, if they are known, those that they began as."""
    largest = max(float(np.abs(each[np.isfinite(each)]).max(initial=0.0)) for each in (w, before) if each is not None)
    reach = _round_number(largest)
    return np.linspace(-reach, reach, BINS + 1)


def _counts(w: Floats, edges: NDArray[np.float64]) -> NDArray[np.int64]:
    counts, _ = np.histogram(w[np.isfinite(w)], bins=len(edges) - 1, range=(edges[0], edges[-1]))
    return counts.astype(np.int64)


def _round_number(largest: float) -> float:
    """The smallest of …, 0.5, 1, 2, 5, 10, … that is at least ``largest``; 1 for zero."""
    if largest == 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(largest))
    return float(next(first * power for first in (1, 2, 5, 10) if first * power >= largest or first == 10))
