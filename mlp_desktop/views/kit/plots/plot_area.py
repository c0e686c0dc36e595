"""The area in which curves are drawn: the wheel zooms, a drag pans, a double click shows everything."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit.plots.value_axis import EpochAxis, PlotAxis

Epochs = tuple[float, float]

ZOOM_PER_NOTCH = 1.25
_NOTCH = 120  # Qt counts the wheel in eighths of a degree, and a notch is 15 degrees
_CLOSEST = 1 / 1000  # of all epochs: a closer zoom would show nothing


@guarded
class PlotArea(pg.PlotWidget):
    """Curves that can be zoomed and panned along the epochs; the visible values always fill the height.

    ``pointed`` carries the epoch under the mouse, or ``None`` when it has left. ``zoomed`` carries the first and last
    epoch that a person wants to see, or ``None`` for all.
    """

    pointed = Signal(object)
    zoomed = Signal(object)

    def __init__(self, axis: pg.AxisItem) -> None:
        self.shown_epochs: Epochs | None = None
        """The first and last visible epoch; ``None`` while all are visible."""
        self._all: Epochs = (0.0, 0.0)
        self._drag: QPointF | None = None
        axes = {"left": axis, "bottom": EpochAxis(), "top": PlotAxis("top"), "right": PlotAxis("right")}
        area = pg.PlotItem(axisItems=axes, enableMenu=False)
        for side in ("top", "right"):  # pyqtgraph has all four, and makes slower ones where none is given
            area.hideAxis(side)
        super().__init__(plotItem=area)
        self._item = area
        self._view: pg.ViewBox = area.getViewBox()
        for side in ("left", "bottom"):
            area.getAxis(side).setZValue(-200)  # puts the grid under the curves, which are at -100
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setCacheMode(pg.PlotWidget.CacheModeFlag.CacheNone)  # a plain background is painted fast enough
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseEnabled(False, False)
        # pyqtgraph makes its menu even so, without a parent; with a parent it is deleted with the plot.
        if area.ctrlMenu is not None:
            area.ctrlMenu.setParent(self, area.ctrlMenu.windowFlags())
        self.hideButtons()
        self.setLimits(xMin=0)
        self.setDownsampling(auto=True, mode="peak")
        self._view.setAutoVisible(y=True)

    def add_beside(self, item: pg.GraphicsObject) -> None:
        """Draw ``item`` with the curves, but ignore it when the axes are scaled."""
        self._item.addItem(item, ignoreBounds=True)

    def set_extent(self, first: float, last: float) -> None:
        """Set the first and last epoch that have points."""
        self._all = (first, last)

    def settle(self) -> None:
        """Scale the axes to changed curves now. If painting does it, everything is painted twice."""
        scene = self.scene()
        if self.isVisible() and isinstance(scene, pg.GraphicsScene):
            scene.prepareForPaint()

    def show_epochs(self, epochs: Epochs | None) -> None:
        """Show these epochs, or all, without a signal."""
        self.shown_epochs = epochs
        if epochs is None:
            self._view.enableAutoRange(x=True)
        else:
            self._view.setXRange(*epochs, padding=0)

    def show_all(self) -> None:
        """Show all epochs at a person's request."""
        self.show_epochs(None)
        self.zoomed.emit(None)

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Magnify ``factor`` times; the epoch ``around``, or the middle, stays in place."""
        low, high = self._shown()
        centre = (low + high) / 2 if around is None else min(max(around, low), high)
        self._want(centre - (centre - low) / factor, centre + (high - centre) / factor)

    def wheelEvent(self, ev: QWheelEvent) -> None:
        """Zoom around the pointer."""
        turn = ev.angleDelta().y() / _NOTCH
        if turn:
            self.zoom(ZOOM_PER_NOTCH**turn, self._epoch_at(ev.position()))
        ev.accept()

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        """Begin to drag."""
        if ev.button() == Qt.MouseButton.LeftButton:
            self._drag = ev.position()
        ev.ignore()  # so that the plot around it takes the keyboard focus

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        """Pan while dragging, and announce the epoch under the mouse."""
        if self._drag is not None and self.shown_epochs is not None:
            moved = self._epoch_at(self._drag) - self._epoch_at(ev.position())
            low, high = self._shown()
            first, last = self._all
            moved = min(max(moved, first - low), last - high)
            self._want(low + moved, high + moved)
            self._drag = ev.position()
        self.pointed.emit(self._epoch_at(ev.position()))

    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        """End the drag."""
        self._drag = None
        ev.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all epochs."""
        self.show_all()
        event.accept()

    def leaveEvent(self, ev: QEvent) -> None:
        """Announce that the mouse has left."""
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
