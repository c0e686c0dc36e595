"""How well a network reads a data set."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a network made of a data set.

    Attributes:
        samples: how many there were.
        errors: how many were read wrong.
        loss: mean loss, penalty not counted.
        per_class: share of each class that was read right, shape (classes,); NaN where a class has no sample.
        confusion: how often true class (row) was read as class (column), shape (classes, classes).
        writer_average: mean over writers of the share read right; ``None`` where the writers are not known.
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
    """Raise :class:`DataError` unless the samples and classes of ``data`` are what the network takes and gives."""
    inputs = data.inputs.shape[1]
    if inputs != network.config.inputs:
        raise DataError(
            f"{data.name} must have {network.config.inputs} inputs a sample for this network. Got {inputs}."
        )
    if data.classes > network.config.outputs:
        raise DataError(
            f"{data.name} must have at most the {network.config.outputs} classes of this network. Got {data.classes}."
        )


def evaluate(network: Network, data: Dataset) -> Evaluation:
    """Read every sample of ``data`` and count.

    Raises:
        DataError: if the data does not fit the network.
    """
    check_fits(network, data)
    return evaluate_logits(network, data, network.logits(data.inputs))


def evaluate_logits(network: Network, data: Dataset, logits: NDArray[np.floating]) -> Evaluation:
    """Count what ``network`` made of ``data`` from its logits, shape (samples, outputs)."""
    answers = logits.argmax(axis=1)
    right = answers == data.labels
    classes = network.config.outputs
    confusion = np.bincount(data.labels * classes + answers, minlength=classes * classes).reshape(classes, classes)
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


def _writer_average(right: NDArray[np.bool_], writers: NDArray[np.int64]) -> float:
    _, writer = np.unique(writers, return_inverse=True)
    return float(np.mean(np.bincount(writer, weights=right) / np.bincount(writer)))
