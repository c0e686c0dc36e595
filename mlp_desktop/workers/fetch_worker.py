"""Fetches MNIST in a thread of its own."""

from PySide6.QtCore import QObject, QThread, Signal

from mlp_engine.datasets.download import DownloadCancelled, FetchProgress
from mlp_engine.datasets.mnist import fetch_mnist
from mlp_engine.errors import MlpError


class FetchWorker(QThread):
    """One download. Exactly one of ``succeeded``, ``stopped`` and ``failed`` is emitted before it finishes."""

    progressed = Signal(object)  # FetchProgress
    succeeded = Signal()
    stopped = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def run(self) -> None:
        """Fetch what is missing; called by the thread."""
        try:
            fetch_mnist(on_progress=self._report, is_cancelled=self.isInterruptionRequested)
        except DownloadCancelled:
            self.stopped.emit()
        except MlpError as error:
            self.failed.emit(str(error))
        except Exception as error:  # see TrainingWorker
            self.failed.emit(f"The download ended by a fault of this program ({type(error).__name__}: {error}).")
        else:
            self.succeeded.emit()

    def _report(self, progress: FetchProgress) -> None:
        self.progressed.emit(progress)
