"""The pad's input: strokes from the mouse, a tablet pen, a finger or the keys."""

from time import monotonic

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QEventPoint, QHideEvent, QMouseEvent, QPointingDevice, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.draw.pad_edge import PadPoint, part_on_paper
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE

Device = tuple[str, int, int]
"""The device that draws a stroke: its kind ("mouse", "pen", "finger" or "keys") and the numbers that identify it."""

DRAWING_TIP = "Draw here. The right mouse button erases, and so does the eraser end of a pen."
PEN_ONLY_TIP = "Only a pen draws here; its eraser end erases. The Pen menu lets mouse and fingers draw too."

_MOUSE: Device = ("mouse", 0, 0)
_KEYS: Device = ("keys", 0, 0)

_PEN_TIMEOUT = 2.0
"""Seconds without an event after which a pen counts as removed from the tablet, even amid a stroke. The mouse events
that a system sends along with a pen's arrive within milliseconds."""


@guarded
class PadInput(QWidget):
    """Announces strokes in coordinates from 0 to ``PAD_SIDE``.

    The pad is a square centred in the widget. As on paper, what is drawn beyond its edge is not there: a stroke ends
    where it leaves the pad, and where the device comes back without having been lifted, another begins.

    A stroke belongs to the device that began it. Other devices are ignored until it ends: the mouse events that some
    systems send along with a pen's, the palm of the hand, a second finger. Only a pen may take over from a mouse or a
    finger. Keys draw only while no hand does: whatever else is pressed on the pad ends their stroke.
    """

    stroke_started = Signal(PadPoint, bool)
    """The first point, and whether the stroke erases: with the tail of a pen or the right mouse button."""
    stroke_moved = Signal(PadPoint)
    stroke_finished = Signal()
    stroke_cancelled = Signal()
    """The stroke was not intended, and its effect must be undone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._device: Device | None = None
        self._drawn_with = ""
        self._place: PadPoint | None = None
        self._draws = False
        self._with_eraser = False
        self._button = Qt.MouseButton.NoButton
        self._pen_seen = 0.0
        self._pen_only = False
        self._erases = False
        self._ring: QPointF | None = None
        self.set_pen_only(False)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setMouseTracking(True)
        self.setTabletTracking(True)

    @property
    def drawn_with(self) -> str:
        """The kind of device that drew the last stroke: "mouse", "pen", "finger" or "keys"; empty before the first."""
        return self._drawn_with

    @property
    def ring(self) -> QPointF | None:
        """Centre of the eraser over the pad, in the widget's coordinates; ``None`` if there is none."""
        return self._ring

    def select_eraser(self, selected: bool) -> None:
        """Set whether the selected tool erases, whichever button is pressed."""
        self._erases = selected
        if not selected:
            self._ring = None

    def set_pen_only(self, pen_only: bool) -> None:
        """Let only pens draw; the mouse cursor shows that mouse and fingers cannot."""
        self._pen_only = pen_only
        self.setToolTip(plain_tip(PEN_ONLY_TIP if pen_only else DRAWING_TIP))
        self.setCursor(Qt.CursorShape.ForbiddenCursor if pen_only else Qt.CursorShape.CrossCursor)

    @property
    def is_drawn_by_keys(self) -> bool:
        """Whether the pen that keys move is down."""
        return self._device == _KEYS

    def put_keys_down(self, point: PadPoint) -> None:
        """Begin a stroke of the pen that keys move; nothing happens while a hand draws."""
        if self._device is None:
            self._start(_KEYS, point, erases=False)

    def draw_keys_to(self, point: PadPoint) -> None:
        """Continue the stroke of the pen that keys move, if it is down."""
        if self.is_drawn_by_keys:
            self._move(point)

    def lift_keys(self) -> None:
        """End the stroke of the pen that keys move, if it is down."""
        if self.is_drawn_by_keys:
            self._finish()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a stroke with the left button, or erase with the right one."""
        button = event.button()
        if button not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton) or self._pen_only:
            return
        self.lift_keys()
        if self._draws_with("pen") and monotonic() - self._pen_seen > _PEN_TIMEOUT:
            self._finish()
        if self._device is None and self.paper().contains(event.position()):
            self._button = button
            self._start(_MOUSE, self._point(event), erases=button == Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Continue the mouse's stroke, or end it if its button was released outside the window."""
        mine = self._device == _MOUSE
        if (mine or self._device is None) and not self._pen_only:
            self._show_ring(event.position(), self._erases or (mine and self._button == Qt.MouseButton.RightButton))
        if mine and not event.buttons() & self._button:
            self._finish()
        elif mine:
            self._move(self._point(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the mouse's stroke with the button that began it."""
        if self._device == _MOUSE and event.button() == self._button:
            self._finish()
            self._show_ring(event.position(), self._erases)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with the tip of a pen, and erase with its tail; its side buttons do nothing."""
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
                self._move(point)
            elif mine:
                self._finish()  # it was lifted where the pad received no event
        elif event.type() == QEvent.Type.TabletRelease and tip and mine:
            self._finish()
        event.accept()

    def _pen_pressed(self, device: Device, point: PadPoint, position: QPointF, erases: bool) -> None:
        self.lift_keys()
        if self._draws_with("pen"):
            if self._device != device:
                return
            self._finish()  # it was lifted where the pad received no event
        elif self._device is not None:
            self._cancel()  # it came from a palm, or was a mouse event that the system sent before the pen's own
        if self.paper().contains(position):
            self._start(device, point, erases=erases)

    def event(self, event: QEvent) -> bool:
        """Draw with the first finger that touches; undo a touch that the system cancels."""
        if isinstance(event, QTouchEvent):
            event.accept()  # even if it is ignored; otherwise Qt would send it again as a mouse event
            if not self._pen_only:
                self._touched(event)
            return True
        return super().event(event)

    def _touched(self, event: QTouchEvent) -> None:
        kind = event.type()
        self.lift_keys()
        if kind in (QEvent.Type.TouchCancel, QEvent.Type.TouchBegin) and self._draws_with("finger"):
            self._cancel()  # at a new touch too: the end of the last one never arrived
        for finger in event.points() if kind != QEvent.Type.TouchCancel else ():
            device = ("finger", event.pointingDevice().systemId(), finger.id())
            state = finger.state()
            if self._device == device and state == QEventPoint.State.Released:
                self._finish()
            elif self._device == device and state == QEventPoint.State.Updated:
                self._move(self._point_of(finger, event))
            elif self._device is None and kind == QEvent.Type.TouchBegin and self.paper().contains(finger.position()):
                self._start(device, self._point_of(finger, event), erases=False)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the eraser's ring."""
        self._show_ring(QPointF(), False)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """End the stroke when the pad is hidden, because its end would never arrive."""
        if self._device is not None:
            self._finish()
        super().hideEvent(event)

    def _start(self, device: Device, point: PadPoint, *, erases: bool) -> None:
        self._device, self._drawn_with = device, device[0]
        self._place, self._with_eraser = point, erases
        self._begin(point)

    def _begin(self, point: PadPoint) -> None:
        self._draws = True
        self.stroke_started.emit(point.snapped(), self._with_eraser)

    def _move(self, point: PadPoint) -> None:
        """Draw what of the way to ``point`` lies on the pad."""
        part = None if self._place is None else part_on_paper(self._place, point)
        self._place = point
        if part is None:
            return
        start, end = part
        if not self._draws and start != end:
            self._begin(start)
        if self._draws and start != end:
            self.stroke_moved.emit(end)
        if not point.is_on_paper:
            self._end()

    def _draws_with(self, kind: str) -> bool:
        return self._device is not None and self._device[0] == kind

    def _cancel(self) -> None:
        self._device, self._draws = None, False
        self.stroke_cancelled.emit()

    def _finish(self) -> None:
        self._device = None
        self._end()

    def _end(self) -> None:
        if self._draws:
            self._draws = False
            self.stroke_finished.emit()

    def square(self) -> QRectF:
        """The pad, in the widget's coordinates; it may reach beyond the paper."""
        return self.paper()

    def paper(self) -> QRectF:
        """The part of the pad that is in sight, in the widget's coordinates."""
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _point(self, event: QMouseEvent | QTabletEvent, pressure: float | None = None) -> PadPoint:
        return self._logical(event.position(), event.timestamp(), pressure)

    def _point_of(self, finger: QEventPoint, event: QTouchEvent) -> PadPoint:
        return self._logical(finger.position(), event.timestamp(), None)

    def _logical(self, position: QPointF, milliseconds: int, pressure: float | None) -> PadPoint:
        square = self.square()
        offset = (position - square.topLeft()) * (PAD_SIDE / square.width())
        return PadPoint(offset.x(), offset.y(), milliseconds / 1000, pressure)

    def _show_ring(self, position: QPointF, erases: bool) -> None:
        ring = QPointF(position) if erases else None
        if ring != self._ring:
            self._ring = ring
            self.update()
