"""A worker for a piece of work on the store of runs."""

from collections.abc import Callable, Sequence

from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.errors import RunStoreError
from mlp_engine.runs import RunStore, StoredRun, UnreadableRun

StopIfAsked = Callable[[], None]
"""Raises where the work was dropped."""

Job = Callable[[RunStore, StopIfAsked], object]
"""Work on the store, which may call its second argument now and then, and may return something."""


class RunsWorker(Worker):
    """Does one job with the store that ``store`` returns; ``succeeded`` gives what the job returned."""

    fault = "The work on the runs failed because of an error in this program"

    def __init__(self, store: Callable[[], RunStore], job: Job) -> None:
        super().__init__()
        self._store = store
        self._job = job

    def work(self) -> object:
        """Do the job; called in the thread."""
        try:
            return self._job(self._store(), self._stop_if_asked)
        except OSError as error:
            raise RunStoreError(str(error)) from error

    def _stop_if_asked(self) -> None:
        if self.isInterruptionRequested():
            raise Stopped


def found_runs(store: RunStore, runs: Sequence[int], stop_if_asked: StopIfAsked) -> list[StoredRun | UnreadableRun]:
    """These runs with all that is stored about them, one by one."""
    found: list[StoredRun | UnreadableRun] = []
    for run in runs:
        stop_if_asked()
        found.append(store.find(run))
    return found
