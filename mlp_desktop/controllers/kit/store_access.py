"""The window's way to the store of runs: a piece of work at a time, in a thread, for a disk may be slow."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.file_access import FileAccess, FileWork
from mlp_desktop.workers.kit.file_worker import StopIfAsked
from mlp_engine.errors import RunStoreError
from mlp_engine.runs import RunStore, runs_folder

StoreJob = Callable[[RunStore, StopIfAsked], object]
"""Work on the store, which may call its second argument now and then, and may return something."""

StoreWork = FileWork[StoreJob]
"""A piece of work on the store."""


class StoreAccess(QObject):
    """Does pieces of work one after another, as :class:`FileAccess` does.

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
        self._access = FileAccess(self, leaves=False)  # one reader of the store at a time
        self._access.ended.connect(self.ended)

    @property
    def is_running(self) -> bool:
        """Whether something is being done."""
        return self._access.is_running

    def do(self, work: StoreWork) -> None:
        """Do this after all that was asked for before."""
        self._access.do(
            FileWork(
                partial(self._on_store, work.job),
                partial(self._told, work.done),
                partial(self._told, work.failed),
                kind=work.kind,
                is_long=work.is_long,
                waits=work.waits,
            )
        )

    def drop(self, kind: str) -> None:
        """Read this no more, if it is being read or waits for its turn."""
        self._access.drop(kind)

    def stop(self) -> None:
        """Read nothing more; what writes is still done. ``ended`` follows."""
        self._access.stop()

    def _on_store(self, job: StoreJob, stop_if_asked: StopIfAsked) -> object:
        """Do this with the store; called in the thread."""
        try:
            if self._store is None:
                self._store = self._open_store()
            return job(self._store, stop_if_asked)
        except OSError as error:
            raise RunStoreError(str(error)) from error

    def _open_store(self) -> RunStore:
        folder = runs_folder()
        if not self._creates and not folder.exists():
            raise RunStoreError(f"Runs must have been kept before they can be shown. Got {folder}, which is missing.")
        store = RunStore(folder)
        self._opened(store)
        return store

    def _told(self, tell: Callable[[Any], None], outcome: Any) -> None:
        """Tell the outcome of a piece of work, after what the store says of itself."""
        if self._store is not None and not self._has_told:
            self._has_told = True
            if self._store.notice:
                self.noticed.emit(self._store.notice)
        tell(outcome)
