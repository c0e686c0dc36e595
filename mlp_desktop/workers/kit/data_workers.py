"""Loads data inside a worker: tells how far it has come, and stops when asked."""

import time
from collections.abc import Callable

from mlp_desktop.workers.kit.worker import Stopped
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.sources import load_source

SECONDS_BETWEEN_SIGNALS = 0.05


def load_or_stop(source: str, report: Callable[[int], None], is_stopped: Callable[[], bool]) -> Dataset:
    """What ``source`` names; sources that take a while ``report`` the number of samples so far, 20 times a second.

    Raises:
        Stopped: soon after ``is_stopped`` says so.
        DataError: as :func:`~mlp_engine.sources.load_source`.
    """
    last_report = 0.0

    def progressed(samples: int) -> None:
        nonlocal last_report
        if is_stopped():
            raise Stopped
        now = time.perf_counter()
        if now - last_report >= SECONDS_BETWEEN_SIGNALS:
            last_report = now
            report(samples)

    return load_source(source, on_progress=progressed)
