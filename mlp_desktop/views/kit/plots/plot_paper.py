"""The sheet that a plot lies on, and the colours of its axes."""

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme


class PlotPaper(QWidget):
    """A sheet like the pad, with one of several pages on it."""

    def __init__(self) -> None:
        super().__init__()
        self._focused = False
        self.pages = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        layout.addWidget(self.pages)

    def set_focused(self, focused: bool) -> None:
        """Frame the sheet while whoever holds it has the keyboard."""
        self._focused = focused
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sheet."""
        theme.paint_paper(QPainter(self), QRectF(self.rect()), self.palette(), focused=self._focused)


def dress_axes(plot: pg.PlotWidget, palette: QPalette) -> None:
    """Give ground and axes of a plot the colours of the palette in use."""
    plot.setBackground(palette.color(QPalette.ColorRole.Base))
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(theme.faint(palette, 0.3))
        axis.setTextPen(palette.color(QPalette.ColorRole.PlaceholderText))
        axis.setGrid(24)
