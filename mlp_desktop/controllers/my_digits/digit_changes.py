"""Changes own drawings: says of chosen ones what they are, takes them away, and takes that back."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from mlp_desktop.controllers.my_digits.digit_list import DigitListController
from mlp_desktop.controllers.my_digits.store_work import Piece, StoreWork
from mlp_desktop.models.my_digits.own_store import MyDigits
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.my_digits.store_worker import Job

MOST_STEPS = 100
MANY = 1000
"""So many drawings take long enough for their change to be shown while it goes on, and to be stopped."""

Report = Callable[[int], None]


class Step(NamedTuple):
    """Something that was done with so many drawings: in words, and how it is taken back."""

    words: str
    drawings: int
    take_back: Job


class DigitChangesController(QObject):
    """Every change is one step to undo, until all is forgotten or the window closes.

    The store is changed in a thread of its own, in the order in which changes are asked for.
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
        self._steps: list[Step] = []
        self._tab.grid.relabel_requested.connect(self._relabel)
        self._tab.delete_requested.connect(self._delete)
        self._tab.undo_requested.connect(self._undo)
        work.ended.connect(self.show_undo)

    def did(self, step: Step) -> None:
        """Remember a step, and show what became of it."""
        self._steps = [*self._steps[1 - MOST_STEPS :], step]
        self._show(step.words)

    def forget(self) -> None:
        """Nothing can be taken back any more."""
        self._steps = []
        self._tab.set_undo("")

    def show_undo(self) -> None:
        """Say what can be taken back."""
        self._tab.set_undo(self._steps[-1].words if self._steps else "")

    def imported(self, ids: list[int]) -> None:
        """These drawings came from files."""
        words = f"{_drawings(len(ids))} imported"
        if ids:
            self.did(Step(words, len(ids), partial(self._put_away, np.array(ids, np.int64))))
        else:
            self._tab.show_message("Nothing new in there: all of it is kept already")

    # Asked for by a person

    def _relabel(self, label: int) -> None:
        chosen = self._list.chosen()
        if len(chosen):
            self._work.when_free(partial(self._begin_relabelling, chosen, label))

    def _delete(self) -> None:
        chosen = self._list.chosen()
        if len(chosen):
            self._work.when_free(partial(self._begin_deleting, chosen))

    def _undo(self) -> None:
        self._work.when_free(self._begin_taking_back)

    # When it is its turn

    def _begin_relabelling(self, chosen: NDArray[np.int64], label: int) -> None:
        words = f"{_drawings(len(chosen))} said to be a {label}"
        job = partial(self._say, chosen, np.full(len(chosen), label, np.uint8))
        self._begin("Relabelling", len(chosen), job, partial(self._relabelled, chosen, words))

    def _relabelled(self, chosen: NDArray[np.int64], words: str, before: NDArray[np.uint8]) -> None:
        self.did(Step(words, len(chosen), partial(self._say, chosen, before)))

    def _begin_deleting(self, chosen: NDArray[np.int64]) -> None:
        step = Step(f"{_drawings(len(chosen))} deleted", len(chosen), partial(self._take_out, chosen))
        self._begin("Deleting", len(chosen), partial(self._put_away, chosen), partial(self._deleted, step))

    def _deleted(self, step: Step, _nothing: None) -> None:
        self.did(step)

    def _begin_taking_back(self) -> None:
        if self._steps:
            step = self._steps[-1]
            self._begin("Taking back", step.drawings, step.take_back, self._taken_back, self._not_taken_back)

    def _taken_back(self, _result: object) -> None:
        self._show(f"Taken back: {self._steps.pop().words}")

    def _not_taken_back(self, sentence: str) -> None:
        """Something else has happened to those drawings; what was done before can still be taken back."""
        self._steps.pop()
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
            doing, job = "", partial(_without_report, job)
        else:
            doing = f"{doing} {_drawings(count)}"
        self._work.begin(Piece(doing, job, then, failed or self._tab.show_message))

    def _show(self, words: str) -> None:
        self._tab.show_message(words)
        self.show_undo()
        self._own.changed.emit()

    # In the thread of the work

    def _say(self, ids: NDArray[np.int64], labels: NDArray[np.uint8], report: Report) -> NDArray[np.uint8]:
        said = dict(zip(ids.tolist(), labels.tolist(), strict=True))
        before = self._own.store().relabel(said, on_progress=report)
        return np.fromiter(before.values(), np.uint8, len(ids))

    def _put_away(self, ids: NDArray[np.int64], report: Report) -> None:
        self._own.store().delete(ids.tolist(), on_progress=report)

    def _take_out(self, ids: NDArray[np.int64], report: Report) -> None:
        self._own.store().restore(ids.tolist(), on_progress=report)


def _without_report(job: Job, _report: Report) -> object:
    """Do what takes a moment to its end, whoever asks for it to stop."""
    return job(_tell_nobody)


def _tell_nobody(_done: int) -> None:
    pass


def _drawings(count: int) -> str:
    return f"{count:,} drawing{'s' * (count != 1)}"
