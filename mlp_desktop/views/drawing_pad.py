"""The sheet of paper that people draw on."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.views import theme
from mlp_desktop.views.ink_image import ink_image

PAD_SIDE = 280.0
"""Side of the pad in logical coordinates, whatever its size on the screen."""

PEN_WIDTH = 20.0
"""Width of the ink that is shown, in the same coordinates."""

_PIECE = 24
"""Strokes are painted this many points at a time, because the time for a path that crosses itself grows much
faster than its length. The pen's round ends hide where the pieces meet."""

Point = tuple[float, float]
Stroke = tuple[Point, ...]


class DrawingPad(QWidget):
    """Shows strokes, and tells what the mouse, the pen or a finger does in coordinates from 0 to ``PAD_SIDE``.

    The square is centred in the widget. Points outside it are moved to its nearest edge. While a pen touches
    the pad, the mouse events that some systems send beside the pen's are ignored.
    """

    stroke_started = Signal(float, float)
    stroke_moved = Signal(float, float)
    stroke_finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: tuple[Stroke, ...] = ()
        self._picture: np.ndarray | None = None
        self._device: Literal["mouse", "pen"] | None = None
        # Ink that no longer changes, painted once: which strokes, and what they were painted for.
        self._settled = QPixmap()
        self._settled_strokes: tuple[Stroke, ...] = ()
        self._settled_for: object = None
        self.setObjectName("drawingPad")
        self.setAccessibleName("Drawing pad")
        self.setAccessibleDescription("Draw a digit here with the mouse, a pen or a finger.")
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)

    def sizeHint(self) -> QSize:
        """Twice the logical size."""
        return QSize(560, 560)

    def set_drawing(self, strokes: Sequence[Sequence[Point]], picture: np.ndarray | None) -> None:
        """Show ``strokes`` over ``picture`` (uint8 ink, any shape, fitted into the square in its own proportions)."""
        self._strokes = tuple(tuple(stroke) for stroke in strokes)
        if picture is not self._picture:
            self._picture = picture
            self._settled_for = None
        self.update()

    # What people do

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a stroke with the left button."""
        starts = event.button() == Qt.MouseButton.LeftButton and self._device is None
        if starts and self._square().contains(event.position()):
            self._device = "mouse"
            self.stroke_started.emit(*self._logical(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the mouse's stroke."""
        if self._device == "mouse":
            self.stroke_moved.emit(*self._logical(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the mouse's stroke."""
        if self._device == "mouse" and event.button() == Qt.MouseButton.LeftButton:
            self._finish()

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with the tip of a pen; its side buttons do nothing."""
        position = event.position()
        tip = event.button() == Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.TabletPress and tip:
            if self._device is None and self._square().contains(position):
                self._device = "pen"
                self.stroke_started.emit(*self._logical(position))
            elif self._device == "mouse":
                # Where the system's mouse event came first, the pen takes over the stroke that it began.
                self._device = "pen"
        elif self._device == "pen" and event.type() == QEvent.Type.TabletMove:
            self.stroke_moved.emit(*self._logical(position))
        elif self._device == "pen" and event.type() == QEvent.Type.TabletRelease and tip:
            self._finish()
        event.accept()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let no stroke outlive the pad on the screen: its release would never come."""
        if self._device is not None:
            self._finish()
        super().hideEvent(event)

    def _finish(self) -> None:
        self._device = None
        self.stroke_finished.emit()

    # Where things are

    def _square(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _logical(self, position: QPointF) -> Point:
        square = self._square()
        offset = (position - square.topLeft()) * (PAD_SIDE / square.width())
        return min(max(offset.x(), 0.0), PAD_SIDE), min(max(offset.y(), 0.0), PAD_SIDE)

    # What is seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint paper, settled ink, and the newest stroke on top."""
        square = self._square()
        painter = QPainter(self)
        theme.paint_paper(painter, square, self.palette(), focused=self.hasFocus())
        if not self._strokes and self._picture is None:
            painter.setFont(theme.text_font("heading"))
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, "Draw a digit")
            return
        sheet = QPainterPath()
        sheet.addRoundedRect(square.adjusted(2, 2, -2, -2), theme.GRID - 2, theme.GRID - 2)
        painter.setClipPath(sheet)
        self._settle(square.width())
        painter.drawPixmap(square.topLeft(), self._settled)
        painter.translate(square.topLeft())
        painter.scale(square.width() / PAD_SIDE, square.width() / PAD_SIDE)
        self._paint_strokes(painter, self._strokes[-1:])

    def _settle(self, side: float) -> None:
        """Bring the pixmap of settled ink up to date: picture and all strokes but the last, in device pixels."""
        settled = self._strokes[:-1]
        ratio = self.devicePixelRatioF()
        asked_for = (side, ratio, self.palette().color(QPalette.ColorRole.Text).rgba())
        known = len(self._settled_strokes)
        afresh = asked_for != self._settled_for or settled[:known] != self._settled_strokes
        if afresh:
            pixels = max(round(side * ratio), 1)
            self._settled = QPixmap(pixels, pixels)
            self._settled.setDevicePixelRatio(ratio)
            self._settled.fill(Qt.GlobalColor.transparent)
            self._settled_for = asked_for
            known = 0
        if afresh or known < len(settled):
            painter = QPainter(self._settled)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            painter.scale(side / PAD_SIDE, side / PAD_SIDE)
            if afresh and self._picture is not None:
                self._paint_picture(painter, self._picture)
            self._paint_strokes(painter, settled[known:])
            painter.end()
            self._settled_strokes = settled

    def _paint_picture(self, painter: QPainter, picture: np.ndarray) -> None:
        height, width = picture.shape
        scale = PAD_SIDE / max(height, width)
        fitted = QRectF(0, 0, width * scale, height * scale)
        fitted.moveCenter(QPointF(PAD_SIDE / 2, PAD_SIDE / 2))
        painter.drawImage(fitted, ink_image(picture, self.palette().color(QPalette.ColorRole.Text)))

    def _paint_strokes(self, painter: QPainter, strokes: Sequence[Stroke]) -> None:
        painter.setPen(
            QPen(
                self.palette().color(QPalette.ColorRole.Text),
                PEN_WIDTH,
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in strokes:
            points = [QPointF(x, y) for x, y in stroke]
            painter.drawPoints(points[:1])  # a dot: a path without length has no caps
            for start in range(0, len(points) - 1, _PIECE):
                painter.drawPolyline(points[start : start + _PIECE + 1])
