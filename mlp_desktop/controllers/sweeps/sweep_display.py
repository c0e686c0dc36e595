"""The display of a sweep: a running one as its trainings finish, or a stored one."""

import math
import time
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.kit.one_worker import OneWorker
from mlp_desktop.controllers.kit.store_access import StoreAccess, StoreWork
from mlp_desktop.controllers.sweeps.sweep_plots import curves_of, error_bars_of, heat_of, lines_of, summary
from mlp_desktop.controllers.sweeps.sweep_words import explanation, explanation_of_bars, headline, point_words
from mlp_desktop.models.sweeps.sweep_grid import Fold, SweepGrid, grid_of
from mlp_desktop.models.sweeps.sweep_table import MEASURES, Measure, Row, SweepTable
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.sweeps.sweep_workers import SweepReadingWorker
from mlp_engine.sweeps import PARAMETERS, StoredSweep, SweepResult, SweepStore, TrialResult

MILLISECONDS_BETWEEN_DRAWINGS = 200
SHARE_OF_TIME = 0.05
"""The share of the window's time that drawing a running sweep may take."""


class SweepDisplayController(QObject):
    """Holds the table of the displayed sweep, draws it, and keeps the chosen point.

    Attributes:
        stored: the displayed sweep.
    """

    ended = Signal()
    """No stored sweep is being read any more."""

    def __init__(self, window: MainWindow, access: StoreAccess, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._access = access
        self._tab = window.compare_tab
        self._results = window.compare_tab.results
        self.stored: StoredSweep | None = None
        self._table: SweepTable | None = None
        self._grid: SweepGrid | None = None
        self._chosen: int | None = None
        self._unfinished = self._is_live = False
        self._work = OneWorker(self)
        self._work.ended.connect(self._has_read)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(MILLISECONDS_BETWEEN_DRAWINGS)
        self._soon.timeout.connect(self._draw)
        self._results.offer("measure", list(MEASURES.items()))
        self._results.offer("fold", [("mean", "Mean"), ("best", "Best")])
        self._results.view_changed.connect(self._view_changed)
        self._results.heat_map.cell_chosen.connect(self._choose_cell)
        self._results.error_bars.point_chosen.connect(self._choose)
        self._results.lines.point_chosen.connect(self._choose)
        self._results.details.best_requested.connect(self._choose_best)
        self._tab.sweep_chosen.connect(self.open)
        window.tabs.currentChanged.connect(self._seen)

    @property
    def is_running(self) -> bool:
        """Whether a stored sweep is being read."""
        return self._work.is_running

    @property
    def row(self) -> Row | None:
        """The point whose details are shown: the chosen one, or else the best."""
        place = self._shown_place()
        return None if self._table is None or place is None else self._table.rows[place]

    # Stored sweeps

    def list_sweeps(self, then: Callable[[tuple[str, ...]], None] = lambda _: None) -> None:
        """Offer all stored sweeps, the newest first, and call ``then`` with their names."""

        def offer(names: tuple[str, ...]) -> None:
            self._tab.set_sweeps(names, "" if self.stored is None else self.stored.name)
            then(names)

        # Where the folder cannot be read, or is not there yet, the Runs tab says so.
        self._access.do(
            StoreWork(lambda store, _: SweepStore(store.folder).names(), offer, lambda _: offer(()), kind="sweeps")
        )

    def open(self, name: str) -> None:
        """Read a stored sweep and display it."""
        if not self._work.is_running and not self._is_live:
            self._work.begin(SweepReadingWorker(name), self._opened, self._failed)

    def _seen(self) -> None:
        if self._window.tabs.currentWidget() is not self._tab or self._is_live:
            return
        self.list_sweeps(self._open_newest)

    def _open_newest(self, names: tuple[str, ...]) -> None:
        if self.stored is None and names:
            self.open(names[0])

    def _opened(self, read: tuple[StoredSweep, SweepResult]) -> None:
        if self._is_live:
            return  # another sweep has begun meanwhile
        stored, result = read
        self._show(stored, [trial for point in result.points for trial in point.trials])
        self._finish(result)
        self._tab.show_progress(0 if result.stopped else 1, "Kept. Resume trains the rest." if result.stopped else "")

    def _failed(self, sentence: str) -> None:
        self._window.show_error(sentence)

    def _has_read(self) -> None:
        self.list_sweeps()  # the list marks the displayed sweep, also if another could not be read
        self.ended.emit()

    # A running sweep

    def begin(self, stored: StoredSweep) -> None:
        """Display a sweep that begins, without results."""
        self._is_live = True
        self._show(stored, [])
        self.list_sweeps()

    def add(self, result: TrialResult) -> SweepTable:
        """Take in the result of a training; returns the table."""
        assert self._table is not None, "begin() was called"
        self._table.add(result)
        if not self._soon.isActive():
            self._soon.start()
        return self._table

    def end(self, result: SweepResult) -> SweepTable:
        """Take in the result of the whole sweep; returns the table."""
        assert self._table is not None, "begin() was called"
        self._is_live = False
        self._finish(result)
        return self._table

    def let_go(self) -> None:
        """Stop treating the sweep as running; if it ended without a result, its finished trainings stay displayed."""
        if self._is_live:
            self._is_live = False
            self._tab.set_can_go_on(True)
            self._draw()

    def _show(self, stored: StoredSweep, found: list[TrialResult]) -> None:
        self.stored = stored
        self._table = SweepTable(stored.sweep, found)
        self._chosen = None
        self._unfinished = True
        names = [(axis.name, axis.setting.label) for axis in stored.sweep.axes]
        self._results.offer("across", names, names[0][0] if names else "")
        self._results.offer("down", names, names[1][0] if len(names) > 1 else "")
        self._results.set_foldable(len(names) > 2)
        self._results.set_one_setting(len(names) == 1)
        self._lay_out()
        self._draw()

    def _finish(self, result: SweepResult) -> None:
        assert self._table is not None, "a sweep is displayed"
        self._unfinished = result.stopped
        self._tab.set_can_go_on(result.stopped or self._table.failed > 0)
        self._draw()

    # Drawing

    def _view_changed(self) -> None:
        self._lay_out()
        self._draw()

    def _lay_out(self) -> None:
        table = self._table
        if table is None or not table.sweep.axes:
            self._grid = None
            return
        names = [axis.name for axis in table.sweep.axes]
        across, down = self._results.choice("across") or names[0], self._results.choice("down")
        if down == across:
            down = next((name for name in names if name != across), "")
            self._results.offer("down", [(name, PARAMETERS[name].label) for name in names], down)
        self._grid = grid_of(table, across, down)

    def _draw(self) -> None:
        began = time.perf_counter()
        self._draw_now()
        # A large sweep is drawn less often, so that the window stays responsive.
        milliseconds = 1000 * (time.perf_counter() - began)
        self._soon.setInterval(max(MILLISECONDS_BETWEEN_DRAWINGS, round(milliseconds / SHARE_OF_TIME)))

    def _draw_now(self) -> None:
        self._soon.stop()
        table = self._table
        if table is None:
            return
        words = summary(table)
        measure = cast("Measure", self._results.choice("measure"))
        fold = cast("Fold", self._results.choice("fold"))
        if self._grid is not None:
            self._results.heat_map.set_data(heat_of(table, self._grid, measure, fold), words)
        if len(table.sweep.axes) == 1:
            self._results.error_bars.set_data(error_bars_of(table, measure), words)
            self._results.explain(explanation_of_bars(measure, table.sweep.seeds))
        else:
            self._results.explain(explanation(measure, fold, folded=len(table.sweep.axes) > 2))
        self._results.lines.set_data(lines_of(table), words)
        self._tab.show_results(headline(table, unfinished=self._unfinished and not self._is_live))
        self._show_point()

    def _shown_place(self) -> int | None:
        if self._table is None:
            return None
        return self._table.best if self._chosen is None else self._chosen

    def _show_point(self) -> None:
        table, place = self._table, self._shown_place()
        chosen = self._chosen
        self._results.lines.set_current(chosen)
        self._results.error_bars.set_current(chosen)
        self._results.heat_map.set_current(None if self._grid is None else self._grid.cell_of(chosen))
        if table is None or place is None:
            self._results.details.show_point(None)
            self._results.curves.set_runs([])
            return
        row = table.rows[place]
        can_be_used = not math.isnan(row.validation)
        words = point_words(table, place)
        self._results.details.show_point(words, is_best=place == table.best, can_be_used=can_be_used)
        self._results.curves.set_runs(curves_of(row))

    # The chosen point

    def _choose_cell(self, row: int, column: int) -> None:
        """Choose the best point of a cell."""
        if self._grid is None or self._table is None:
            return
        members = self._grid.members[row][column]
        ranked = [place for place in self._table.ranking if place in members]
        if ranked or members:
            self._choose((ranked or list(members))[0])

    def _choose_best(self) -> None:
        if self._table is not None and self._table.best is not None:
            self._choose(self._table.best)

    def _choose(self, place: int) -> None:
        self._chosen = place
        self._show_point()
