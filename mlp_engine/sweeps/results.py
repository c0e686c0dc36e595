"""The results of a sweep: each training, each point, and the best point."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan, nan
from statistics import mean, stdev

from mlp_engine.sweeps.sweep import Point, Trial
from mlp_engine.training.history import EpochRecord, History
from mlp_engine.training.result import Outcome


@dataclass(frozen=True)
class TrialResult:
    """The result of one training.

    Attributes:
        trial: the point and the seed.
        run: its number in the run store.
        outcome: how it ended; "stopped" also if halving did not promote it, ``None`` if it failed.
        history: its epochs.
        problem: why it failed, for the user; else empty.
    """

    trial: Trial
    run: int
    outcome: Outcome | None
    history: History
    problem: str = ""

    def kept(self, epochs: int | None = None) -> EpochRecord | None:
        """The best of the first ``epochs`` epochs, or without validation the last one; ``None`` without epochs."""
        history = History(self.history.epochs[:epochs])
        return history.best or (history.epochs[-1] if history.epochs else None)


@dataclass(frozen=True)
class TrialDone:
    """The event that a training has ended, or was found in the run store.

    Attributes:
        result: its result.
        done: number of trainings done so far, including those that were found.
        total: total number of trainings; one that continues in the next rung counts again.
        found: whether it was done before this run of the sweep.
    """

    result: TrialResult
    done: int
    total: int
    found: bool


@dataclass(frozen=True)
class PointResult:
    """The results of one point over its seeds. Means and deviations are NaN without values.

    Attributes:
        point: its settings.
        trials: its trainings, by seed, without those that were never started.
    """

    point: Point
    trials: tuple[TrialResult, ...]

    @property
    def accuracy(self) -> float:
        """Mean over the seeds of the best validation accuracy."""
        return _mean(self._values(lambda record: record.validation_accuracy))

    @property
    def spread(self) -> float:
        """Standard deviation of :attr:`accuracy` over the seeds (n − 1 in the denominator); NaN for fewer than two."""
        values = self._values(lambda record: record.validation_accuracy)
        return stdev(values) if len(values) > 1 else nan

    @property
    def training_accuracy(self) -> float:
        """Mean over the seeds of the training accuracy in the same epochs; far above :attr:`accuracy` it overfits."""
        return _mean(self._values(lambda record: record.training_accuracy))

    @property
    def epochs(self) -> int:
        """The largest number of epochs that one of its trainings has finished."""
        return max((len(trial.history) for trial in self.trials), default=0)

    @property
    def is_complete(self) -> bool:
        """Whether none of its trainings was stopped."""
        return all(trial.outcome != "stopped" for trial in self.trials)

    @property
    def problems(self) -> tuple[str, ...]:
        """The reasons why trainings of this point failed."""
        return tuple(trial.problem for trial in self.trials if trial.problem)

    def accuracy_after(self, epochs: int) -> float:
        """Mean over the seeds of the best validation accuracy within ``epochs`` epochs, which a rung compares."""
        records = [trial.kept(epochs) for trial in self.trials]
        return _mean([r.validation_accuracy for r in records if r is not None and r.validation_accuracy is not None])

    def _values(self, of: Callable[[EpochRecord], float | None]) -> list[float]:
        records = [trial.kept() for trial in self.trials]
        values = [of(record) for record in records if record is not None]
        return [value for value in values if value is not None]


@dataclass(frozen=True)
class SweepResult:
    """The results of a sweep.

    Attributes:
        points: the results of each point, in the order of the sweep.
        stopped: whether it was stopped before its end.
        retried: number of trainings that were started again because their worker died.
    """

    points: tuple[PointResult, ...]
    stopped: bool
    retried: int

    @property
    def best(self) -> PointResult | None:
        """The point with the highest mean validation accuracy, if any has one.

        Points that were trained to the end come before those that halving or a stop ended earlier.
        """
        measured = [point for point in self.points if not isnan(point.accuracy)]
        finalists = [point for point in measured if point.is_complete] or measured
        return max(finalists, key=lambda point: point.accuracy, default=None)


def _mean(values: Sequence[float]) -> float:
    return mean(values) if values else nan
