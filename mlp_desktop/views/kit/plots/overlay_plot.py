"""A plot of several runs over each other, with a band for runs that differ only in their seed."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from mlp_desktop.plain_words import counted
from mlp_desktop.views.kit.plots.change_marks import ChangeMark, ChangeMarks
from mlp_desktop.views.kit.plots.epoch_plot import EpochPlot
from mlp_desktop.views.kit.plots.live_plot import MARKED_POINTS
from mlp_desktop.views.kit.plots.plot_area import Epochs
from mlp_desktop.views.kit.plots.plot_cursor import PlotCursor, all_epochs, read_near
from mlp_desktop.views.kit.plots.run_lines import MARKERS, PENS, BandKey, band_colour, faint_pen, run_pen

SPOKEN_LINES = 8
_GAP = np.array([np.nan])


class RunLine(NamedTuple):
    """The line of one run, or of a series of runs that differ only in their seed.

    Attributes:
        name: of the run or series.
        epochs: shape (n,).
        values: of the run at these epochs, or the median of the series, shape (n,).
        seeds: number of runs.
        low: the lowest value of the series at each epoch, shape (n,); ``None`` for a single run.
        high: the highest, likewise.
        changes: setting changes: the number of epochs before each, and its words.
    """

    name: str
    epochs: np.ndarray
    values: np.ndarray
    seeds: int = 1
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    changes: tuple[tuple[float, str], ...] = ()


class OverlayPlot(EpochPlot):
    """A plot of one quantity with a line for each run or series.

    When a person zooms, ``zoomed`` carries the visible epochs, or ``None`` for all.
    """

    zoomed = Signal(object)

    def __init__(self, title: str, *, log_y: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(title, log_y=log_y, parent=parent)
        self._title = title
        self._runs: tuple[RunLine, ...] = ()
        self._faint: tuple[RunLine, ...] = ()
        self._shows_faint = False
        self._plot.pointed.connect(self._show_changes)
        self._plot.zoomed.connect(self.zoomed)
        self._changes = ChangeMarks(self._plot)
        self._cursor: PlotCursor | None = None
        self._key = BandKey()
        self._header.addWidget(self._key)
        self.dress()
        self.set_runs(())

    def set_runs(self, runs: Sequence[RunLine], faint: Sequence[RunLine] = ()) -> None:
        """Show these lines in place of those before; the zoom stays if they have the same names.

        Args:
            runs: the lines.
            faint: a second line of each run, in its colour but thin and pale; empty for none.
        """
        same = [run.name for run in runs] == [run.name for run in self._runs]
        self._runs, self._faint = tuple(runs), tuple(faint)
        if not same:
            self._cursor_epoch = None
            self._plot.show_epochs(None)
        self._draw()
        ends = [run.epochs[[0, -1]] for run in runs if len(run.epochs)]
        if ends:
            self._plot.set_extent(float(np.min(ends)), float(np.max(ends)))
        self._explain_bands()
        self.setAccessibleName(f"{self._title} of several runs, plotted over epochs")
        last = ", ".join(map(_in_words, runs))
        self.setAccessibleDescription(f"In the last epoch: {last}." if last else "")

    def set_title(self, title: str) -> None:
        """Give the plot another title; its lines are set next."""
        self._title = title
        self._heading.setText(title)

    def show_epochs(self, epochs: Epochs | None) -> None:
        """Show the epochs from the first to the last of ``epochs``, or all."""
        self._plot.show_epochs(epochs)

    def show_faint(self, shown: bool) -> None:
        """Show or hide the second line of each run."""
        self._shows_faint = shown
        self._draw()

    def lines(self) -> list[pg.PlotDataItem]:
        """The curves in the plot; several lines with the same pen are one curve."""
        return self._plot.listDataItems()

    def dress(self) -> None:
        """Give every part the colours of the palette in use."""
        super().dress()
        palette = self.palette()
        self._changes.dress(palette.color(QPalette.ColorRole.PlaceholderText), palette.color(QPalette.ColorRole.Base))
        self._draw()

    def epochs(self) -> np.ndarray:
        """The epochs of all lines."""
        return all_epochs(self._points())

    def words_at(self, epoch: float) -> str:
        """The value of every line, as far as a person can listen."""
        read = read_near(self._points(), epoch)
        if read is None:
            return ""
        words = [f"{self._runs[place].name} {value:.4f}" for place, (_, value) in read[1].items()]
        more = [f"and {counted(len(words) - SPOKEN_LINES, 'more line')}"] if len(words) > SPOKEN_LINES else []
        return f"Epoch {read[0]:g}: {', '.join(words[:SPOKEN_LINES] + more)}"

    def point_at(self, epoch: float | None) -> None:
        """Put the cursor there, and show the changes near it."""
        self._cursor_epoch = epoch
        self._show_cursor()
        self._show_changes(epoch)

    def _points(self) -> dict[int, tuple[np.ndarray, np.ndarray]]:
        """Epochs and values of each line by its place."""
        return {
            place: (np.asarray(run.epochs, float), np.asarray(run.values, float))
            for place, run in enumerate(self._runs)
            if len(run.epochs)
        }

    def _show_changes(self, epoch: float | None) -> None:
        self._changes.point_at(epoch)

    def _show_cursor(self) -> None:
        read = read_near(self._points(), self._cursor_epoch)
        if read is None:
            if self._cursor is not None:
                self._cursor.hide()
            return
        if self._cursor is None:
            palette = self.palette()
            self._cursor = PlotCursor(self._plot)
            self._cursor.dress(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base))
        places = {place: (x, float(self._axis.place(np.array(y)))) for place, (x, y) in read[1].items()}
        drawn = [place for place, (_, y) in places.items() if np.isfinite(y)]
        self._cursor.show(read[0], [places[each] for each in drawn], [run_pen(each).color() for each in drawn])

    def _draw(self) -> None:
        self._changes.set(())
        self._plot.clear()
        self._cursor = None
        self._show_cursor()
        marks: list[ChangeMark] = []
        for place, run in enumerate(self._runs):
            self._draw_band(place, run)
            marks += [ChangeMark(epoch, words, run_pen(place).color()) for epoch, words in run.changes]
        for lines, is_faint in ((self._faint if self._shows_faint else (), True), (self._runs, False)):
            for place in range(min(len(lines), PENS)):
                self._draw_lines(place, lines[place::PENS], is_faint=is_faint)
        self._changes.set(marks)

    def _draw_lines(self, place: int, lines: Sequence[RunLine], *, is_faint: bool) -> None:
        """Draw the lines that have the same pen as one curve, with a gap between two: hundreds are drawn at once."""
        pieces: list[tuple[np.ndarray, np.ndarray]] = []
        for line in lines:
            values = self._axis.place(np.asarray(line.values, float))
            if np.isfinite(values).any():
                pieces += [(_GAP, _GAP)] * bool(pieces) + [(np.asarray(line.epochs, float), values)]
        if not pieces:
            return
        epochs, values = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
        pen = faint_pen(place) if is_faint else run_pen(place)
        curve = pg.PlotDataItem(epochs, values, pen=pen, connect="finite", useCache=False)
        if len(values) <= MARKED_POINTS and not is_faint:
            curve.setSymbol(MARKERS[place % len(MARKERS)])
            curve.setSymbolSize(5)
            curve.setSymbolPen(None)
            curve.setSymbolBrush(pen.color())
        self._plot.addItem(curve)

    def _draw_band(self, place: int, run: RunLine) -> None:
        if run.low is None or run.high is None:
            return
        low, high = (self._axis.place(np.asarray(values, float)) for values in (run.low, run.high))
        usable = np.isfinite(low) & np.isfinite(high)
        if usable.any():
            # The edges are drawn without a pen, but they count when the axes are scaled.
            edges = [pg.PlotCurveItem(run.epochs[usable], values[usable], pen=None) for values in (low, high)]
            for edge in edges:
                self._plot.addItem(edge)
            self._plot.addItem(pg.FillBetweenItem(*edges, brush=band_colour(place)))

    def _explain_bands(self) -> None:
        bands = [(place, run.seeds) for place, run in enumerate(self._runs) if run.low is not None]
        counts = {seeds for _, seeds in bands}
        if bands:
            seeds = f"{counts.pop()} seeds" if len(counts) == 1 else "seeds"
            self._key.set_words(bands[0][0], f"{seeds}, median and range")
        else:
            self._key.set_words(0, "")


def _in_words(run: RunLine) -> str:
    if not len(run.values):
        return f"{run.name} none"
    words = f"{run.name} {run.values[-1]:.4f}"
    if run.low is not None and run.high is not None:
        words += f" ({run.low[-1]:.4f} to {run.high[-1]:.4f})"
    return words
