"""A plot over epochs: a title, a sheet of paper with axes and curves, and keys that zoom."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGraphicsTextItem, QStackedWidget, QVBoxLayout, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, announce, give_role
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.labels import heading
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.plots.plot_area import ZOOM_PER_NOTCH, PlotArea
from mlp_desktop.views.kit.plots.value_axis import ValueAxis


@guarded
class EpochPlot(QWidget):
    """A titled plot of one quantity over epochs. The keys + and − zoom, and 0 shows all epochs.

    The arrow keys move a cursor by a point, Page Up and Page Down by an epoch, Home and End to the first and the last
    point; Escape removes it. What the curves are at the cursor is spoken.

    A subclass adds keys to the header and curves to the plot, says in :meth:`epochs` and :meth:`words_at` what the
    cursor reads, shows it in :meth:`point_at`, extends :meth:`dress` for the parts that it adds, and calls it when it
    is complete.
    """

    def __init__(self, title: str, *, log_y: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._axis = ValueAxis(log_y)
        self._plot = PlotArea(self._axis)
        self._plot.setLabel("bottom", "epoch")
        self._cursor_epoch: float | None = None
        self._paper = _Paper()
        self._paper.pages.addWidget(self._plot)
        self._heading = heading(title)
        self._header = hbox(self._heading, spacing=2 * theme.GRID)
        self._header.addStretch()
        vbox(self._header, parent=self).addWidget(self._paper, 1)
        follow(self, EpochPlot._fit_text)

    def dress(self) -> None:
        """Give every part the colours of the palette in use."""
        _dress_axes(self._plot, self.palette())

    def zoom_centre(self) -> float | None:
        """The epoch that stays in place when a key zooms: the cursor's; ``None`` for the middle."""
        return self._cursor_epoch

    def epochs(self) -> np.ndarray:
        """All epochs at which a curve has a point, in order."""
        raise NotImplementedError

    def words_at(self, epoch: float) -> str:
        """What every curve is at the point nearest to ``epoch``, in words."""
        raise NotImplementedError

    def point_at(self, epoch: float | None) -> None:
        """Show the cursor where a person wants it, or remove it."""
        raise NotImplementedError

    def minimumSizeHint(self) -> QSize:
        """Room for the axes and a low plot between them: two of them and a finding fit a small window."""
        return QSize(280, grown(130))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, or move or remove the cursor."""
        keys = Qt.Key
        if self._walk(event.key()):
            return
        if event.key() in (keys.Key_Plus, keys.Key_Equal, keys.Key_Minus):
            factor = 1 / ZOOM_PER_NOTCH if event.key() == keys.Key_Minus else ZOOM_PER_NOTCH
            self._plot.zoom(factor, self.zoom_centre())
        elif event.key() == keys.Key_0:
            self._plot.show_all()
        else:
            super().keyPressEvent(event)

    def _fit_text(self) -> None:
        """Write the words in the plot in the size of text now: pyqtgraph keeps the font that they were made with."""
        for item in self._plot.scene().items():
            if isinstance(item, QGraphicsTextItem):
                item.setFont(theme.text_font("body"))
        self._axis.fit_text()
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.showLabel(axis.label.isVisible())  # makes room for it anew

    def _walk(self, key: int) -> bool:
        """Move or remove the cursor as ``key`` says, and speak what is there; returns whether the key does that."""
        keys, points, here = Qt.Key, self.epochs(), self._cursor_epoch
        steps = {keys.Key_Left: -1, keys.Key_Right: 1}
        jumps = {keys.Key_PageUp: -1, keys.Key_PageDown: 1}
        ends = {keys.Key_Home: 0, keys.Key_End: -1}
        pressed = Qt.Key(key)
        if pressed == keys.Key_Escape and here is not None:
            self.point_at(None)
            return True
        if not len(points) or not (pressed in steps or pressed in jumps or pressed in ends):
            return False
        if pressed in ends:
            wanted = points[ends[pressed]]
        elif pressed in jumps:
            wanted = (points[-1] if here is None else here) + jumps[pressed]
        elif here is None:
            wanted = points[-1]
        else:
            nearest = int(np.abs(points - here).argmin())
            wanted = points[min(max(nearest + steps[pressed], 0), len(points) - 1)]
        wanted = float(min(max(wanted, points[0]), points[-1]))
        self.point_at(wanted)
        announce(self, self.words_at(wanted))
        return True

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
