"""A network at one moment of its run, with what can be seen of it: its layers, and how it reads fixed samples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.diagnosis.layer_statistics import LayerStatistics, layer_statistics
from mlp_engine.errors import WeightsReadError
from mlp_engine.perceptron.network import Network
from mlp_engine.runs.records import StoredRun
from mlp_engine.runs.snapshots import SnapshotFiles, StoredSnapshot
from mlp_engine.training.metrics import evaluate
from mlp_engine.weights.file import load_weights

_EXAMINED = 500
"""Samples that the layers are examined with."""


@dataclass(frozen=True, eq=False)
class Moment:
    """A network after some epochs.

    Attributes:
        epoch: number of finished epochs.
        network: as it was then.
        layers: statistics of its layers, first to last.
        confusion: number of samples of each label (row) read as each answer (column), shape (classes, classes).
    """

    epoch: int
    network: Network
    layers: tuple[LayerStatistics, ...]
    confusion: NDArray[np.int64]

    @property
    def samples(self) -> int:
        """Number of samples that it read."""
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        """Share of them that it read correctly."""
        return float(self.confusion.trace() / self.confusion.sum())


def snapshots_of(run: StoredRun, files: SnapshotFiles) -> tuple[StoredSnapshot, ...]:
    """The snapshots of a run and, if it has ended, its last network; none of a run without snapshots."""
    stored = files.stored()
    last, epochs = run.last_weights, len(run.history)
    if not stored or last is None or stored[-1].epoch >= epochs:
        return stored
    try:
        size = last.stat().st_size
    except OSError:  # gone since the run was read
        return stored
    return (*stored, StoredSnapshot(epochs, last, size))


def start_of(snapshots: Sequence[StoredSnapshot]) -> Network | None:
    """The network that a run began with; ``None`` if it is not among its snapshots, or cannot be read."""
    first = snapshots[0] if snapshots else None
    if first is None or first.epoch:
        return None
    try:
        return load_weights(first.path).network
    except WeightsReadError:
        return None


def moment_of(snapshot: StoredSnapshot, data: Dataset, start: Network | None = None) -> Moment:
    """Load a snapshot and look at it; ``start`` is the network that its run began with, if it is known.

    Raises:
        WeightsReadError: if its file is gone or not sound.
        DataError: if the network does not fit ``data``.
    """
    network = load_weights(snapshot.path).network
    # The numbers of a diverging network overflow.
    with np.errstate(all="ignore"):
        evaluation = evaluate(network, data)
        layers = layer_statistics(network, data.take(np.arange(min(len(data), _EXAMINED))), start)
    return Moment(snapshot.epoch, network, layers, evaluation.confusion)
