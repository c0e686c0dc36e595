"""The curves of a running or a kept run, and the band of several runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_engine.training.history import Change, EpochFinished, EpochRecord, History, Progress

Points = tuple[NDArray[np.float64], NDArray[np.float64]]


class Band(NamedTuple):
    """Several curves of one quantity as their median, minimum and maximum at each epoch: four arrays of one length."""

    epochs: NDArray[np.float64]
    median: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def kept_curve(history: History, name: str) -> Points:
    """The epochs and values of one field of the epoch records, without the epochs that lack it."""
    points = [(record.epoch, getattr(record, name)) for record in history.epochs if getattr(record, name) is not None]
    both = np.array(points, float).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def band(curves: Sequence[Points]) -> Band:
    """The band of one or more curves; at each epoch it spans the curves that have a value there."""
    epochs = np.unique(np.concatenate([x for x, _ in curves]))
    values = np.full((len(curves), len(epochs)), np.nan)
    for row, (x, y) in zip(values, curves, strict=True):
        row[np.searchsorted(epochs, x)] = y
    return Band(epochs, np.nanmedian(values, axis=0), np.nanmin(values, axis=0), np.nanmax(values, axis=0))


@dataclass
class RunCurves:
    """Loss and accuracy over the epochs.

    The training curves have a point for each report: the mean over the samples since the report before. The
    validation curves have a point for each epoch.

    Attributes:
        best: the epoch with the lowest validation error so far.
        last: the last finished epoch.
        records: all finished epochs.
        changes: the changes of settings during the run.
    """

    best: EpochRecord | None = None
    last: EpochRecord | None = None
    records: list[EpochRecord] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    _training: "_Table" = field(default_factory=lambda: _Table())
    _validation: "_Table" = field(default_factory=lambda: _Table())
    _penalty: "_Table" = field(default_factory=lambda: _Table())

    def add_progress(self, event: Progress) -> None:
        """Add a report from within an epoch."""
        self._training.append(event.epoch, event.training_loss, event.training_accuracy)

    def add_epoch(self, event: EpochFinished) -> None:
        """Add a finished epoch."""
        record = event.record
        self.last = record
        self.records.append(record)
        self._penalty.append(record.epoch, record.penalty, record.learning_rate)
        if event.is_best:
            self.best = record
        if self._training.last_epoch <= record.epoch - 1:
            # The epoch was shorter than the time between two reports, so its mean is the only point.
            self._training.append(record.epoch, record.training_loss, record.training_accuracy)
        if record.validation_loss is not None and record.validation_accuracy is not None:
            self._validation.append(record.epoch, record.validation_loss, record.validation_accuracy)

    def history(self) -> History:
        """The finished epochs and the changes: the record of the run, without the reports from within epochs."""
        return History(tuple(self.records), tuple(self.changes))

    def training_loss(self) -> Points:
        """Epochs and training losses: two arrays of one length."""
        return self._training.points(1)

    def training_accuracy(self) -> Points:
        """Epochs and training accuracies."""
        return self._training.points(2)

    def validation_loss(self) -> Points:
        """Epochs and validation losses."""
        return self._validation.points(1)

    def validation_accuracy(self) -> Points:
        """Epochs and validation accuracies."""
        return self._validation.points(2)

    def penalty(self) -> Points:
        """Epochs and penalties of L1 and L2; no points if the penalty was always 0."""
        epochs, penalties = self._penalty.points(1)
        return (epochs, penalties) if penalties.any() else (epochs[:0], penalties[:0])


class _Table:
    """Rows of an epoch and two numbers. The array doubles when full, so a long run is drawn without copies."""

    def __init__(self) -> None:
        self._rows = np.empty((256, 3))
        self._count = 0

    @property
    def last_epoch(self) -> float:
        return float(self._rows[self._count - 1, 0]) if self._count else 0.0

    def append(self, epoch: float, first: float, second: float) -> None:
        if self._count == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[self._count] = epoch, first, second
        self._count += 1

    def points(self, column: int) -> Points:
        rows = self._rows[: self._count]
        return rows[:, 0], rows[:, column]
