"""Loads data in a thread of its own, to be looked at."""

from PySide6.QtCore import QObject, QThread, Signal

from mlp_desktop.workers.loading import LoadingStopped, load_or_stop
from mlp_engine.errors import MlpError


class LoadWorker(QThread):
    """One loading. Exactly one of ``succeeded``, ``stopped`` and ``failed`` is emitted before it finishes."""

    progressed = Signal(int)  # samples so far
    succeeded = Signal(object)  # Dataset
    stopped = Signal()
    failed = Signal(str)

    def __init__(self, source: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source

    def run(self) -> None:
        """Load; called by the thread."""
        try:
            data = load_or_stop(self._source, self.progressed.emit, self.isInterruptionRequested)
        except LoadingStopped:
            self.stopped.emit()
        except MlpError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit("The data must fit into memory. Got more than there is.")
        except Exception as error:  # see TrainingWorker
            self.failed.emit(f"Loading ended by a fault of this program ({type(error).__name__}: {error}).")
        else:
            self.succeeded.emit(data)
