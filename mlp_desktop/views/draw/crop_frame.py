"""The frame with which a part of the picture on the pad is chosen."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, announce, describe, give_role
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE

_KEY_STEP = 0.05  # of the picture's side
_SIDES = {Qt.Key.Key_Left: 0, Qt.Key.Key_Up: 1, Qt.Key.Key_Right: 2, Qt.Key.Key_Down: 3}
_LEAST = 4.0  # sides of a frame, in the pad's coordinates, below which it was a click

Box = tuple[float, float, float, float]


@guarded
class CropFrame(QWidget):
    """Lies over the whole pad while a part is chosen: dragged with the mouse, or by keys.

    An arrow key cuts a twentieth off on its side, with Shift it gives it back; Enter crops and Esc leaves it.
    """

    chosen = Signal(tuple)
    """Left, top, right and bottom, in the pad's coordinates."""
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Graphic)
        describe(self, "cropFrame", "Crop frame")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._picture: Box = (0.0, 0.0, PAD_SIDE, PAD_SIDE)
        self._cut = [0.0, 0.0, 0.0, 0.0]
        self._corner: QPointF | None = None
        self._frame: Box = self._picture
        self.hide()

    def begin(self, picture: Box) -> None:
        """Let the person choose a part of the picture that lies at ``picture`` in the pad's coordinates."""
        self._picture = self._frame = picture
        self._cut, self._corner = [0.0, 0.0, 0.0, 0.0], None
        self.setAccessibleDescription("Arrow keys cut off on their side, with Shift less. Enter crops, Escape leaves.")
        self.show()
        self.raise_()
        self.setFocus()

    def is_for(self, picture: Box) -> bool:
        """Whether it was begun for a picture at this place."""
        return self._picture == picture

    def end(self) -> None:
        """Take the frame away."""
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a new frame."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._corner = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the frame up to the pointer."""
        if self._corner is not None:
            self._frame = self._box(self._corner, event.position())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Crop to the frame, unless it was a mere click."""
        if self._corner is None or event.button() != Qt.MouseButton.LeftButton:
            return
        box = self._box(self._corner, event.position())
        self._corner = None
        if min(box[2] - box[0], box[3] - box[1]) >= _LEAST:
            self.chosen.emit(box)
        else:
            self._frame = self._picture
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move a side of the frame, crop, or leave."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._frame)
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in _SIDES:
            self._move(_SIDES[key], -_KEY_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _KEY_STEP)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a veil over all but the frame."""
        square = self._square()
        unit = square.width() / PAD_SIDE
        left, top, right, bottom = (edge * unit for edge in self._frame)
        frame = QRectF(QPointF(left, top), QPointF(right, bottom)).translated(square.topLeft())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QPainterPath()
        veil.addRect(square)
        hole = QPainterPath()
        hole.addRect(frame)
        colour = self.palette().color(QPalette.ColorRole.Window)
        colour.setAlpha(170)
        painter.fillPath(veil - hole, colour)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for role, width in ((QPalette.ColorRole.Base, 4.0), (QPalette.ColorRole.Accent, 2.0)):
            painter.setPen(QPen(self.palette().color(role), width))
            painter.drawRect(frame)
        if self._frame == self._picture:
            self._paint_hint(painter, square)

    def _paint_hint(self, painter: QPainter, square: QRectF) -> None:
        words = "Drag a frame around what should be read"
        painter.setFont(theme.text_font("body"))
        metrics = painter.fontMetrics()
        sheet = QRectF(0, 0, metrics.horizontalAdvance(words) + 3 * theme.GRID, metrics.height() + 2 * theme.GRID)
        sheet.moveCenter(square.center())
        sheet.moveBottom(square.bottom() - 2 * theme.GRID)
        theme.paint_paper(painter, sheet, self.palette())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, words)

    def _move(self, side: int, share: float) -> None:
        opposite = self._cut[(side + 2) % 4]
        self._cut[side] = min(max(self._cut[side] + share, 0.0), 1.0 - opposite - _KEY_STEP)
        left, top, right, bottom = self._picture
        width, height = right - left, bottom - top
        cut = self._cut
        self._frame = (
            left + cut[0] * width,
            top + cut[1] * height,
            right - cut[2] * width,
            bottom - cut[3] * height,
        )
        announce(self, f"{1 - cut[0] - cut[2]:.0%} of the width, {1 - cut[1] - cut[3]:.0%} of the height")
        self.update()

    def _box(self, one: QPointF, other: QPointF) -> Box:
        """The frame between two places of the widget, within the picture, in the pad's coordinates."""
        square = self._square()
        unit = square.width() / PAD_SIDE
        left, top, right, bottom = self._picture
        xs = sorted(min(max((place.x() - square.left()) / unit, left), right) for place in (one, other))
        ys = sorted(min(max((place.y() - square.top()) / unit, top), bottom) for place in (one, other))
        return xs[0], ys[0], xs[1], ys[1]

    def _square(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
