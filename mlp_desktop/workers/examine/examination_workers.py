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
from mlp_engine.runs import StoredSnapshot, runs_folder
from mlp_engine.runs.snapshots import SnapshotFiles
from mlp_engine.training.history import History
from mlp_engine.weights.model_card import ModelCard
from mlp_engine.weights.reject import Reject


class ExamineProgress(NamedTuple):
    """The progress of an examination.

    Attributes:
        samples: how many samples are done.
        of: how many there are; 0 while the data is still being loaded and the number is unknown.
    """

    samples: int
    of: int


class ExaminedNetwork(NamedTuple):
    """A network to examine, what a person calls it, and where its weights come from.

    Its training, the reject score that it is used with, and the run that it belongs to are there where they are known.
    """

    name: str
    network: Network
    card: ModelCard
    history: History | None = None
    reject: Reject | None = None
    run: int | None = None


class Examined(NamedTuple):
    """An examination, its network, and the moments of the network's run that are kept, first to last."""

    network: ExaminedNetwork
    found: Examination
    moments: tuple[StoredSnapshot, ...]


class ExamineWorker(Worker):
    """Examines a network; ``progressed`` gives an :class:`ExamineProgress`, ``succeeded`` an :class:`Examined`."""

    fault = "The examination stopped because of an error in this program"
    out_of_memory = "There is not enough memory for this network and data. Examine fewer samples."

    def __init__(self, read: Callable[[], ExaminedNetwork], source: str) -> None:
        """Examine the network that ``read`` returns, which is called in the thread, on what ``source`` names.

        If it is used with a reject score, the samples' scores are found too.
        """
        super().__init__()
        self._read = read
        self._source = source
        self._total = 0

    def work(self) -> Examined:
        """Read the network, load the data and examine; called in the thread."""
        network = self._read()
        reject = network.reject
        data = load_or_stop(self._source, self._report, self.isInterruptionRequested)
        self._total = len(data)
        found = examine(network.network, data, on_progress=self._report_or_stop)
        if reject is not None and data.inputs.shape[1] == reject.network.config.inputs:
            found = replace(found, reject_scores=reject.scores(data.inputs))
        _ = found.label_means, found.answer_means  # kept from here on: the window shows them without a wait
        moments = () if network.run is None else SnapshotFiles(runs_folder(), network.run).stored()
        return Examined(network, found, moments)

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
