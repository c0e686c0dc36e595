"""What a sweep has found so far, point by point, in the figures that the window shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan, nan
from statistics import fmean
from typing import Literal

from mlp_engine.sweeps import PointResult, Sweep, TrialResult
from mlp_engine.sweeps.axis import Value
from mlp_engine.sweeps.sweep import Trial

Measure = Literal["validation", "training", "gap", "seconds"]

MEASURES: dict[Measure, str] = {
    "validation": "Validation accuracy",
    "training": "Training accuracy",
    "gap": "Overfitting: training − validation",
    "seconds": "Seconds of a training",
}
"""What can be shown of a point, and what it is called."""


@dataclass(frozen=True)
class Row:
    """One point and what its trainings came to; means over its seeds, NaN where there is nothing to take them of.

    Attributes:
        found: the point with its trainings.
        validation: best validation accuracy.
        spread: standard deviation of that over the seeds.
        training: training accuracy in the same epochs.
        seconds: how long a training took.
        is_complete: whether its trainings came to their end.
    """

    found: PointResult
    validation: float
    spread: float
    training: float
    seconds: float
    is_complete: bool

    @property
    def gap(self) -> float:
        """By how much the training accuracy is above the validation accuracy: large means overfitted."""
        return self.training - self.validation

    def figure(self, measure: Measure) -> float:
        """One of its figures."""
        return {"validation": self.validation, "training": self.training, "gap": self.gap, "seconds": self.seconds}[
            measure
        ]

    @property
    def values(self) -> dict[str, Value]:
        """What the point has of each setting that varies."""
        return dict(self.found.point.settings)


class SweepTable:
    """A row for each point of ``sweep``; trainings come in one after the other.

    Attributes:
        sweep: what is tried.
        rows: in the order of the sweep's points.
    """

    def __init__(self, sweep: Sweep, found: Iterable[TrialResult] = ()) -> None:
        self.sweep = sweep
        self._places = {point: place for place, point in enumerate(sweep.points)}
        self._results: dict[Trial, TrialResult] = {}
        self.rows = [_row(PointResult(point, ())) for point in sweep.points]
        for result in found:
            self.add(result)

    def add(self, result: TrialResult) -> None:
        """Take in a training, instead of what was known of it before."""
        self._results[result.trial] = result
        point = result.trial.point
        trials = [self._results[trial] for trial in self.sweep.trials(point) if trial in self._results]
        self.rows[self._places[point]] = _row(PointResult(point, tuple(trials)))

    @property
    def best(self) -> int | None:
        """The row with the highest validation accuracy, if any; those that halving left behind come last."""
        return next(iter(self.ranking), None)

    @property
    def ranking(self) -> list[int]:
        """The rows that have a validation accuracy, best first; of equals the first."""
        measured = [place for place, row in enumerate(self.rows) if not isnan(row.validation)]
        return sorted(measured, key=lambda place: (not self.rows[place].is_complete, -self.rows[place].validation))

    @property
    def failed(self) -> int:
        """How many trainings failed."""
        return sum(len(row.found.problems) for row in self.rows)


def _row(found: PointResult) -> Row:
    last = [trial.history.epochs[-1].seconds for trial in found.trials if trial.history.epochs]
    return Row(
        found,
        found.accuracy,
        found.spread,
        found.training_accuracy,
        fmean(last) if last else nan,
        bool(found.trials) and found.is_complete,
    )
