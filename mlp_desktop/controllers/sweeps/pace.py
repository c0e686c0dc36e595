"""How long a sweep will take, and how long it still takes."""

import time

from mlp_engine.sweeps import Sweep
from mlp_engine.training.estimate import seconds_per_epoch

SECONDS_TO_BEGIN = 1.0
"""Processes start, and read the data."""

ONE_THREAD = 1.5
"""The estimate of an epoch is for as many BLAS threads as there are cores; a process of a sweep has one."""


def sweep_seconds(sweep: Sweep, samples: int, at_once: int, slowness: float) -> float:
    """Seconds that a sweep takes with ``at_once`` trainings side by side, roughly.

    Halving leaves points behind; which, nobody knows, so that a mean one is counted.
    """
    each = [seconds_per_epoch(point.network, point.training, samples, slowness) for point in sweep.points]
    epochs = sum(_epochs(sweep, rung) * sweep.points_in_rung(rung) for rung in range(len(sweep.rungs)))
    trained = ONE_THREAD * sum(each) / len(each) * epochs * sweep.seeds
    return SECONDS_TO_BEGIN + trained / min(at_once, sweep.seeds * len(sweep.points))


def _epochs(sweep: Sweep, rung: int) -> int:
    """Epochs of a training in this rung."""
    return sweep.rungs[rung] - (sweep.rungs[rung - 1] if rung else 0)


class Pace:
    """Watches trainings come in; a training counts by its epochs."""

    def __init__(self, sweep: Sweep) -> None:
        self._weights: list[int] = []
        for rung in range(len(sweep.rungs)):
            self._weights += [_epochs(sweep, rung)] * (sweep.seeds * sweep.points_in_rung(rung))
        self._began = time.monotonic()
        self._found = self._trained = 0

    def came(self, done: int, *, found: bool) -> None:
        """So many trainings are done now; the last one was ``found``, or trained."""
        weight = self._weights[min(done, len(self._weights)) - 1]
        if found:
            self._found += weight
        else:
            self._trained += weight

    @property
    def fraction(self) -> float:
        """The share that is done, from 0 to 1."""
        return min((self._found + self._trained) / max(sum(self._weights), 1), 1.0)

    @property
    def seconds_left(self) -> float | None:
        """Seconds that it still takes; ``None`` before anybody knows."""
        if not self._trained:
            return None
        left = sum(self._weights) - self._found - self._trained
        return max((time.monotonic() - self._began) / self._trained * left, 0.0)
