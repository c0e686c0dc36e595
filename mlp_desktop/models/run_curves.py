"""The curves of a run, gathered from its events as they come."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mlp_engine.history import EpochFinished, EpochRecord, Progress

Points = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass
class RunCurves:
    """Loss and accuracy over epochs.

    The training curves have a point a report: the mean over the samples seen since the one before. The
    validation curves have a point an epoch.

    Attributes:
        best: the epoch with the lowest validation error so far.
        last: the last finished epoch.
    """

    best: EpochRecord | None = None
    last: EpochRecord | None = None
    _training: list[tuple[float, float, float]] = field(default_factory=list)
    _validation: list[tuple[float, float, float]] = field(default_factory=list)

    def add_progress(self, event: Progress) -> None:
        """A report from within an epoch."""
        self._training.append((event.epoch, event.training_loss, event.training_accuracy))

    def add_epoch(self, event: EpochFinished) -> None:
        """An epoch has ended."""
        record = event.record
        self.last = record
        if event.is_best:
            self.best = record
        if not self._training or self._training[-1][0] <= record.epoch - 1:
            # An epoch shorter than the time between two reports: its mean is all there is to draw.
            self._training.append((record.epoch, record.training_loss, record.training_accuracy))
        if record.validation_loss is not None and record.validation_accuracy is not None:
            self._validation.append((record.epoch, record.validation_loss, record.validation_accuracy))

    def training_loss(self) -> Points:
        """Epochs and training losses, two arrays of one length."""
        return _points(self._training, 1)

    def training_accuracy(self) -> Points:
        """Epochs and training accuracies."""
        return _points(self._training, 2)

    def validation_loss(self) -> Points:
        """Epochs and validation losses."""
        return _points(self._validation, 1)

    def validation_accuracy(self) -> Points:
        """Epochs and validation accuracies."""
        return _points(self._validation, 2)


def _points(rows: list[tuple[float, float, float]], column: int) -> Points:
    table = np.array(rows, np.float64).reshape(-1, 3)
    return table[:, 0], table[:, column]
