"""The curves of several runs over each other."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mlp_desktop.views import theme
from mlp_desktop.views.live_plot import MARKED_POINTS
from mlp_desktop.views.plot_area import ZOOM_PER_NOTCH, PlotArea
from mlp_desktop.views.value_axis import ValueAxis

_DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)
_MARKERS = ("o", "s", "t", "d", "star")
_LIGHT = ("#0072b2", "#d55e00", "#009e73", "#b5508a")
_DARK = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7")


class Overlaid(NamedTuple):
    """One run's curve: values at epochs, both of shape (n,)."""

    name: str
    epochs: np.ndarray
    values: np.ndarray


def run_pen(place: int, width: float = 0) -> QPen:
    """The line of the run at ``place`` among those that are chosen: no two of the first twenty are alike."""
    colours = _DARK if theme.is_dark() else _LIGHT
    return QPen(QColor(colours[place % len(colours)]), width, _DASHES[place % len(_DASHES)])


def run_icon(place: int, ratio: float) -> QIcon:
    """A piece of that line, for a screen of ``ratio`` pixels to one of the window's."""
    size = QSize(4 * theme.GRID, 2 * theme.GRID)
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setPen(run_pen(place, 2))
    painter.drawLine(0, theme.GRID, size.width(), theme.GRID)
    painter.end()
    return QIcon(pixmap)


class OverlayPlot(QWidget):
    """A titled plot of one quantity over epochs, with a curve for each run; + and − zoom, 0 shows all."""

    def __init__(self, title: str, *, log_y: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._runs: tuple[Overlaid, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._axis = ValueAxis(log_y)
        self._plot = PlotArea(self._axis)
        self._plot.setLabel("bottom", "epoch")
        heading = QLabel(title)
        heading.setFont(theme.text_font("heading"))
        self._paper = _Paper(self._plot, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(heading)
        layout.addWidget(self._paper, 1)
        self._dress()
        self.set_runs(())

    def minimumSizeHint(self) -> QSize:
        """Room for axes and a shape between them."""
        return QSize(280, 160)

    def set_runs(self, runs: Sequence[Overlaid]) -> None:
        """Show these curves in place of those before, in the order of their lines."""
        self._runs = tuple(runs)
        self._plot.show_epochs(None)
        self._draw()
        ends = [run.epochs[[0, -1]] for run in runs if len(run.epochs)]
        if ends:
            self._plot.set_extent(float(np.min(ends)), float(np.max(ends)))
        last = [f"{run.name} {run.values[-1]:.4f}" if len(run.values) else f"{run.name} none" for run in runs]
        self.setAccessibleName(f"{self._title} of several runs, plotted over epochs")
        self.setAccessibleDescription(f"In the last epoch: {', '.join(last)}." if last else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom."""
        keys = Qt.Key
        if event.key() in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            self._plot.zoom(1 / ZOOM_PER_NOTCH if event.key() == keys.Key_Minus else ZOOM_PER_NOTCH)
        elif event.key() == keys.Key_0:
            self._plot.show_epochs(None)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
            self._draw()

    def _draw(self) -> None:
        self._plot.clear()
        for place, run in enumerate(self._runs):
            values = self._axis.place(np.asarray(run.values, float))
            if np.isfinite(values).any():
                curve = pg.PlotDataItem(run.epochs, values, pen=run_pen(place), connect="finite", useCache=False)
                if len(values) <= MARKED_POINTS:
                    curve.setSymbol(_MARKERS[place % len(_MARKERS)])
                    curve.setSymbolSize(5)
                    curve.setSymbolPen(None)
                    curve.setSymbolBrush(run_pen(place).color())
                self._plot.addItem(curve)

    def _dress(self) -> None:
        palette = self.palette()
        self._plot.setBackground(palette.color(QPalette.ColorRole.Base))
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(theme.faint(palette, 0.3))
            axis.setTextPen(palette.color(QPalette.ColorRole.PlaceholderText))
            axis.setGrid(24)


class _Paper(QWidget):
    """A sheet with the plot on it, framed while whoever holds it has the keyboard."""

    def __init__(self, plot: QWidget, holder: QWidget) -> None:
        super().__init__(holder)
        self._holder = holder
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        layout.addWidget(plot)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme.paint_paper(QPainter(self), QRectF(self.rect()), self.palette(), focused=self._holder.hasFocus())
