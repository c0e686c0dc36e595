"""Examines a network in a thread of its own."""

from typing import NamedTuple

from PySide6.QtCore import QObject, QThread, Signal

from mlp_desktop.workers.loading import LoadingStopped, load_or_stop
from mlp_engine.errors import MlpError
from mlp_engine.examination import examine
from mlp_engine.network import Network


class ExamineProgress(NamedTuple):
    """Where an examination stands.

    Attributes:
        samples: how many are done.
        of: how many there are to examine; 0 while the data is still being read, and nobody knows.
    """

    samples: int
    of: int


class ExamineWorker(QThread):
    """One examination. Exactly one of ``succeeded``, ``stopped`` and ``failed`` is emitted before it finishes."""

    progressed = Signal(object)  # ExamineProgress
    succeeded = Signal(object)  # Examination
    stopped = Signal()
    failed = Signal(str)

    def __init__(self, network: Network, source: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self._source = source
        self._total = 0

    def run(self) -> None:
        """Load the data and examine; called by the thread."""
        try:
            data = load_or_stop(self._source, self._report, self.isInterruptionRequested)
            self._total = len(data)
            examination = examine(self._network, data, on_progress=self._report_or_stop)
        except (LoadingStopped, _ExaminingStopped):
            self.stopped.emit()
        except MlpError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit("A network and the data it reads must fit into memory. Got more than there is.")
        except Exception as error:  # see TrainingWorker
            self.failed.emit(f"Examining ended by a fault of this program ({type(error).__name__}: {error}).")
        else:
            self.succeeded.emit(examination)

    def _report(self, samples: int) -> None:
        self.progressed.emit(ExamineProgress(samples, self._total))

    def _report_or_stop(self, samples: int) -> None:
        if self.isInterruptionRequested():
            raise _ExaminingStopped
        self._report(samples)


class _ExaminingStopped(Exception):  # noqa: N818 (not an error, but what the user asked for)
    """Somebody asked for the examination to end before all was read."""
