"""The ground that curves are drawn on: the wheel zooms, a drag moves along, a double click shows all."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

from mlp_desktop.views.kit.plots.value_axis import PlotAxis

Epochs = tuple[float, float]

ZOOM_PER_NOTCH = 1.25
_NOTCH = 120  # Qt counts the wheel in eighths of a degree, and a notch is 15 degrees
_CLOSEST = 1 / 1000  # of all epochs: closer than that there is nothing to see


class PlotArea(pg.PlotWidget):
    """Zoom and pan along the epochs; the values shown always fill the height.

    ``pointed`` tells over which epoch the mouse is, ``None`` when it has left; ``zoomed`` the first and last epoch
    that a person wants to see, ``None`` for all.
    """

    pointed = Signal(object)
    zoomed = Signal(object)

    def __init__(self, axis: pg.AxisItem) -> None:
        self.shown_epochs: Epochs | None = None
        """The epochs shown; ``None`` while all are."""
        self._all: Epochs = (0.0, 0.0)
        self._grip: QPointF | None = None
        area = pg.PlotItem(axisItems={"left": axis, "bottom": PlotAxis("bottom")}, enableMenu=False)
        super().__init__(plotItem=area)
        self._item = area
        self._view: pg.ViewBox = area.getViewBox()
        for side in ("left", "bottom"):
            area.getAxis(side).setZValue(-200)  # the grid lies under the curves, which are at -100
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setCacheMode(pg.PlotWidget.CacheModeFlag.CacheNone)  # the ground is one colour
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseEnabled(False, False)
        # pyqtgraph makes its menu all the same, without a parent; this way it goes when the plot goes.
        if area.ctrlMenu is not None:
            area.ctrlMenu.setParent(self, area.ctrlMenu.windowFlags())
        self.hideButtons()
        self.setLimits(xMin=0)
        self.setDownsampling(auto=True, mode="peak")
        self._view.setAutoVisible(y=True)

    def add_beside(self, item: pg.GraphicsObject) -> None:
        """Draw ``item`` with the curves, without regard to it when room is made for them."""
        self._item.addItem(item, ignoreBounds=True)

    def set_extent(self, first: float, last: float) -> None:
        """Say from which epoch to which there are points."""
        self._all = (first, last)

    def settle(self) -> None:
        """Make room for what has changed before it is painted: made while painting, it has all painted twice."""
        scene = self.scene()
        if self.isVisible() and isinstance(scene, pg.GraphicsScene):
            scene.prepareForPaint()

    def show_epochs(self, epochs: Epochs | None) -> None:
        """Show these epochs, or all, unannounced."""
        self.shown_epochs = epochs
        if epochs is None:
            self._view.enableAutoRange(x=True)
        else:
            self._view.setXRange(*epochs, padding=0)

    def show_all(self) -> None:
        """Show all epochs, as a person wants it."""
        self.show_epochs(None)
        self.zoomed.emit(None)

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Make everything ``factor`` times as wide, with the epoch ``around`` (the middle if none) staying put."""
        low, high = self._shown()
        centre = (low + high) / 2 if around is None else min(max(around, low), high)
        self._want(centre - (centre - low) / factor, centre + (high - centre) / factor)

    def wheelEvent(self, ev: QWheelEvent) -> None:
        """Zoom at the place of the pointer."""
        turn = ev.angleDelta().y() / _NOTCH
        if turn:
            self.zoom(ZOOM_PER_NOTCH**turn, self._epoch_at(ev.position()))
        ev.accept()

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        """Take hold of the curves."""
        if ev.button() == Qt.MouseButton.LeftButton:
            self._grip = ev.position()
        ev.ignore()  # whoever holds the plot may take the keyboard

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        """Move what is held, and tell where the mouse is."""
        if self._grip is not None and self.shown_epochs is not None:
            moved = self._epoch_at(self._grip) - self._epoch_at(ev.position())
            low, high = self._shown()
            first, last = self._all
            moved = min(max(moved, first - low), last - high)
            self._want(low + moved, high + moved)
            self._grip = ev.position()
        self.pointed.emit(self._epoch_at(ev.position()))

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        """Let go."""
        self._grip = None
        ev.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything again."""
        self.show_all()
        event.accept()

    def leaveEvent(self, ev: QEvent) -> None:
        """Tell that the mouse points at nothing here."""
        super().leaveEvent(ev)
        self.pointed.emit(None)

    def _epoch_at(self, place: QPointF) -> float:
        return self._view.mapSceneToView(self.mapToScene(place.toPoint())).x()

    def _shown(self) -> Epochs:
        return self._all if self.shown_epochs is None else self.shown_epochs

    def _want(self, low: float, high: float) -> None:
        first, last = self._all
        if last <= first:
            return
        if high - low < (last - first) * _CLOSEST:
            return
        low, high = max(low, first), min(high, last)
        wanted = None if (low, high) == self._all else (low, high)
        self.show_epochs(wanted)
        self.zoomed.emit(wanted)
