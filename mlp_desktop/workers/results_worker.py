"""Writes a table or a report in a thread of its own: with many samples that takes a while."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from mlp_engine.errors import MlpError
from mlp_engine.results_file import save_results


class ResultsWorker(QThread):
    """One file. Exactly one of ``succeeded`` and ``failed`` is emitted before it finishes.

    It takes a second at most and leaves no half-written file behind, so whoever wants it to end waits for it.
    """

    succeeded = Signal()
    failed = Signal(str)

    def __init__(self, path: Path, compose: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._compose = compose

    def run(self) -> None:
        """Compose the text and write it; called by the thread."""
        try:
            save_results(self._path, self._compose())
        except MlpError as error:
            self.failed.emit(str(error))
        except Exception as error:  # see TrainingWorker
            self.failed.emit(f"Saving ended by a fault of this program ({type(error).__name__}: {error}).")
        else:
            self.succeeded.emit()
