"""The window's way to the store of runs: a piece of work at a time, in a thread, for a disk may be slow.

The window waits a moment for each piece, so that on an ordinary disk the answer is there at once, in the same event.
Longer work goes on in its thread: a network share that takes seconds for a list holds up nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.workers.runs.runs_worker import Job, RunsWorker
from mlp_engine.errors import RunStoreError
from mlp_engine.runs import RunStore, runs_folder

PATIENCE = 200
"""Milliseconds that the window waits for a piece of work, unless the one before took longer."""


@dataclass(frozen=True)
class StoreWork:
    """A piece of work on the store.

    Attributes:
        job: what is done, in a thread.
        done: called in the window's thread with what the job returned.
        failed: called in the window's thread with a sentence.
        kind: what is read; a newer piece of the same kind takes the place of an older one. Empty for what writes, which
            is always done.
        is_long: whether the window does not wait at all.
        waits: called if the window has waited in vain.
    """

    job: Job
    done: Callable[[Any], None]
    failed: Callable[[str], None]
    kind: str = ""
    is_long: bool = False
    waits: Callable[[], None] = lambda: None


class StoreAccess(QObject):
    """Does pieces of work one after another.

    The store is opened by the first of them.
    """

    noticed = Signal(str)
    """What the store says of itself when it is opened: that a damaged one was set aside."""
    ended = Signal()
    """Nothing is done any more."""

    def __init__(
        self, parent: QObject, *, opened: Callable[[RunStore], None] = lambda _: None, creates: bool = True
    ) -> None:
        """Open the store when it is first needed.

        Args:
            parent: the owner.
            opened: called with the store in the thread that opens it.
            creates: whether a store is created where there is none; otherwise all work fails there.
        """
        super().__init__(parent)
        self._opened = opened
        self._creates = creates
        self._store: RunStore | None = None
        self._has_told = False
        self._next: list[StoreWork] = []
        self._current: StoreWork | None = None
        self._is_dropped = False
        self._is_slow = False
        self._began = 0.0
        self._work = OneWorker(self)
        self._work.ended.connect(self._go_on)

    @property
    def is_running(self) -> bool:
        """Whether something is being done."""
        return self._work.is_running

    def do(self, work: StoreWork) -> None:
        """Do this after all that was asked for before."""
        self.drop(work.kind)
        self._next.append(work)
        if not self._work.is_running:
            self._go_on()

    def drop(self, kind: str) -> None:
        """Read this no more, if it is being read or waits for its turn."""
        if not kind:
            return
        self._next = [each for each in self._next if each.kind != kind]
        if self._current is not None and self._current.kind == kind:
            self._is_dropped = True
            self._work.stop()

    def stop(self) -> None:
        """Read nothing more; what writes is still done. ``ended`` follows."""
        for each in [*self._next, *([self._current] if self._current is not None else [])]:
            self.drop(each.kind)

    def _go_on(self) -> None:
        self._current = None
        if not self._next:
            self.ended.emit()
            return
        work = self._current = self._next.pop(0)
        self._is_dropped = False
        self._began = monotonic()
        worker = RunsWorker(self._with_store, work.job)
        self._work.begin(worker, self._succeeded, self._failed)
        if not work.is_long and not self._is_slow and worker.wait(PATIENCE):
            # Its outcome and its end stand among the events of this thread.
            for each in (self, self._work):
                QCoreApplication.sendPostedEvents(each, QEvent.Type.MetaCall)
        else:
            work.waits()

    def _with_store(self) -> RunStore:
        """The store; called in the thread."""
        if self._store is None:
            folder = runs_folder()
            if not self._creates and not folder.exists():
                raise RunStoreError(
                    f"Runs must have been kept before they can be shown. Got {folder}, which is missing."
                )
            store = RunStore(folder)
            self._opened(store)
            self._store = store
        return self._store

    def _has_come(self) -> None:
        self._is_slow = (monotonic() - self._began) * 1000 > PATIENCE
        if self._store is not None and not self._has_told:
            self._has_told = True
            if self._store.notice:
                self.noticed.emit(self._store.notice)

    def _succeeded(self, result: object) -> None:
        self._has_come()
        if self._current is not None and not self._is_dropped:
            self._current.done(result)

    def _failed(self, sentence: str) -> None:
        self._has_come()
        if self._current is not None and not self._is_dropped:
            self._current.failed(sentence)
