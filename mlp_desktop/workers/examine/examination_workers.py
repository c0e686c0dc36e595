"""Workers that examine a network and write the results to a file."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from mlp_desktop.workers.kit.data_workers import load_or_stop
from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.examination.examination import Examination, examine
from mlp_engine.files.whole_file import save_results
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.reject import Reject


class ExamineProgress(NamedTuple):
    """The progress of an examination.

    Attributes:
        samples: how many samples are done.
        of: how many there are; 0 while the data is still being loaded and the number is unknown.
    """

    samples: int
    of: int


class ExamineWorker(Worker):
    """Examines a network; ``progressed`` gives an :class:`ExamineProgress`, ``succeeded`` the ``Examination``."""

    fault = "The examination stopped because of an error in this program"
    out_of_memory = "There is not enough memory for this network and data. Examine fewer samples."

    def __init__(self, network: Network, source: str, reject: Reject | None = None) -> None:
        """Examine ``network`` on what ``source`` names, with the reject scores of its samples if there are any."""
        super().__init__()
        self._network = network
        self._source = source
        self._reject = reject
        self._total = 0

    def work(self) -> Examination:
        """Load the data and examine the network; called in the thread."""
        data = load_or_stop(self._source, self._report, self.isInterruptionRequested)
        self._total = len(data)
        found = examine(self._network, data, on_progress=self._report_or_stop)
        if self._reject is not None and data.inputs.shape[1] == self._reject.network.config.inputs:
            found = replace(found, reject_scores=self._reject.scores(data.inputs))
        _ = found.label_means, found.answer_means  # kept from here on: the window shows them without a wait
        return found

    def _report(self, samples: int) -> None:
        self.progressed.emit(ExamineProgress(samples, self._total))

    def _report_or_stop(self, samples: int) -> None:
        if self.isInterruptionRequested():
            raise Stopped
        self._report(samples)


class ResultsWorker(Worker):
    """Writes a table or a report to a file: with many samples that takes up to a second.

    The work cannot be stopped. So no half-written file is left, and whoever stops it waits for its end.
    """

    fault = "Saving failed because of an error in this program"

    def __init__(self, path: Path, compose: Callable[[], str]) -> None:
        """Write the text that ``compose`` returns to ``path``."""
        super().__init__()
        self._path = path
        self._compose = compose

    def work(self) -> None:
        """Compose the text and write it; called in the thread."""
        save_results(self._path, self._compose())
