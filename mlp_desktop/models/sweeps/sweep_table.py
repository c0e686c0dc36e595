"""The results of a sweep so far, point by point."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan, nan
from statistics import fmean, stdev
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
"""The measures of a point, and their names in the window."""


@dataclass(frozen=True)
class Row:
    """A point and the results of its trainings, as means over its seeds; NaN without a result.

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
        """Training accuracy minus validation accuracy; a large gap means overfitting."""
        return self.training - self.validation

    def measured(self, measure: Measure) -> float:
        """The value of a measure."""
        return {"validation": self.validation, "training": self.training, "gap": self.gap, "seconds": self.seconds}[
            measure
        ]

    def spread_of(self, measure: Measure) -> float:
        """The standard deviation of a measure over the seeds (n − 1 in the denominator); NaN for fewer than two."""
        values = [value for trial in self.found.trials if not isnan(value := _of_trial(trial, measure))]
        return stdev(values) if len(values) > 1 else nan

    @property
    def values(self) -> dict[str, Value]:
        """The values of the settings that vary."""
        return dict(self.found.point.settings)


class SweepTable:
    """A row for each point of a sweep; results are added as trainings finish.

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
        """Add the result of a training, in place of an earlier result of the same training."""
        self._results[result.trial] = result
        point = result.trial.point
        trials = [self._results[trial] for trial in self.sweep.trials(point) if trial in self._results]
        self.rows[self._places[point]] = _row(PointResult(point, tuple(trials)))

    @property
    def best(self) -> int | None:
        """The first row of the ranking; ``None`` if no point has a validation accuracy."""
        return next(iter(self.ranking), None)

    @property
    def ranking(self) -> list[int]:
        """The rows with a validation accuracy, best first; points that halving dropped come last."""
        measured = [place for place, row in enumerate(self.rows) if not isnan(row.validation)]
        return sorted(measured, key=lambda place: (not self.rows[place].is_complete, -self.rows[place].validation))

    @property
    def failed(self) -> int:
        """The number of failed trainings."""
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


def _of_trial(trial: TrialResult, measure: Measure) -> float:
    """A measure of one training; NaN without a result."""
    kept = trial.kept()
    if kept is None or kept.validation_accuracy is None:
        return nan
    return {
        "validation": kept.validation_accuracy,
        "training": kept.training_accuracy,
        "gap": kept.training_accuracy - kept.validation_accuracy,
        "seconds": trial.history.epochs[-1].seconds,
    }[measure]
