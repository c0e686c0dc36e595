"""The window's way to files: a piece of work at a time, in a thread, for a disk may be slow.

The window waits a moment for each piece, so that on an ordinary disk the answer is there at once, in the same event.
Longer work goes on in its thread: a network share that takes seconds holds up nothing else. What is read and never
comes, as from a share that is gone, is left to itself when it was dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.workers.kit.file_worker import FileWorker, Job

PATIENCE = 30
"""Milliseconds that the window waits for a piece of work, unless the one before took longer."""


WorkJob = TypeVar("WorkJob", bound=Callable[..., object])


@dataclass(frozen=True)
class FileWork(Generic[WorkJob]):
    """A piece of work on files.

    Attributes:
        job: what is done, in a thread.
        done: called in the window's thread with what the job returned.
        failed: called in the window's thread with a sentence.
        kind: what is read; a newer piece of the same kind takes the place of an older one. Empty for what writes, which
            is always done.
        is_long: whether the window does not wait at all.
        waits: called if the window has waited in vain.
    """

    job: WorkJob
    done: Callable[[Any], None]
    failed: Callable[[str], None]
    kind: str = ""
    is_long: bool = False
    waits: Callable[[], None] = lambda: None


class FileAccess(QObject):
    """Does pieces of work one after another."""

    ended = Signal()
    """Nothing is done any more."""

    def __init__(self, parent: QObject, *, leaves: bool = True) -> None:
        """Do nothing yet.

        Args:
            parent: the owner.
            leaves: whether the next piece of work begins although one that was dropped does not come back; otherwise
                it is left only by :meth:`stop`.
        """
        super().__init__(parent)
        self._leaves = leaves
        self._next: list[FileWork[Job]] = []
        self._current: FileWork[Job] | None = None
        self._is_dropped = False
        self._is_slow = False
        self._began = 0.0
        self._work = OneWorker(self)
        self._work.ended.connect(self._go_on)

    @property
    def is_running(self) -> bool:
        """Whether something is being done."""
        return self._work.is_running

    @property
    def is_busy(self) -> bool:
        """Whether the outcome of a piece of work is still to come."""
        return self._current is not None or bool(self._next)

    def do(self, work: FileWork[Job]) -> None:
        """Do this after all that was asked for before."""
        self.drop(work.kind)
        self._next.append(work)
        if not self._work.is_running:
            self._go_on()

    def drop(self, kind: str) -> None:
        """Read this no more, if it is being read or waits for its turn."""
        self._drop(kind, leaves=self._leaves)

    def _drop(self, kind: str, *, leaves: bool) -> None:
        if not kind:
            return
        self._next = [each for each in self._next if each.kind != kind]
        if self._current is not None and self._current.kind == kind:
            self._is_dropped = True
            self._work.stop(leaves=leaves)

    def stop(self) -> None:
        """Read nothing more; what writes is still done. ``ended`` follows."""
        for each in [*self._next, *([self._current] if self._current is not None else [])]:
            self._drop(each.kind, leaves=True)

    def _go_on(self) -> None:
        self._current = None
        if not self._next:
            self.ended.emit()
            return
        work = self._current = self._next.pop(0)
        self._is_dropped = False
        self._began = monotonic()
        worker = FileWorker(work.job)
        self._work.begin(worker, self._succeeded, self._failed)
        if not work.is_long and not self._is_slow and worker.wait(PATIENCE):
            # Its outcome and its end stand among the events of this thread.
            for each in (self, self._work):
                QCoreApplication.sendPostedEvents(each, QEvent.Type.MetaCall)
        else:
            work.waits()

    def _has_come(self) -> FileWork[Job] | None:
        """The piece of work whose outcome has come; ``None`` if it was dropped."""
        self._is_slow = (monotonic() - self._began) * 1000 > PATIENCE
        work, self._current = self._current, None
        return None if self._is_dropped else work

    def _succeeded(self, result: object) -> None:
        if (work := self._has_come()) is not None:
            work.done(result)

    def _failed(self, sentence: str) -> None:
        if (work := self._has_come()) is not None:
            work.failed(sentence)
