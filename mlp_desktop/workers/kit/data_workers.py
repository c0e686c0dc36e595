"""Workers that load data and download MNIST, and the loading for other workers."""

from collections.abc import Callable

from mlp_desktop.workers.kit.leavable_worker import LeavableWorker
from mlp_desktop.workers.kit.worker import Stopped, Worker, throttled
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.download import DownloadCancelled
from mlp_engine.datasets.mnist import fetch_mnist
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.sources import load_source, trimmed_source


class LoadWorker(LeavableWorker):
    """Loads data; ``progressed`` gives the number of samples so far, ``succeeded`` the ``Dataset``."""

    fault = "Loading failed because of an error in this program"
    out_of_memory = "There is not enough memory for this data. Use fewer samples."

    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source

    def work_apart(self) -> Dataset:
        """Load the data; called in the thread."""
        return load_or_stop(self._source, self.progressed.emit, self.isInterruptionRequested)


class FetchWorker(Worker):
    """Downloads MNIST; ``progressed`` gives a ``FetchProgress``."""

    fault = "The download failed because of an error in this program"

    def work(self) -> None:
        """Download the missing files; called in the thread."""
        try:
            fetch_mnist(on_progress=self.progressed.emit, is_cancelled=self.isInterruptionRequested)
        except DownloadCancelled as cancelled:
            raise Stopped from cancelled


def load_or_stop(
    source: str, report: Callable[[int], None], is_stopped: Callable[[], bool], choice: SampleChoice | None = None
) -> Dataset:
    """Load the data that ``source`` names, or as much of it as ``choice`` needs.

    The number of samples so far is reported 20 times a second at most.

    Raises:
        Stopped: soon after ``is_stopped`` returns true.
        DataError: as :func:`~mlp_engine.sources.load_source`.
    """
    needed = source if choice is None else trimmed_source(source, choice)
    return load_source(needed, on_progress=throttled(report, is_stopped))
