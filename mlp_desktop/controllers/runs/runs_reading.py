"""The reading of the chosen runs: a few at once, many in a thread of its own."""

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.workers.runs.runs_worker import RunsWorker
from mlp_engine.runs import RunStore

MOST_AT_ONCE = 12
"""So many runs are read in the window's thread, a hundredth of a second each at most."""


class RunsReading(QObject):
    """Reads many runs; a second request replaces the first."""

    found = Signal(object)  # a list of ``StoredRun`` and ``UnreadableRun``, in the order of the request
    failed = Signal(str)  # a sentence for the user
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work = OneWorker(self)
        self._work.ended.connect(self._ended)
        self._next: tuple[RunStore, list[int]] | None = None

    @property
    def is_running(self) -> bool:
        """Whether runs are being read."""
        return self._work.is_running

    def begin(self, store: RunStore, runs: list[int]) -> None:
        """Read these runs."""
        self._next = (store, runs)
        if self._work.is_running:
            self._work.stop()
        else:
            self._begin_next()

    def stop(self) -> None:
        """Read no more; nothing is announced but the end."""
        self._next = None
        self._work.stop()

    def _begin_next(self) -> None:
        if self._next is not None:
            worker = RunsWorker(*self._next)
            self._next = None
            self._work.begin(worker, self._found, self._failed)

    def _found(self, runs: object) -> None:
        if not self._work.is_stopping:
            self.found.emit(runs)

    def _failed(self, sentence: str) -> None:
        if not self._work.is_stopping:
            self.failed.emit(sentence)

    def _ended(self) -> None:
        self._begin_next()
        if not self._work.is_running:
            self.ended.emit()
