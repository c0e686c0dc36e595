"""Reads what is kept of a sweep, in a thread of its own."""

from mlp_desktop.workers.kit.worker import Worker
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.sweeps import StoredSweep, SweepResult, SweepStore, stored_results


class SweepReadingWorker(Worker):
    """One reading; ``succeeded`` tells the StoredSweep and the SweepResult that its runs come to."""

    fault = "Reading a sweep ended by a fault of this program"

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def work(self) -> tuple[StoredSweep, SweepResult]:
        """Read; called by the thread."""
        store = RunStore(runs_folder())
        stored = SweepStore(store.folder).get(self._name)
        return stored, stored_results(stored, store)
