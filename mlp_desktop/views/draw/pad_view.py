"""The pad in sight: a picture on it can be shown larger, and moved."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent

from mlp_desktop.guard import guarded
from mlp_desktop.views.draw.pad_input import PadInput
from mlp_desktop.views.draw.pad_zoom import STEP, PadZoom

_NOTCH = 120  # what a wheel turns by from one notch to the next, in eighths of a degree


@guarded
class PadView(PadInput):
    """Shows a picture larger than the pad: the wheel and a pinch zoom, the middle mouse button moves it."""

    # Events come before the widget is made: these are of the class until they change.
    _can_zoom = False
    _zoom = PadZoom()
    _held: QPointF | None = None
    """Where the middle button holds the picture."""

    @property
    def zoom(self) -> PadZoom:
        """Which part of the picture is in sight."""
        return self._zoom

    def let_zoom(self, can_zoom: bool) -> None:
        """Let the picture be shown larger, or show all of the pad where there is none."""
        self._can_zoom = can_zoom
        if not can_zoom:
            self._show_zoom(PadZoom())

    def square(self) -> QRectF:
        """The whole pad, in the widget's coordinates; beyond the paper where a picture is shown larger."""
        return self._zoom.square(self.paper())

    def zoom_to(self, factor: float, at: QPointF | None = None) -> None:
        """Show the picture ``factor`` times as large as the pad; without a picture nothing happens.

        Args:
            factor: 1 fits it into the pad.
            at: a point of the widget that stays where it is; by default the middle.
        """
        if self._can_zoom:
            paper = self.paper()
            place = paper.center() if at is None else at
            self._show_zoom(self._zoom.zoomed(factor, place, paper, self.devicePixelRatioF()))

    def zoom_to_pixels(self, pixels: int) -> None:
        """Show a picture with this longer side pixel by pixel, or as large as can be shown."""
        self.zoom_to(pixels / max(self.paper().width() * self.devicePixelRatioF(), 1.0))

    def move_by(self, across: float, down: float) -> None:
        """Move the picture under the pad, by shares of the paper's side."""
        side = self.paper().width()
        self._show_zoom(self._zoom.moved(QPointF(across * side, down * side), self.paper()))

    def _show_zoom(self, zoom: PadZoom) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; two fingers on a touchpad move the picture."""
        if not self._can_zoom:
            super().wheelEvent(event)
            return
        fine, turned = event.pixelDelta(), event.angleDelta().y()
        if not fine.isNull() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._show_zoom(self._zoom.moved(QPointF(fine), self.paper()))
        else:
            self.zoom_to(self._zoom.factor * STEP ** (turned / _NOTCH), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom by a pinch on a touchpad."""
        pinched = Qt.NativeGestureType.ZoomNativeGesture
        if self._can_zoom and isinstance(event, QNativeGestureEvent) and event.gestureType() == pinched:
            self.zoom_to(self._zoom.factor * (1 + event.value()), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold the picture with the middle button, or draw."""
        if event.button() == Qt.MouseButton.MiddleButton and self._can_zoom:
            self._held = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture that the middle button holds, or draw."""
        if self._held is not None and event.buttons() & Qt.MouseButton.MiddleButton:
            by, self._held = event.position() - self._held, event.position()
            self._show_zoom(self._zoom.moved(by, self.paper()))
        else:
            self._held = None
        super().mouseMoveEvent(event)
