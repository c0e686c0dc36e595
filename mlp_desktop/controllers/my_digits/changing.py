"""Changes own drawings: says of chosen ones what they are, takes them away, and takes that back."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject

from mlp_desktop.controllers.my_digits.looking import LookingController
from mlp_desktop.models.my_digits import MyDigits
from mlp_desktop.views.main_window import MainWindow
from mlp_engine.errors import MlpError

MOST_STEPS = 100


class Step(NamedTuple):
    """Something that was done: in words, and how it is taken back."""

    words: str
    take_back: Callable[[], object]


class ChangingController(QObject):
    """Every change is one step to undo, until all is forgotten or the window closes."""

    def __init__(
        self, window: MainWindow, own: MyDigits, looking: LookingController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tab = window.my_digits_tab
        self._own = own
        self._looking = looking
        self._steps: list[Step] = []
        self._tab.grid.relabel_requested.connect(self._relabel)
        self._tab.delete_requested.connect(self._delete)
        self._tab.undo_requested.connect(self._undo)

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
        words = f"{len(ids):,} drawing{'s' * (len(ids) != 1)} imported"
        if ids:
            self.did(Step(words, lambda: self._own.store().delete(ids)))
        else:
            self._tab.show_message("Nothing new in there: all of it is kept already")

    def _relabel(self, label: int) -> None:
        chosen = self._looking.chosen()
        if not chosen:
            return
        try:
            before = self._own.store().relabel(dict.fromkeys(chosen, label))
        except MlpError as error:
            self._tab.show_message(str(error))
            return
        words = f"{len(chosen):,} drawing{'s' * (len(chosen) != 1)} said to be a {label}"
        self.did(Step(words, lambda: self._own.store().relabel(before)))

    def _delete(self) -> None:
        chosen = self._looking.chosen()
        if not chosen:
            return
        try:
            self._own.store().delete(chosen)
        except MlpError as error:
            self._tab.show_message(str(error))
            return
        words = f"{len(chosen):,} drawing{'s' * (len(chosen) != 1)} deleted"
        self.did(Step(words, partial(self._restore, chosen)))

    def _restore(self, ids: list[int]) -> None:
        self._own.store().restore(ids)

    def _undo(self) -> None:
        if not self._steps:
            return
        step = self._steps.pop()
        try:
            step.take_back()
        except MlpError as error:
            self._tab.show_message(str(error))
            self.show_undo()
            return
        self._show(f"Taken back: {step.words}")

    def _show(self, words: str) -> None:
        self._tab.show_message(words)
        self.show_undo()
        self._own.changed.emit()
