"""The worker pool of a sweep: an executor, the data that its workers hold, and a way to stop them."""

from collections.abc import Callable, Generator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.machine import cores
from mlp_engine.sweeps.processes import Processes
from mlp_engine.sweeps.worker import Task, TaskResult, stop_pool, train_trial, write_data
from mlp_engine.validation import check_whole_number


class WorkerPool:
    """Workers that hold the data of a sweep. Once stopped, it cannot be used again.

    Attributes:
        name: a unique name.
        size: number of trainings at the same time.
    """

    def __init__(self, name: str, executor: Executor, data: object, size: int, stop: Callable[[], None]) -> None:
        """Use ``executor``; ``data`` is passed to its workers with each task and stands for the data they hold."""
        self.name = name
        self.size = size
        self._executor = executor
        self._data = data
        self._stop = stop

    def __repr__(self) -> str:
        return f"WorkerPool({self._executor!r}, {self.size} at once)"

    def submit(self, task: Task) -> Future[TaskResult | None]:
        """Have a trial trained; the result is ``None`` if the pool was stopped before the trial began."""
        return self._executor.submit(train_trial, self._data, task)  # pyright: ignore[reportArgumentType]

    def stop(self) -> None:
        """Stop all trainings after their current minibatch; they return what they have."""
        self._stop()


def new_pool_name() -> str:
    """A unique name for a pool."""
    return uuid4().hex


@contextmanager
def process_pool(data: Dataset, workers: int | None = None) -> Generator[WorkerPool]:
    """A pool of processes on this machine, each with one BLAS thread; each reads the data once.

    Args:
        data: the data set to train on.
        workers: number of processes; by default one for each core.

    Raises:
        SettingError: if ``workers`` is out of range.
    """
    count = check_whole_number("Number of workers", cores() if workers is None else workers, at_least=1, at_most=1024)
    name = new_pool_name()
    with TemporaryDirectory(prefix="mlp-sweep-") as folder:
        path = Path(folder) / "data"
        write_data(path, data)
        processes = Processes(count, partial(stop_pool, name))
        ended = False
        try:
            yield WorkerPool(name, processes, path, count, processes.stop)
            ended = True
        finally:
            processes.shutdown(wait=ended, cancel_futures=True)
