"""Loads data in a thread of its own, to be looked at."""

from mlp_desktop.workers.kit.data_workers import load_or_stop
from mlp_desktop.workers.kit.worker import Worker
from mlp_engine.datasets.dataset import Dataset


class LoadWorker(Worker):
    """One loading; ``progressed`` tells the number of samples so far, ``succeeded`` the data."""

    fault = "Loading ended by a fault of this program"
    out_of_memory = "The data must fit into memory. Got more than there is."

    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source

    def work(self) -> Dataset:
        """Load; called by the thread."""
        return load_or_stop(self._source, self.progressed.emit, self.isInterruptionRequested)
