"""Fetches MNIST in a thread of its own."""

from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.datasets.download import DownloadCancelled
from mlp_engine.datasets.mnist import fetch_mnist


class FetchWorker(Worker):
    """One download; ``progressed`` tells a FetchProgress."""

    fault = "The download ended by a fault of this program"

    def work(self) -> None:
        """Fetch what is missing; called by the thread."""
        try:
            fetch_mnist(on_progress=self.progressed.emit, is_cancelled=self.isInterruptionRequested)
        except DownloadCancelled as cancelled:
            raise Stopped from cancelled
