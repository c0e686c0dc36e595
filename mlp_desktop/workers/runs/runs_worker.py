"""A worker that reads many runs with their histories."""

from collections.abc import Sequence

from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.runs import RunStore, StoredRun, UnreadableRun


class RunsWorker(Worker):
    """Reads runs; ``succeeded`` gives them as a list of ``StoredRun`` and ``UnreadableRun``, in the order given."""

    fault = "Reading the runs failed because of an error in this program"

    def __init__(self, store: RunStore, runs: Sequence[int]) -> None:
        super().__init__()
        self._store = store
        self._runs = runs

    def work(self) -> list[StoredRun | UnreadableRun]:
        """Read them one by one; called in the thread."""
        found: list[StoredRun | UnreadableRun] = []
        for run in self._runs:
            if self.isInterruptionRequested():
                raise Stopped
            found.append(self._store.find(run))
        return found
