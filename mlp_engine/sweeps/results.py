"""What a sweep found: training by training, point by point, and which point is best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan, nan
from statistics import mean, stdev

from mlp_engine.sweeps.sweep import Point, Trial
from mlp_engine.training.history import EpochRecord, History
from mlp_engine.training.result import Outcome


@dataclass(frozen=True)
class TrialResult:
    """What became of one training.

    Attributes:
        trial: the point and the seed.
        run: its number in the run store.
        outcome: how it ended; "stopped" also where halving let it go no further, ``None`` if it failed.
        history: its epochs.
        problem: why it failed, for a person; else empty.
    """

    trial: Trial
    run: int
    outcome: Outcome | None
    history: History
    problem: str = ""

    def kept(self, epochs: int | None = None) -> EpochRecord | None:
        """The epoch that counts, of the first ``epochs``: the best, or without validation the last; if any."""
        history = History(self.history.epochs[:epochs])
        return history.best or (history.epochs[-1] if history.epochs else None)


@dataclass(frozen=True)
class TrialDone:
    """A training has ended, or was found in the run store.

    Attributes:
        result: what became of it.
        done: trainings so far, those that were found among them.
        total: trainings in all; one that goes on in a further rung counts again.
        found: whether it was done already when the sweep began.
    """

    result: TrialResult
    done: int
    total: int
    found: bool


@dataclass(frozen=True)
class PointResult:
    """What the seeds of one point came to. Means and deviations are NaN where there is nothing to take them of.

    Attributes:
        point: its settings.
        trials: its trainings, by seed; those that were never begun are not there.
    """

    point: Point
    trials: tuple[TrialResult, ...]

    @property
    def accuracy(self) -> float:
        """Mean over the seeds of the best validation accuracy."""
        return _mean(self._values(lambda record: record.validation_accuracy))

    @property
    def spread(self) -> float:
        """Standard deviation of that over the seeds (n − 1 in the denominator); NaN for fewer than two."""
        values = self._values(lambda record: record.validation_accuracy)
        return stdev(values) if len(values) > 1 else nan

    @property
    def training_accuracy(self) -> float:
        """Mean over the seeds of the training accuracy in the same epochs: far above the other, it is overfitted."""
        return _mean(self._values(lambda record: record.training_accuracy))

    @property
    def epochs(self) -> int:
        """Most epochs that one of its trainings has finished."""
        return max((len(trial.history) for trial in self.trials), default=0)

    @property
    def is_complete(self) -> bool:
        """Whether all its trainings that did not fail came to an end of their own."""
        return all(trial.outcome != "stopped" for trial in self.trials)

    @property
    def problems(self) -> tuple[str, ...]:
        """Why some of its trainings failed."""
        return tuple(trial.problem for trial in self.trials if trial.problem)

    def accuracy_after(self, epochs: int) -> float:
        """Mean over the seeds of the best validation accuracy within so many epochs: what a rung compares."""
        records = [trial.kept(epochs) for trial in self.trials]
        return _mean([r.validation_accuracy for r in records if r is not None and r.validation_accuracy is not None])

    def _values(self, of: Callable[[EpochRecord], float | None]) -> list[float]:
        records = [trial.kept() for trial in self.trials]
        values = [of(record) for record in records if record is not None]
        return [value for value in values if value is not None]


@dataclass(frozen=True)
class SweepResult:
    """What a sweep found.

    Attributes:
        points: what each point came to, in the order of the sweep.
        stopped: whether it was stopped before its end.
        retried: how many trainings had to be begun again, for their worker died.
    """

    points: tuple[PointResult, ...]
    stopped: bool
    retried: int

    @property
    def best(self) -> PointResult | None:
        """The point with the highest mean validation accuracy, if any has one.

        Those that were trained to their end come before those that halving, or a stop, left behind.
        """
        measured = [point for point in self.points if not isnan(point.accuracy)]
        finalists = [point for point in measured if point.is_complete] or measured
        return max(finalists, key=lambda point: point.accuracy, default=None)


def _mean(values: Sequence[float]) -> float:
    return mean(values) if values else nan
