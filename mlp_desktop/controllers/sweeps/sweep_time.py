"""The estimated duration of a sweep, before it begins and while it runs."""

import time

from mlp_engine.sweeps import Sweep, samples_of
from mlp_engine.training.estimate import seconds_per_epoch

SECONDS_TO_BEGIN = 1.0
"""For the processes to start and load the data."""

ONE_THREAD = 1.5
"""A factor: an epoch is estimated for one BLAS thread a core, but each process of a sweep has only one thread."""


def sweep_seconds(sweep: Sweep, samples: int, at_once: int, slowness: float) -> float:
    """The approximate seconds of a sweep with ``at_once`` trainings at the same time.

    Halving drops points; which ones is not known beforehand, so the mean of all points is counted.
    """
    counts = samples_of(sweep, samples)
    each = [
        seconds_per_epoch(point.network, point.training, count, slowness)
        for point, count in zip(sweep.points, counts, strict=True)
    ]
    epochs = sum(_epochs(sweep, rung) * sweep.points_in_rung(rung) for rung in range(len(sweep.rungs)))
    trained = ONE_THREAD * sum(each) / len(each) * epochs * sweep.seeds
    return SECONDS_TO_BEGIN + trained / min(at_once, sweep.seeds * len(sweep.points))


def _epochs(sweep: Sweep, rung: int) -> int:
    """The epochs of one training in this rung."""
    return sweep.rungs[rung] - (sweep.rungs[rung - 1] if rung else 0)


class SweepProgress:
    """The progress of a running sweep, in which each training counts by its epochs."""

    def __init__(self, sweep: Sweep) -> None:
        self._weights: list[int] = []
        for rung in range(len(sweep.rungs)):
            self._weights += [_epochs(sweep, rung)] * (sweep.seeds * sweep.points_in_rung(rung))
        self._began = time.monotonic()
        self._found = self._trained = 0

    def add(self, done: int, *, found: bool) -> None:
        """Count the training that has made ``done`` in all; it was ``found`` in the store of runs, or trained now."""
        weight = self._weights[min(done, len(self._weights)) - 1]
        if found:
            self._found += weight
        else:
            self._trained += weight

    @property
    def fraction(self) -> float:
        """The finished share, from 0 to 1."""
        return min((self._found + self._trained) / max(sum(self._weights), 1), 1.0)

    @property
    def seconds_left(self) -> float | None:
        """The estimated seconds that are left; ``None`` before the first training."""
        if not self._trained:
            return None
        left = sum(self._weights) - self._found - self._trained
        return max((time.monotonic() - self._began) / self._trained * left, 0.0)
