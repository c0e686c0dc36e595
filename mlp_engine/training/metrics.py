"""Metrics: errors, loss and confusion of a network on a data set."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network

Z_95 = 1.959964
"""A standard normal variable lies within this distance of 0 with the probability 95 %."""


def accuracy_interval(accuracy: float, samples: int) -> tuple[float, float]:
    """The 95 % interval of the accuracy that was measured on so many samples, from 0 to 1.

    It is Wilson's score interval, which holds for few samples and near 0 and 1 too:
    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
    Source: E. B. Wilson, *Journal of the American Statistical Association* 22 (1927), 209-212.
    """
    z2 = Z_95**2 / samples
    middle = accuracy + z2 / 2
    half = Z_95 * math.sqrt(accuracy * (1 - accuracy) / samples + z2 / (4 * samples))
    return max((middle - half) / (1 + z2), 0.0), min((middle + half) / (1 + z2), 1.0)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The result of a network on a data set.

    Attributes:
        samples: number of samples.
        errors: number of samples read wrong.
        loss: mean loss, without the penalty.
        per_class: accuracy on each class, shape (classes,); NaN for a class without samples.
        confusion: number of samples of each true class (row) read as each class (column), shape (classes, classes).
        writer_average: mean over writers of the accuracy on their samples; ``None`` if the writers are not known.
    """

    samples: int
    errors: int
    loss: float
    per_class: NDArray[np.float64]
    confusion: NDArray[np.int64]
    writer_average: float | None

    @property
    def error_rate(self) -> float:
        """Share of the samples read wrong."""
        return self.errors / self.samples


def check_fits(network: Network, data: Dataset) -> None:
    """Raise :class:`DataError` unless ``data`` fits the network's numbers of inputs and outputs."""
    inputs = data.inputs.shape[1]
    if inputs != network.config.inputs:
        fit = (
            " Bring its images to 28×28 pixels with --to-28x28, or in the menu Images."
            if network.config.inputs == IMAGE_PIXELS
            else ""
        )
        raise DataError(
            f"{data.name} must have {network.config.inputs} inputs a sample for this network. Got {inputs}.{fit}"
        )
    if data.classes > network.config.outputs:
        raise DataError(
            f"{data.name} must have at most the {network.config.outputs} classes of this network. Got {data.classes}."
        )


def evaluate(network: Network, data: Dataset) -> Evaluation:
    """Evaluate ``network`` on all samples of ``data``.

    Raises:
        DataError: if the data does not fit the network.
    """
    check_fits(network, data)
    return evaluate_logits(network, data, network.logits(data.inputs))


def evaluate_logits(network: Network, data: Dataset, logits: Floats) -> Evaluation:
    """Evaluate ``network`` on ``data`` from its logits, shape (samples, outputs)."""
    predicted = logits.argmax(axis=1)
    right = predicted == data.labels
    classes = network.config.outputs
    confusion = np.bincount(data.labels * classes + predicted, minlength=classes * classes).reshape(classes, classes)
    counts = confusion.sum(axis=1)
    per_class = np.full(classes, np.nan)
    np.divide(confusion.diagonal(), counts, out=per_class, where=counts > 0)
    return Evaluation(
        samples=len(data),
        errors=int((~right).sum()),
        loss=float(loss(network.config.loss).values(logits, data.labels).mean(dtype=np.float64)),
        per_class=per_class,
        confusion=confusion,
        writer_average=None if data.writers is None else _writer_average(right, data.writers),
    )


def score(
    network: Network, logits: Floats, labels: NDArray[np.int64], weights: NDArray[np.float64] | None = None
) -> tuple[float, float]:
    """Mean loss and accuracy of a network's logits, shape (n, outputs), given labels and sample weights, shape (n,)."""
    values, right = loss(network.config.loss).values(logits, labels), logits.argmax(axis=1) == labels
    if weights is None or not weights.any():
        return float(values.mean(dtype=np.float64)), float(right.mean())
    return float(np.average(values, weights=weights)), float(np.average(right, weights=weights))


def _writer_average(right: NDArray[np.bool_], writers: NDArray[np.int64]) -> float:
    _, writer = np.unique(writers, return_inverse=True)
    return float(np.mean(np.bincount(writer, weights=right) / np.bincount(writer)))
