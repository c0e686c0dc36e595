"""Mouse, tablet pen and finger on a square sheet: whose stroke it is, and where it goes."""

from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QEventPoint, QHideEvent, QMouseEvent, QPointingDevice, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.views.kit.stroke_ink import PAD_SIDE

Device = tuple[str, int, int]
"""What a stroke is drawn with: a mouse, a pen or a finger, and which of them."""

_MOUSE: Device = ("mouse", 0, 0)

_PEN_IS_GONE = 2.0
"""Seconds after which a pen that reports nothing was carried away from the tablet with its stroke unfinished.
The mouse events that a system sends beside a pen's come within milliseconds."""


class PadPoint(NamedTuple):
    """Where something touches the pad in coordinates from 0 to ``PAD_SIDE``, when, in seconds, and how hard, 0 to 1."""

    x: float
    y: float
    time: float = 0.0
    pressure: float | None = None


class PadInput(QWidget):
    """Tells what the mouse, a pen or a finger does, in coordinates from 0 to ``PAD_SIDE``.

    The square is centred in the widget. Points outside it are moved to its nearest edge. A stroke belongs to the
    device that began it, and others are ignored until it ends: the mouse events that some systems send beside a
    pen's, the palm beside the tip, a second finger. A pen alone takes over from a mouse or a finger.
    """

    stroke_started = Signal(PadPoint, bool)
    """Where, and whether with what erases: the tail of a pen, or the right mouse button."""
    stroke_moved = Signal(PadPoint)
    stroke_finished = Signal()
    stroke_cancelled = Signal()
    """What was done since the stroke started was not meant."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._device: Device | None = None
        self._drawn_with = ""
        self._button = Qt.MouseButton.NoButton
        self._pen_seen = 0.0
        self._pen_only = False
        self._erases = False
        self._ring: QPointF | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMouseTracking(True)
        self.setTabletTracking(True)

    @property
    def drawn_with(self) -> str:
        """What the last stroke was drawn with: "mouse", "pen" or "finger"; empty before the first."""
        return self._drawn_with

    @property
    def ring(self) -> QPointF | None:
        """Where on the widget an eraser is over it, if one is."""
        return self._ring

    def hold_eraser(self, in_hand: bool) -> None:
        """Whether what the hand holds erases, whichever button is pressed."""
        self._erases = in_hand
        if not in_hand:
            self._ring = None

    def set_pen_only(self, pen_only: bool) -> None:
        """Let pens draw alone, and mouse and fingers leave the pad as it is; the mouse's cursor says so."""
        self._pen_only = pen_only
        self.setCursor(Qt.CursorShape.ForbiddenCursor if pen_only else Qt.CursorShape.CrossCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a stroke with the left button, or rub out with the right one."""
        button = event.button()
        if button not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton) or self._pen_only:
            return
        if self._draws_with("pen") and monotonic() - self._pen_seen > _PEN_IS_GONE:
            self._finish()
        if self._device is None and self.square().contains(event.position()):
            self._button = button
            self._start(_MOUSE, self._point(event), erases=button == Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the mouse's stroke, or end it if its button was let go where the pad could not see it."""
        mine = self._device == _MOUSE
        if (mine or self._device is None) and not self._pen_only:
            self._show_ring(event.position(), self._erases or (mine and self._button == Qt.MouseButton.RightButton))
        if mine and not event.buttons() & self._button:
            self._finish()
        elif mine:
            self.stroke_moved.emit(self._point(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the mouse's stroke with the button that began it."""
        if self._device == _MOUSE and event.button() == self._button:
            self._finish()
            self._show_ring(event.position(), self._erases)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with the tip of a pen and rub out with its tail; its side buttons do nothing."""
        device = ("pen", event.pointingDevice().systemId(), event.pointingDevice().uniqueId().numericId())
        erases = event.pointerType() == QPointingDevice.PointerType.Eraser
        tip = event.button() == Qt.MouseButton.LeftButton
        point = self._point(event, event.pressure())
        mine = self._device == device
        self._pen_seen = monotonic()
        if event.type() == QEvent.Type.TabletPress and tip:
            self._pen_pressed(device, point, event.position(), erases)
        elif event.type() == QEvent.Type.TabletMove:
            self._show_ring(event.position(), self._erases or erases)
            if mine and event.buttons() & Qt.MouseButton.LeftButton:
                self.stroke_moved.emit(point)
            elif mine:
                self._finish()  # it was lifted where the pad could not see it
        elif event.type() == QEvent.Type.TabletRelease and tip and mine:
            self._finish()
        event.accept()

    def _pen_pressed(self, device: Device, point: PadPoint, position: QPointF, erases: bool) -> None:
        if self._draws_with("pen"):
            if self._device != device:
                return
            self._finish()  # it was lifted where the pad could not see it
        elif self._device is not None:
            self._cancel()  # a palm, or the system's mouse event that came before the pen's own
        if self.square().contains(position):
            self._start(device, point, erases=erases)

    def event(self, event: QEvent) -> bool:
        """Draw with a finger, the first that touches; a touch that the system takes back was never there."""
        if isinstance(event, QTouchEvent):
            event.accept()  # also what is ignored, or it would come again as the mouse's
            if not self._pen_only:
                self._touched(event)
            return True
        return super().event(event)

    def _touched(self, event: QTouchEvent) -> None:
        kind = event.type()
        if kind in (QEvent.Type.TouchCancel, QEvent.Type.TouchBegin) and self._draws_with("finger"):
            self._cancel()  # also where the end of the last touch was never told
        for finger in event.points() if kind != QEvent.Type.TouchCancel else ():
            device = ("finger", event.pointingDevice().systemId(), finger.id())
            state = finger.state()
            if self._device == device and state == QEventPoint.State.Released:
                self._finish()
            elif self._device == device and state == QEventPoint.State.Updated:
                self.stroke_moved.emit(self._point_of(finger, event))
            elif self._device is None and kind == QEvent.Type.TouchBegin and self.square().contains(finger.position()):
                self._start(device, self._point_of(finger, event), erases=False)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the eraser's ring away."""
        self._show_ring(QPointF(), False)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let no stroke outlive the pad on the screen: its release would never come."""
        if self._device is not None:
            self._finish()
        super().hideEvent(event)

    def _start(self, device: Device, point: PadPoint, *, erases: bool) -> None:
        self._device, self._drawn_with = device, device[0]
        self.stroke_started.emit(point, erases)

    def _draws_with(self, kind: str) -> bool:
        return self._device is not None and self._device[0] == kind

    def _cancel(self) -> None:
        self._device = None
        self.stroke_cancelled.emit()

    def _finish(self) -> None:
        self._device = None
        self.stroke_finished.emit()

    def square(self) -> QRectF:
        """The sheet, in the widget's own coordinates."""
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _point(self, event: QMouseEvent | QTabletEvent, pressure: float | None = None) -> PadPoint:
        return self._logical(event.position(), event.timestamp(), pressure)

    def _point_of(self, finger: QEventPoint, event: QTouchEvent) -> PadPoint:
        return self._logical(finger.position(), event.timestamp(), None)

    def _logical(self, position: QPointF, milliseconds: int, pressure: float | None) -> PadPoint:
        square = self.square()
        offset = (position - square.topLeft()) * (PAD_SIDE / square.width())
        x, y = (min(max(place, 0.0), PAD_SIDE) for place in (offset.x(), offset.y()))
        return PadPoint(x, y, milliseconds / 1000, pressure)

    def _show_ring(self, position: QPointF, erases: bool) -> None:
        ring = QPointF(position) if erases else None
        if ring != self._ring:
            self._ring = ring
            self.update()
