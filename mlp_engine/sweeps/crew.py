"""Who does the trainings of a sweep: an executor, the data that its workers hold, and how to stop them."""

import os
from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.sweeps.processes import Processes
from mlp_engine.sweeps.worker import Answer, Task, stop_crew, train_trial, write_data
from mlp_engine.validation import check_whole_number


class Crew:
    """Workers that hold the data of a sweep. Stopped once, it does nothing more.

    Attributes:
        name: no other crew is called so.
        size: how many trainings it does at once.
    """

    def __init__(self, name: str, executor: Executor, data: object, size: int, stop: Callable[[], None]) -> None:
        """Work through ``executor``, whose workers take ``data`` for the data set that they hold."""
        self.name = name
        self.size = size
        self._executor = executor
        self._data = data
        self._stop = stop

    def __repr__(self) -> str:
        return f"Crew({self._executor!r}, {self.size} at once)"

    def submit(self, task: Task) -> Future[Answer | None]:
        """Have a trial trained; the answer is ``None`` if the crew was stopped before it began."""
        return self._executor.submit(train_trial, self._data, task)  # pyright: ignore[reportArgumentType]

    def stop(self) -> None:
        """End what is being trained after its current minibatch; it comes back with what it has."""
        self._stop()


def new_crew_name() -> str:
    """A name that no other crew has."""
    return uuid4().hex


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def process_crew(data: Dataset, workers: int | None = None) -> Generator[Crew]:
    """A crew of processes on this machine, with one BLAS thread each; they read the data once.

    Args:
        data: what to train on.
        workers: how many; by default one a core.

    Raises:
        SettingError: if there cannot be so many.
    """
    count = check_whole_number("Number of workers", cores() if workers is None else workers, at_least=1, at_most=1024)
    name = new_crew_name()
    with TemporaryDirectory(prefix="mlp-sweep-") as folder:
        path = Path(folder) / "data"
        write_data(path, data)
        processes = Processes(count, partial(stop_crew, name))
        ended = False
        try:
            yield Crew(name, processes, path, count, processes.stop)
            ended = True
        finally:
            processes.shutdown(wait=ended, cancel_futures=True)
