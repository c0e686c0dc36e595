"""Shows own drawings: the list as it is filtered, the chosen one, and figures about all of them."""

from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.my_digits.digits_table import IMAGE_ROLE, WRONG_ROLE, DigitsTable, drawing_words
from mlp_desktop.models.my_digits.own_store import MyDigits, Stamp
from mlp_desktop.views.my_digits.digit_filter import FilterChoice
from mlp_desktop.views.my_digits.my_digits_tab import NONE_FIT
from mlp_desktop.views.my_digits.replay_pad import TimedStroke
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.my_digits.store_worker import StoreWorker
from mlp_engine.errors import MlpError
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import AnswerHistory, DrawingFilter, KeptDrawing

MILLISECONDS_BETWEEN_LOOKS = 1000
"""How often it is looked whether another window has changed the store, while the tab is in front."""

OVER = 50
"""So many drawings each point of the curve is the mean of."""

MOST_CHOSEN_AGAIN = 5000
"""More than these are not searched for in a list that was read again."""

_UNTIMED_SPEED = 300.0
"""Units of the pad a second: how fast a stroke is replayed of which no times are known."""


class Overview(NamedTuple):
    """What is shown of the store first."""

    ids: NDArray[np.int64]
    counts: NDArray[np.int64]
    notice: str


class DigitListController(QObject):
    """Reads the store when its tab is looked at, and again when its files have changed, in a thread of its own."""

    ended = Signal()
    looked = Signal(int)
    """The tab shows the store as it is now, with so many drawings in it."""

    def __init__(self, window: MainWindow, drawing: Drawing, own: MyDigits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.my_digits_tab
        self._grid = window.my_digits_tab.grid
        self._drawing = drawing
        self._own = own
        self._seen: tuple[Stamp, FilterChoice] | None = None
        self._looking_at: tuple[Stamp, FilterChoice] | None = None
        self._answers_at: Stamp | None = None
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_ended)
        self._is_filling = False
        self._has_told_notice = False
        self.table = DigitsTable(self._read, self)
        self._grid.set_source(self.table, image_role=IMAGE_ROLE, wrong_role=WRONG_ROLE)
        self._looks = QTimer(self)
        self._looks.setInterval(MILLISECONDS_BETWEEN_LOOKS)
        self._looks.timeout.connect(self.look)
        window.tabs.currentChanged.connect(self._look_if_seen)
        own.changed.connect(self._look_if_seen)
        self._tab.filter.changed.connect(self._look_if_seen)
        self._grid.chosen.connect(self._show_chosen)
        self._grid.open_requested.connect(self._open)

    @property
    def is_running(self) -> bool:
        """Whether the store is being read."""
        return self._work.is_running

    def chosen(self) -> NDArray[np.int64]:
        """The numbers of the drawings that are chosen."""
        return self.table.ids[self._grid.rows()]

    def rest(self) -> None:
        """Look no more by itself: the window closes."""
        self._looks.stop()

    def empty(self) -> None:
        """Show nothing, and let nothing be read for it."""
        self.table.set_ids(np.empty(0, np.int64))
        self._seen = None

    def look(self) -> None:
        """Read the store again, if it or what is wanted of it has changed."""
        if self.is_running:
            return
        now = (self._own.stamp(), self._tab.filter.choice)
        if now == self._seen:
            return
        self._looking_at = now
        self._work.begin(StoreWorker(self._overview), self._show, self._failed)

    def _overview(self, _report: object) -> Overview:
        """Called in the worker's thread."""
        assert self._looking_at is not None, "what is wanted was asked before"
        store = self._own.store()
        with store.kept_open():
            return Overview(store.ids(drawing_filter(self._looking_at[1]), "label"), store.counts(), store.notice)

    def _answers(self, _report: object) -> AnswerHistory:
        """Called in the worker's thread, once the drawings are shown: of many it takes longer than all the rest."""
        return self._own.store().answers()

    def _show(self, found: Overview) -> None:
        chosen, current = self._chosen_before()
        self._is_filling = True
        self.table.set_ids(found.ids)
        in_all = int(found.counts.sum())
        if len(found.ids):
            self._tab.show_grid()
            self._choose(chosen, current)
        elif in_all:
            self._tab.show_empty(NONE_FIT)
        else:
            self._tab.show_empty()
        self._is_filling = False
        self._show_chosen()
        self._tab.filter.show_matches(_found_words(len(found.ids), in_all))
        self._tab.counts.set_counts(found.counts.tolist())
        if found.notice and not self._has_told_notice:
            self._has_told_notice = True
            self._tab.show_message(found.notice)
        self._seen = self._looking_at
        self.looked.emit(in_all)

    def _show_answers(self, answers: AnswerHistory) -> None:
        accuracy = answers.accuracy(OVER)
        self._tab.show_accuracy(accuracy, _accuracy_words(accuracy))

    def _answers_failed(self, _sentence: str) -> None:
        """The next look at the list says why."""
        self._tab.show_accuracy(np.empty(0), "")

    def _failed(self, sentence: str) -> None:
        self.table.set_ids(np.empty(0, np.int64))
        self._answers_at = self._looking_at[0] if self._looking_at is not None else None  # there are none to be read
        self._tab.show_empty(sentence)
        self._tab.filter.show_matches("")
        self._show_chosen()
        self._seen = self._looking_at
        self.looked.emit(0)

    def _has_ended(self) -> None:
        self.ended.emit()
        if self._seen is not None and self._seen[0] != self._answers_at:
            self._answers_at = self._seen[0]
            self._work.begin(StoreWorker(self._answers), self._show_answers, self._answers_failed)
        elif self._looks.isActive() and self._seen is not None and self._tab.filter.choice != self._seen[1]:
            self.look()  # something else was wanted meanwhile

    def _look_if_seen(self) -> None:
        if self._window.tabs.currentWidget() is self._tab:
            self._looks.start()
            self.look()
        else:
            self._looks.stop()

    def _read(self, ids: NDArray[np.int64]) -> tuple[KeptDrawing, ...]:
        return self._own.store().drawings(ids)

    # What is chosen

    def _chosen_before(self) -> tuple[list[int], int | None]:
        row = self._grid.current_row()
        rows = self._grid.rows()
        chosen = self.table.ids[rows].tolist() if len(rows) <= MOST_CHOSEN_AGAIN else []
        return chosen, None if row is None else int(self.table.ids[row])

    def _choose(self, chosen: list[int], current: int | None) -> None:
        """Choose these drawings again, where they are still shown."""
        rows = np.flatnonzero(np.isin(self.table.ids, chosen)).tolist() if chosen else []
        at = np.flatnonzero(self.table.ids == current) if current is not None else np.empty(0, int)
        if rows or len(at):
            self._grid.choose(rows, current=int(at[0]) if len(at) else rows[0])

    def _show_chosen(self) -> None:
        if self._is_filling:
            return
        rows = self._grid.rows()
        current = self._grid.current_row()
        row = current if current is not None else rows[0] if rows else None
        drawing = None if row is None else self.table.drawing(row)
        if drawing is None:
            self._tab.replay.show_drawing((), None, "")
            self._tab.set_chosen(len(rows), "", can_replay=False)
            return
        strokes = self._strokes(drawing.id)
        words = drawing_words(drawing)
        self._tab.replay.show_drawing([timed(stroke) for stroke in strokes], drawing.image, words)
        others = f"\n\n{len(rows):,} chosen" if len(rows) > 1 else ""
        self._tab.set_chosen(len(rows), words.replace(" · ", "\n") + others, can_replay=bool(strokes))

    def _strokes(self, number: int) -> tuple[PenStroke, ...]:
        try:
            return self._own.store().strokes(number)
        except MlpError:
            return ()

    def _open(self) -> None:
        row = self._grid.current_row()
        drawing = None if row is None else self.table.drawing(row)
        if drawing is None:
            return
        strokes = self._strokes(drawing.id)
        if strokes:
            self._drawing.open_strokes(strokes)
        else:
            self._drawing.open_picture(drawing.image)
        self._window.tabs.setCurrentWidget(self._window.draw_tab)
        self._window.draw_tab.pad.setFocus()


def drawing_filter(wanted: FilterChoice) -> DrawingFilter:
    """What the store is asked for; days are those of this place, the last one today."""
    since = None
    if wanted.days is not None:
        today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        since = today - timedelta(days=wanted.days - 1)
    return DrawingFilter(wanted.label, wanted.wrong_only, since)


def timed(stroke: PenStroke) -> TimedStroke:
    """A stroke as it is shown, with the times of its points: as they were recorded, or at an even speed."""
    if stroke.times is not None:
        times = stroke.columns[:, 2]
    else:
        steps = np.diff(stroke.columns[:, :2], axis=0)
        times = np.concatenate(([0.0], np.hypot(steps[:, 0], steps[:, 1]).cumsum())) / _UNTIMED_SPEED
    return TimedStroke(stroke.line, times.tolist(), stroke.width, stroke.widths)


def _found_words(shown: int, in_all: int) -> str:
    if in_all == 0:
        return ""
    return f"{in_all:,} drawings" if shown == in_all else f"{shown:,} of {in_all:,} drawings"


def _accuracy_words(accuracy: NDArray[np.float64]) -> str:
    if len(accuracy) == 0:
        return "Read right: nothing told yet"
    return f"Read right: {accuracy[-1]:.0%} of the last {min(len(accuracy), OVER)}"
