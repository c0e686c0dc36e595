"""The highlight of the pen in presentation mode: a ring that can be followed from the last row."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit.overlay import Overlay

_RADIUS = 0.045  # of the pad's side
_TYPES = QEvent.Type
_GONE = (_TYPES.Leave, _TYPES.TouchEnd, _TYPES.TouchCancel, _TYPES.TabletLeaveProximity)


@guarded
class PenHighlight(Overlay):
    """Follows mouse, pen and finger with a ring."""

    def __init__(self, pad: QWidget) -> None:
        super().__init__(pad, "penHighlight")
        self._at: QPointF | None = None

    @property
    def at(self) -> QPointF | None:
        """Where the pen is on the pad; ``None`` while it is away."""
        return self._at

    def follow_pen(self, on: bool) -> None:
        """Follow the pen from now on, or no longer."""
        self._at = None
        self.setVisible(on)
        if on:
            self.below.installEventFilter(self)
        else:
            self.below.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pen over the pad."""
        if event.type() in _GONE:
            self._move(None)
        elif isinstance(event, QMouseEvent | QTabletEvent):
            self._move(event.position())
        elif isinstance(event, QTouchEvent) and event.points():
            self._move(event.points()[0].position())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a ring that can be seen both on paper and on ink."""
        if self._at is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._radius()
        for role, width in ((QPalette.ColorRole.Base, 0.5), (QPalette.ColorRole.Accent, 0.25)):
            painter.setPen(QPen(self.palette().color(role), width * radius))
            painter.drawEllipse(self._at, radius, radius)

    def _radius(self) -> float:
        return _RADIUS * min(self.width(), self.height())

    def _move(self, at: QPointF | None) -> None:
        for place in (self._at, at):
            if place is not None:
                reach = 1.3 * self._radius() + 1
                self.update(QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach).toAlignedRect())
        self._at = None if at is None else QPointF(at)
