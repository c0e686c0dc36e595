"""Long work on the store of drawings, one piece after the other."""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.plain_words import counted
from mlp_desktop.views.my_digits.my_digits_tab import MyDigitsTab
from mlp_desktop.workers.my_digits.store_worker import Job, StoreWorker


class Piece(NamedTuple):
    """A piece of work.

    Attributes:
        doing: its name while it runs; empty for short work, which is shown only when it is done.
        job: the work itself, called in the worker's thread; work with a name must report its progress.
        then: called in the window's thread with the result.
        failed: called in the window's thread with a sentence that says why the work failed.
    """

    doing: str
    job: Job
    then: Callable[..., None]
    failed: Callable[[str], None]


class StoreWork(QObject):
    """Runs pieces of work and shows their progress in the tab; a piece that is stopped has changed nothing."""

    ended = Signal()

    def __init__(self, tab: MyDigitsTab, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._piece: Piece | None = None
        self._waiting: deque[Callable[[], None]] = deque()
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_ended)
        tab.stop_requested.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether a piece of work is running."""
        return self._work.is_running

    def when_free(self, turn: Callable[[], None]) -> None:
        """Call ``turn``, which may begin a piece of work, as soon as all earlier work is done."""
        self._waiting.append(turn)
        self._take_turns()

    def begin(self, piece: Piece) -> None:
        """Begin a piece of work; none may be running."""
        self._piece = piece
        if piece.doing:
            self._tab.set_busy(True)
            self._tab.show_message(f"{piece.doing}…")
        worker = StoreWorker(piece.job)
        self._work.begin(worker, self._succeeded, self._failed, stopped=self._stopped, progressed=self._progressed)

    def stop(self) -> None:
        """Ask the running work to stop and drop the waiting work; ``ended`` follows when its thread has ended."""
        self._waiting.clear()
        self._work.stop()

    def _take_turns(self) -> None:
        while self._waiting and not self._work.is_running:
            self._waiting.popleft()()

    def _progressed(self, done: int) -> None:
        if self._piece is not None:
            self._tab.show_message(f"{self._piece.doing}: {counted(done, 'drawing')}")

    def _succeeded(self, result: object) -> None:
        if self._piece is not None:
            self._piece.then(result)

    def _failed(self, sentence: str) -> None:
        if self._piece is not None:
            self._piece.failed(sentence)

    def _stopped(self) -> None:
        self._tab.show_message("Stopped. Nothing has changed.")

    def _has_ended(self) -> None:
        if self._piece is not None and self._piece.doing:
            self._tab.set_busy(False)
        self._piece = None
        self._take_turns()
        self.ended.emit()
