"""The curves of several runs over each other, and the bands of those that repeat one another."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mlp_desktop.views import theme
from mlp_desktop.views.change_marks import ChangeMarks, Mark
from mlp_desktop.views.live_plot import MARKED_POINTS
from mlp_desktop.views.plot_area import ZOOM_PER_NOTCH, PlotArea
from mlp_desktop.views.plot_paper import PlotPaper, dress_axes
from mlp_desktop.views.run_lines import MARKERS, BandKey, band_colour, run_pen
from mlp_desktop.views.value_axis import ValueAxis


class Overlaid(NamedTuple):
    """One line: values at epochs, both of shape (n,).

    Attributes:
        name: whose line it is.
        epochs: where there are values.
        values: those of a run, or the median of several.
        seeds: of how many runs.
        low: the lowest value of several runs at each epoch.
        high: the highest.
        changes: what was changed on the way, and after how many epochs.
    """

    name: str
    epochs: np.ndarray
    values: np.ndarray
    seeds: int = 1
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    changes: tuple[tuple[float, str], ...] = ()


class OverlayPlot(QWidget):
    """A titled plot of one quantity over epochs, with a line for each run or series; + and − zoom, 0 shows all."""

    def __init__(self, title: str, *, log_y: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._runs: tuple[Overlaid, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._axis = ValueAxis(log_y)
        self._plot = PlotArea(self._axis)
        self._plot.setLabel("bottom", "epoch")
        self._plot.pointed.connect(self._point_at)
        self._changes = ChangeMarks(self._plot)
        heading = QLabel(title)
        heading.setFont(theme.text_font("heading"))
        self._key = BandKey()
        header = QHBoxLayout()
        header.setSpacing(2 * theme.GRID)
        header.addWidget(heading)
        header.addStretch()
        header.addWidget(self._key)
        self._paper = PlotPaper()
        self._paper.pages.addWidget(self._plot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addLayout(header)
        layout.addWidget(self._paper, 1)
        self._dress()
        self.set_runs(())

    def minimumSizeHint(self) -> QSize:
        """Room for axes and a shape between them."""
        return QSize(280, 160)

    def set_runs(self, runs: Sequence[Overlaid]) -> None:
        """Show these lines in place of those before, in the order of their pens; the same ones keep their zoom."""
        same = [run.name for run in runs] == [run.name for run in self._runs]
        self._runs = tuple(runs)
        if not same:
            self._plot.show_epochs(None)
        self._draw()
        ends = [run.epochs[[0, -1]] for run in runs if len(run.epochs)]
        if ends:
            self._plot.set_extent(float(np.min(ends)), float(np.max(ends)))
        self._explain_bands()
        self.setAccessibleName(f"{self._title} of several runs, plotted over epochs")
        told = ", ".join(map(_in_words, runs))
        self.setAccessibleDescription(f"In the last epoch: {told}." if told else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom."""
        keys = Qt.Key
        if event.key() in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            self._plot.zoom(1 / ZOOM_PER_NOTCH if event.key() == keys.Key_Minus else ZOOM_PER_NOTCH)
        elif event.key() == keys.Key_0:
            self._plot.show_epochs(None)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the keyboard along with the curves."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show who has the keyboard."""
        super().focusInEvent(event)
        self._paper.set_focused(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self._paper.set_focused(False)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
            self._draw()

    def _point_at(self, epoch: float | None) -> None:
        self._changes.point_at(epoch)

    def _draw(self) -> None:
        self._changes.set(())
        self._plot.clear()
        marks: list[Mark] = []
        for place, run in enumerate(self._runs):
            self._draw_band(place, run)
            values = self._axis.place(np.asarray(run.values, float))
            if np.isfinite(values).any():
                curve = pg.PlotDataItem(run.epochs, values, pen=run_pen(place), connect="finite", useCache=False)
                if len(values) <= MARKED_POINTS:
                    curve.setSymbol(MARKERS[place % len(MARKERS)])
                    curve.setSymbolSize(5)
                    curve.setSymbolPen(None)
                    curve.setSymbolBrush(run_pen(place).color())
                self._plot.addItem(curve)
            marks += [Mark(epoch, words, run_pen(place).color()) for epoch, words in run.changes]
        self._changes.set(marks)

    def _draw_band(self, place: int, run: Overlaid) -> None:
        if run.low is None or run.high is None:
            return
        low, high = (self._axis.place(np.asarray(values, float)) for values in (run.low, run.high))
        usable = np.isfinite(low) & np.isfinite(high)
        if usable.any():
            # The ends have no line of their own, but take part when room is made for what is drawn.
            ends = [pg.PlotCurveItem(run.epochs[usable], values[usable], pen=None) for values in (low, high)]
            for end in ends:
                self._plot.addItem(end)
            self._plot.addItem(pg.FillBetweenItem(*ends, brush=band_colour(place)))

    def _explain_bands(self) -> None:
        bands = [(place, run.seeds) for place, run in enumerate(self._runs) if run.low is not None]
        counts = {seeds for _, seeds in bands}
        if bands:
            seeds = f"{counts.pop()} seeds" if len(counts) == 1 else "seeds"
            self._key.set_words(bands[0][0], f"{seeds}, median and range")
        else:
            self._key.set_words(0, "")

    def _dress(self) -> None:
        palette = self.palette()
        dress_axes(self._plot, palette)
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        self._changes.dress(quiet, palette.color(QPalette.ColorRole.Base))


def _in_words(run: Overlaid) -> str:
    if not len(run.values):
        return f"{run.name} none"
    words = f"{run.name} {run.values[-1]:.4f}"
    if run.low is not None and run.high is not None:
        words += f" ({run.low[-1]:.4f} to {run.high[-1]:.4f})"
    return words
