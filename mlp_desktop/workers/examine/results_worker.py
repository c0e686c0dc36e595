"""Writes a table or a report in a thread of its own: with many samples that takes a while."""

from collections.abc import Callable
from pathlib import Path

from mlp_desktop.workers.kit.worker import Worker
from mlp_engine.files.whole_file import save_results


class ResultsWorker(Worker):
    """One file.

    It takes a second at most and leaves no half-written file behind, so whoever wants it to end waits for it.
    """

    fault = "Saving ended by a fault of this program"

    def __init__(self, path: Path, compose: Callable[[], str]) -> None:
        super().__init__()
        self._path = path
        self._compose = compose

    def work(self) -> None:
        """Compose the text and write it; called by the thread."""
        save_results(self._path, self._compose())
