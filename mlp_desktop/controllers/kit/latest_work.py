"""Work of which only the newest matters: what was asked for before is dropped."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.workers.kit.worker import Worker


class Wanted(NamedTuple):
    """A piece of work.

    Attributes:
        make: makes its worker, when its turn has come.
        succeeded: called in the window's thread with the worker's result.
        failed: called in the window's thread with a sentence.
        progressed: called in the window's thread with the worker's reports, if it makes any.
    """

    make: Callable[[], Worker]
    succeeded: Callable[..., None]
    failed: Callable[[str], None]
    progressed: Callable[..., None] | None = None


class LatestWork(QObject):
    """Runs one worker at a time; newer work waits for its end and drops its result.

    ``ended`` is emitted when nothing runs and nothing waits any more.
    """

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._current: Wanted | None = None
        self._waiting: Wanted | None = None
        self._is_closed = False
        self._work = OneWorker(self)
        self._work.ended.connect(self._go_on)

    @property
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return self._work.is_running

    def begin(self, wanted: Wanted) -> None:
        """Do this work as soon as possible, in place of all work asked for before; nothing after :meth:`close`."""
        if self._is_closed:
            return
        self.drop()
        self._waiting = wanted
        if not self._work.is_running:
            self._go_on()

    def drop(self) -> None:
        """Drop all work: what runs is asked to stop, and its result is not used."""
        self._current = self._waiting = None
        self._work.stop()

    def close(self) -> None:
        """Drop all work for good."""
        self._is_closed = True
        self.drop()

    def _go_on(self) -> None:
        self._current, self._waiting = self._waiting, None
        if self._current is None:
            self.ended.emit()
        else:
            self._work.begin(self._current.make(), self._succeeded, self._failed, progressed=self._progressed)

    def _succeeded(self, result: object) -> None:
        if self._current is not None:
            self._current.succeeded(result)

    def _progressed(self, report: object) -> None:
        if self._current is not None and self._current.progressed is not None:
            self._current.progressed(report)

    def _failed(self, sentence: str) -> None:
        if self._current is not None:
            self._current.failed(sentence)


class LatestWorkOwner(QObject):
    """A controller whose long work is all that of one :class:`LatestWork`; emits ``ended`` when no worker runs."""

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work = LatestWork(self)
        self._work.ended.connect(self.ended)

    @property
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return self._work.is_running

    def stop(self) -> None:
        """Stop all work for good; ``ended`` follows."""
        self._work.close()
