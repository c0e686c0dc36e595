"""Changes to chosen drawings: a new label, deletion, and Undo."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from mlp_desktop.controllers.my_digits.digit_list import DigitListController
from mlp_desktop.controllers.my_digits.store_work import Piece, StoreWork
from mlp_desktop.models.my_digits.own_store import MyDigits
from mlp_desktop.plain_words import counted
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.my_digits.store_worker import Job

MOST_CHANGES = 100
"""How many changes can be undone."""

MANY = 1000
"""A change of so many drawings or more takes long enough to show its progress and to offer Stop."""

Report = Callable[[int], None]


class UndoableChange(NamedTuple):
    """A change that was made.

    Attributes:
        words: what was done.
        drawings: how many drawings it changed.
        undo: takes the change back.
    """

    words: str
    drawings: int
    undo: Job


class DigitChangesController(QObject):
    """Makes changes, and undoes them until everything is forgotten or the window closes.

    The store is changed in a thread of its own, in the order in which the person asks.
    """

    def __init__(
        self,
        window: MainWindow,
        own: MyDigits,
        digit_list: DigitListController,
        work: StoreWork,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tab = window.my_digits_tab
        self._own = own
        self._list = digit_list
        self._work = work
        self._changes: list[UndoableChange] = []
        self._tab.grid.relabel_requested.connect(self._relabel)
        self._tab.delete_requested.connect(self._delete)
        self._tab.undo_requested.connect(self._undo)
        work.ended.connect(self.show_undo)

    def add(self, change: UndoableChange) -> None:
        """Remember a change that was made, and show it."""
        self._changes = [*self._changes[1 - MOST_CHANGES :], change]
        self._show(change.words)

    def forget(self) -> None:
        """Forget all changes: nothing can be undone any more."""
        self._changes = []
        self._tab.set_undo("")

    def show_undo(self) -> None:
        """Show which change Undo takes back."""
        self._tab.set_undo(self._changes[-1].words if self._changes else "")

    def imported(self, ids: list[int]) -> None:
        """Remember that these drawings were imported."""
        words = f"{counted(len(ids), 'drawing')} imported"
        if ids:
            self.add(UndoableChange(words, len(ids), partial(self._delete_job, np.array(ids, np.int64))))
        else:
            self._tab.show_message("Nothing new: all of these drawings are kept already")

    # Requests of the person

    def _relabel(self, label: int) -> None:
        chosen = self._list.chosen()
        if len(chosen):
            self._work.when_free(partial(self._begin_relabelling, chosen, label))

    def _delete(self) -> None:
        chosen = self._list.chosen()
        if len(chosen):
            self._work.when_free(partial(self._begin_deleting, chosen))

    def _undo(self) -> None:
        self._work.when_free(self._begin_undo)

    # Begun when all work before is done

    def _begin_relabelling(self, chosen: NDArray[np.int64], label: int) -> None:
        words = f"{counted(len(chosen), 'drawing')} labelled {label}"
        job = partial(self._relabel_job, chosen, np.full(len(chosen), label, np.uint8))
        self._begin("Relabelling", len(chosen), job, partial(self._relabelled, chosen, words))

    def _relabelled(self, chosen: NDArray[np.int64], words: str, before: NDArray[np.uint8]) -> None:
        self.add(UndoableChange(words, len(chosen), partial(self._relabel_job, chosen, before)))

    def _begin_deleting(self, chosen: NDArray[np.int64]) -> None:
        words = f"{counted(len(chosen), 'drawing')} deleted"
        change = UndoableChange(words, len(chosen), partial(self._restore_job, chosen))
        self._begin("Deleting", len(chosen), partial(self._delete_job, chosen), partial(self._deleted, change))

    def _deleted(self, change: UndoableChange, _nothing: None) -> None:
        self.add(change)

    def _begin_undo(self) -> None:
        if self._changes:
            change = self._changes[-1]
            self._begin("Undoing", change.drawings, change.undo, self._undone, self._not_undone)

    def _undone(self, _result: object) -> None:
        self._show(f"Undone: {self._changes.pop().words}")

    def _not_undone(self, sentence: str) -> None:
        """The drawings have changed otherwise since; earlier changes can still be undone."""
        self._changes.pop()
        self._tab.show_message(sentence)
        self.show_undo()

    def _begin(
        self,
        doing: str,
        count: int,
        job: Job,
        then: Callable[..., None],
        failed: Callable[[str], None] | None = None,
    ) -> None:
        if count < MANY:
            doing, job = "", partial(_unstoppable, job)
        else:
            doing = f"{doing} {counted(count, 'drawing')}"
        self._work.begin(Piece(doing, job, then, failed or self._tab.show_message))

    def _show(self, words: str) -> None:
        self._tab.show_message(words)
        self.show_undo()
        self._own.changed.emit()

    # Jobs: they run in the worker's thread

    def _relabel_job(self, ids: NDArray[np.int64], labels: NDArray[np.uint8], report: Report) -> NDArray[np.uint8]:
        by_id = dict(zip(ids.tolist(), labels.tolist(), strict=True))
        before = self._own.store().relabel(by_id, on_progress=report)
        return np.fromiter(before.values(), np.uint8, len(ids))

    def _delete_job(self, ids: NDArray[np.int64], report: Report) -> None:
        self._own.store().delete(ids.tolist(), on_progress=report)

    def _restore_job(self, ids: NDArray[np.int64], report: Report) -> None:
        self._own.store().restore(ids.tolist(), on_progress=report)


def _unstoppable(job: Job, _report: Report) -> object:
    """Do a short job to its end, even if it is asked to stop."""
    return job(_ignore)


def _ignore(_done: int) -> None:
    pass
