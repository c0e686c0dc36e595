"""Examines a network in a thread of its own."""

from typing import NamedTuple

from mlp_desktop.workers.kit.data_workers import load_or_stop
from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.examination.examination import Examination, examine
from mlp_engine.perceptron.network import Network


class ExamineProgress(NamedTuple):
    """Where an examination stands.

    Attributes:
        samples: how many are done.
        of: how many there are to examine; 0 while the data is still being read, and nobody knows.
    """

    samples: int
    of: int


class ExamineWorker(Worker):
    """One examination; ``progressed`` tells an :class:`ExamineProgress`, ``succeeded`` what was found."""

    fault = "Examining ended by a fault of this program"
    out_of_memory = "A network and the data it reads must fit into memory. Got more than there is."

    def __init__(self, network: Network, source: str) -> None:
        super().__init__()
        self._network = network
        self._source = source
        self._total = 0

    def work(self) -> Examination:
        """Load the data and examine; called by the thread."""
        data = load_or_stop(self._source, self._report, self.isInterruptionRequested)
        self._total = len(data)
        return examine(self._network, data, on_progress=self._report_or_stop)

    def _report(self, samples: int) -> None:
        self.progressed.emit(ExamineProgress(samples, self._total))

    def _report_or_stop(self, samples: int) -> None:
        if self.isInterruptionRequested():
            raise Stopped
        self._report(samples)
