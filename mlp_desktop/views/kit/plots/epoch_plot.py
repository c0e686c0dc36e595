"""A plot over epochs: a title, a sheet of paper with axes and curves, and keys that zoom."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.labels import heading
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.plots.plot_area import ZOOM_PER_NOTCH, PlotArea
from mlp_desktop.views.kit.plots.value_axis import ValueAxis


@guarded
class EpochPlot(QWidget):
    """A titled plot of one quantity over epochs. The keys + and − zoom, and 0 shows all epochs.

    A subclass adds keys to the header and curves to the plot, extends :meth:`dress` for the parts that it adds, and
    calls it when it is complete.
    """

    def __init__(self, title: str, *, log_y: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._axis = ValueAxis(log_y)
        self._plot = PlotArea(self._axis)
        self._plot.setLabel("bottom", "epoch")
        self._paper = _Paper()
        self._paper.pages.addWidget(self._plot)
        self._heading = heading(title)
        self._header = hbox(self._heading, spacing=2 * theme.GRID)
        self._header.addStretch()
        vbox(self._header, parent=self).addWidget(self._paper, 1)

    def dress(self) -> None:
        """Give every part the colours of the palette in use."""
        _dress_axes(self._plot, self.palette())

    def zoom_centre(self) -> float | None:
        """The epoch that stays in place when a key zooms; ``None`` for the middle."""
        return None

    def minimumSizeHint(self) -> QSize:
        """Room for the axes and a low plot between them: two of them and a finding fit a small window."""
        return QSize(280, 130)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom."""
        keys = Qt.Key
        if event.key() in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            factor = 1 / ZOOM_PER_NOTCH if event.key() == keys.Key_Minus else ZOOM_PER_NOTCH
            self._plot.zoom(factor, self.zoom_centre())
        elif event.key() == keys.Key_0:
            self._plot.show_all()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the keyboard focus."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the plot has the keyboard focus."""
        super().focusInEvent(event)
        self._paper.set_focused(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard focus is elsewhere."""
        super().focusOutEvent(event)
        self._paper.set_focused(False)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.dress()


@guarded
class _Paper(QWidget):
    """A sheet like the pad's, with one of several pages on it."""

    def __init__(self) -> None:
        super().__init__()
        self._focused = False
        self.pages = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, theme.GRID, theme.GRID, theme.GRID)
        layout.addWidget(self.pages)

    def set_focused(self, focused: bool) -> None:
        self._focused = focused
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme.paint_paper(QPainter(self), QRectF(self.rect()), self.palette(), focused=self._focused)


def _dress_axes(plot: pg.PlotWidget, palette: QPalette) -> None:
    """Give the background and axes of a plot the colours of ``palette``."""
    plot.setBackground(palette.color(QPalette.ColorRole.Base))
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(theme.faint(palette, 0.3))
        axis.setTextPen(palette.color(QPalette.ColorRole.PlaceholderText))
        axis.setGrid(24)
