"""Does in a thread of its own what takes a while with the store of own drawings."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from mlp_engine.errors import MlpError

SECONDS_BETWEEN_SIGNALS = 0.05

Job = Callable[[Callable[[int], None]], object]
"""Something to do that tells how many drawings it has done."""


class StoreWorker(QThread):
    """One job. Exactly one of ``succeeded``, ``stopped`` and ``failed`` is emitted before it finishes."""

    progressed = Signal(int)
    succeeded = Signal(object)
    stopped = Signal()
    failed = Signal(str)

    def __init__(self, job: Job, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._last_report = 0.0

    def run(self) -> None:
        """Do the job; called by the thread."""
        try:
            result = self._job(self._report)
        except _Stopped:
            self.stopped.emit()
        except MlpError as error:
            self.failed.emit(str(error))
        except MemoryError:
            self.failed.emit("The drawings must fit into memory. Got more than there is.")
        except Exception as error:  # see TrainingWorker
            self.failed.emit(f"Work on my digits ended by a fault of this program ({type(error).__name__}: {error}).")
        else:
            self.succeeded.emit(result)

    def _report(self, done: int) -> None:
        if self.isInterruptionRequested():
            raise _Stopped
        now = time.perf_counter()
        if now - self._last_report >= SECONDS_BETWEEN_SIGNALS:
            self._last_report = now
            self.progressed.emit(done)


class _Stopped(Exception):  # noqa: N818 (not an error, but what the user asked for)
    """Somebody asked for the job to end before it was done."""
