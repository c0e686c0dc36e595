"""The list of kept drawings in the My digits tab, the chosen drawing, and statistics of all of them."""

from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.my_digits.digits_table import IMAGE_ROLE, WRONG_ROLE, DigitsTable, drawing_words
from mlp_desktop.models.my_digits.own_store import MyDigits, Stamp
from mlp_desktop.plain_words import counted
from mlp_desktop.views.my_digits.digit_filter import FilterChoice
from mlp_desktop.views.my_digits.my_digits_tab import NONE_FIT
from mlp_desktop.views.my_digits.replay_pad import TimedStroke
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.my_digits.store_worker import StoreWorker
from mlp_engine.errors import MlpError
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import AnswerHistory, DrawingFilter, KeptDrawing, UnreadableDrawing

MILLISECONDS_BETWEEN_CHECKS = 1000
"""While the tab is in front, how often it checks whether another window has changed the store."""

OVER = 50
"""Each point of the accuracy curve is the mean over so many drawings."""

MOST_CHOSEN_AGAIN = 5000
"""A choice of more drawings than these is not restored when the list is read again."""

_UNTIMED_SPEED = 300.0
"""The speed at which a stroke without recorded times is replayed, in the pad's units per second."""


class Overview(NamedTuple):
    """The part of the store that is read first.

    Attributes:
        ids: of the drawings that pass the filter.
        counts: of all drawings, by label.
        notice: a sentence about the store, empty if there is none.
    """

    ids: NDArray[np.int64]
    counts: NDArray[np.int64]
    notice: str


class DigitListController(QObject):
    """Reads the store in a thread of its own when the tab comes to the front, and again when its files have changed."""

    ended = Signal()
    refreshed = Signal(int)
    """The tab shows the current store; the argument is its number of drawings."""

    def __init__(self, window: MainWindow, drawing: Drawing, own: MyDigits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tab = window.my_digits_tab
        self._grid = window.my_digits_tab.grid
        self._drawing = drawing
        self._own = own
        self._seen: tuple[Stamp, FilterChoice] | None = None
        self._requested: tuple[Stamp, FilterChoice] | None = None
        self._answers_stamp: Stamp | None = None
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_ended)
        self._is_filling = False
        self._has_told_notice = False
        self.table = DigitsTable(self._read, self)
        self._grid.set_source(self.table, image_role=IMAGE_ROLE, wrong_role=WRONG_ROLE)
        self._check_timer = QTimer(self)
        self._check_timer.setInterval(MILLISECONDS_BETWEEN_CHECKS)
        self._check_timer.timeout.connect(self.refresh)
        window.tabs.currentChanged.connect(self._refresh_if_in_front)
        own.changed.connect(self._refresh_if_in_front)
        self._tab.filter.changed.connect(self._refresh_if_in_front)
        self._grid.chosen.connect(self._show_chosen)
        self._grid.open_requested.connect(self._open)

    @property
    def is_running(self) -> bool:
        """Whether the store is being read."""
        return self._work.is_running

    def chosen(self) -> NDArray[np.int64]:
        """The ids of the chosen drawings."""
        return self.table.ids[self._grid.rows()]

    def rest(self) -> None:
        """Check no more: the window closes."""
        self._check_timer.stop()

    def empty(self) -> None:
        """Empty the list."""
        self.table.set_ids(np.empty(0, np.int64))
        self._seen = None

    def refresh(self) -> None:
        """Read the store again if its files or the filter have changed."""
        if self.is_running:
            return
        now = (self._own.stamp(), self._tab.filter.choice)
        if now == self._seen:
            return
        self._requested = now
        self._work.begin(StoreWorker(self._overview), self._show, self._failed)

    def _overview(self, _report: object) -> Overview:
        """Called in the worker's thread."""
        assert self._requested is not None, "refresh() has set the request"
        store = self._own.store()
        with store.kept_open():
            return Overview(store.ids(drawing_filter(self._requested[1]), "label"), store.counts(), store.notice)

    def _answers(self, _report: object) -> AnswerHistory:
        """Called in the worker's thread after the drawings are shown: with many drawings this takes longest."""
        return self._own.store().answers()

    def _show(self, found: Overview) -> None:
        chosen, current = self._chosen_before()
        self._is_filling = True
        self.table.set_ids(found.ids)
        in_all = max(int(found.counts.sum()), len(found.ids))  # one without a readable label is not counted
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
        self._seen = self._requested
        self.refreshed.emit(in_all)

    def _show_answers(self, answers: AnswerHistory) -> None:
        accuracy = answers.accuracy(OVER)
        self._tab.show_accuracy(accuracy, _accuracy_words(accuracy))

    def _answers_failed(self, _sentence: str) -> None:
        """The next refresh of the list shows the reason."""
        self._tab.show_accuracy(np.empty(0), "")

    def _failed(self, sentence: str) -> None:
        self.table.set_ids(np.empty(0, np.int64))
        # The answers are not read: that would fail too.
        self._answers_stamp = None if self._requested is None else self._requested[0]
        self._tab.show_empty(sentence)
        self._tab.filter.show_matches("")
        self._show_chosen()
        self._seen = self._requested
        self.refreshed.emit(0)

    def _has_ended(self) -> None:
        self.ended.emit()
        if self._seen is not None and self._seen[0] != self._answers_stamp:
            self._answers_stamp = self._seen[0]
            self._work.begin(StoreWorker(self._answers), self._show_answers, self._answers_failed)
        elif self._check_timer.isActive() and self._seen is not None and self._tab.filter.choice != self._seen[1]:
            self.refresh()  # the filter was changed meanwhile

    def _refresh_if_in_front(self) -> None:
        if self._window.tabs.currentWidget() is self._tab:
            self._check_timer.start()
            self.refresh()
        else:
            self._check_timer.stop()

    def _read(self, ids: NDArray[np.int64]) -> tuple[KeptDrawing | UnreadableDrawing, ...]:
        return self._own.store().listed(ids)

    # The chosen drawings

    def _chosen_before(self) -> tuple[list[int], int | None]:
        row = self._grid.current_row()
        rows = self._grid.rows()
        chosen = self.table.ids[rows].tolist() if len(rows) <= MOST_CHOSEN_AGAIN else []
        return chosen, None if row is None else int(self.table.ids[row])

    def _choose(self, chosen: list[int], current: int | None) -> None:
        """Choose these drawings again if the list still has them."""
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
            reason = "" if row is None else self.table.reason(row)
            self._tab.replay.show_drawing((), None, reason)
            self._tab.set_chosen(len(rows), reason, can_replay=False, can_open=False)
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


def drawing_filter(choice: FilterChoice) -> DrawingFilter:
    """The filter of the tab as one of the store; days are counted in local time, and today is the last one."""
    since = None
    if choice.days is not None:
        today = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
        # Without a zone until the end: that midnight may have been in winter time, and today in summer time.
        since = (today - timedelta(days=choice.days - 1)).astimezone()
    return DrawingFilter(choice.label, choice.wrong_only, since)


def timed(stroke: PenStroke) -> TimedStroke:
    """A stroke with the times of its points: the recorded ones, or times at an even speed if there are none."""
    if stroke.times is not None:
        times = stroke.columns[:, 2]
    else:
        steps = np.diff(stroke.columns[:, :2], axis=0)
        times = np.concatenate(([0.0], np.hypot(steps[:, 0], steps[:, 1]).cumsum())) / _UNTIMED_SPEED
    return TimedStroke(stroke.line, times.tolist(), stroke.width, stroke.widths)


def _found_words(shown: int, in_all: int) -> str:
    if in_all == 0:
        return ""
    return counted(in_all, "drawing") if shown == in_all else f"{shown:,} of {counted(in_all, 'drawing')}"


def _accuracy_words(accuracy: NDArray[np.float64]) -> str:
    if len(accuracy) == 0:
        return "Read correctly: no labelled drawings yet"
    return f"Read correctly: {accuracy[-1]:.0%} of the last {min(len(accuracy), OVER)}"
