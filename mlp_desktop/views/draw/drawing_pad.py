"""The pad: the sheet of paper that people draw on."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.draw.pad_ink import PadInk, grown_area
from mlp_desktop.views.draw.pad_input import PadInput
from mlp_desktop.views.draw.pad_picture import PadPicture, ShownPicture
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE, InkStroke

_MARGIN = theme.GRID // 2  # between the ink of a digit and its frame


class DigitBox(NamedTuple):
    """The frame of one digit: its left, top, right and bottom on the pad, its answer, and whether it is chosen."""

    box: tuple[float, float, float, float]
    answer: str
    chosen: bool


@guarded
class DrawingPad(PadInput):
    """Shows strokes while they are drawn, and frames around the digits that are read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: tuple[InkStroke, ...] = ()
        self._picture: np.ndarray | None = None
        self._opened: ShownPicture | None = None
        self._boxes: tuple[DigitBox, ...] = ()
        self._ink = PadInk()
        self._pad_picture = PadPicture()
        self._eraser_width = 0.0
        self.setObjectName("drawingPad")
        self.setAccessibleName("Drawing pad")
        self.setAccessibleDescription(
            "Draw a digit here with the mouse, a pen or a finger. The keys Right and Left put sample digits here."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)

    def sizeHint(self) -> QSize:
        """Twice the size of the pad's coordinates."""
        return QSize(560, 560)

    def set_drawing(self, strokes: Sequence[InkStroke], picture: np.ndarray | None) -> None:
        """Show ``strokes`` over ``picture``.

        Args:
            strokes: in the pad's coordinates.
            picture: uint8 ink, 2-D, any size, fitted into the pad in its own proportions; ``None`` for blank paper.
        """
        grown = grown_area(self._strokes, strokes) if picture is self._picture else None
        self._strokes = tuple(strokes)
        self._picture = picture
        if grown is None:
            self.update()
        else:
            square = self.square()
            scale = square.width() / PAD_SIDE
            corner = square.topLeft() + grown.topLeft() * scale
            self.update(QRectF(corner, grown.size() * scale).toAlignedRect())

    def set_opened(self, opened: ShownPicture | None) -> None:
        """Show an opened picture under the strokes, or none; the strokes then have the colour of its ink."""
        if opened is not self._opened:
            self._opened = opened
            self.update()

    @property
    def boxes(self) -> tuple[DigitBox, ...]:
        """The frames now shown."""
        return self._boxes

    def digit_at(self, x: float, y: float) -> int | None:
        """The place of the digit whose frame holds a point of the pad; of several the smallest, of none ``None``."""
        around = [
            ((right - left) * (bottom - top), place)
            for place, ((left, top, right, bottom), _, _) in enumerate(self._boxes)
            if left <= x <= right and top <= y <= bottom
        ]
        return min(around)[1] if around else None

    def set_boxes(self, boxes: Sequence[DigitBox]) -> None:
        """Show a frame around each digit, over the drawing."""
        if (new := tuple(boxes)) != self._boxes:
            self._boxes = new
            self.update()

    def set_eraser(self, width: float, *, selected: bool) -> None:
        """Set the width of the eraser's ring, and whether the eraser is the selected tool.

        Without the eraser, the ring appears only under the tail of a pen and while the right mouse button erases.
        """
        self._eraser_width = width
        self.select_eraser(selected)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint paper, ink, frames, and the eraser's ring on top."""
        square = self.square()
        painter = QPainter(self)
        theme.paint_paper(painter, square, self.palette(), focused=self.hasFocus())
        sheet = QPainterPath()
        sheet.addRoundedRect(square.adjusted(2, 2, -2, -2), theme.GRID - 2, theme.GRID - 2)
        painter.setClipPath(sheet)
        palette = self.palette()
        if self._opened is not None:
            palette = self._opened.palette
            self._pad_picture.paint(painter, square, self._opened)
        is_step = self._opened is not None and self._opened.is_step
        if (self._strokes or self._picture is not None) and not is_step:
            painter.save()
            colour = QPalette.ColorRole.Text
            if self._opened is not None:
                colour = QPalette.ColorRole.Accent
                # What is drawn beside the picture is not read.
                painter.setClipRect(self._opened.place(square), Qt.ClipOperation.IntersectClip)
            painter.setPen(palette.color(colour))
            self._ink.paint(painter, square.topLeft(), square.width(), self._strokes, self._picture)
            painter.restore()
        elif self._opened is None:
            painter.setFont(theme.text_font("heading"))
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, "Draw a digit")
        if self._boxes and not is_step:
            painter.save()
            painter.translate(square.topLeft())
            on_picture = self._opened is not None
            _paint_boxes(
                painter, self._boxes, square.width() / PAD_SIDE, square.width(), palette, on_picture=on_picture
            )
            painter.restore()
        if self.ring is not None:
            self._paint_ring(painter, self.ring, self._eraser_width * square.width() / PAD_SIDE)

    def _paint_ring(self, painter: QPainter, centre: QPointF, width: float) -> None:
        """Paint a ring that can be seen both on paper and on ink."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for role, thickness in ((QPalette.ColorRole.Base, 4.0), (QPalette.ColorRole.Accent, 2.0)):
            painter.setPen(QPen(self.palette().color(role), thickness))
            painter.drawEllipse(centre, width / 2, width / 2)


def _paint_boxes(
    painter: QPainter,
    boxes: Sequence[DigitBox],
    scale: float,
    side: float,
    palette: QPalette,
    *,
    on_picture: bool,
) -> None:
    """Frame each digit, and put its answer on a tab over the frame's corner.

    Args:
        painter: with its origin at the pad's corner, in logical pixels.
        boxes: in the pad's coordinates.
        scale: logical pixels for one unit of the pad.
        side: of the pad in logical pixels; frames and tabs stay inside it.
        palette: of the pad, or of the picture on it.
        on_picture: whether the frames need a light or dark line beside them to be seen on any grey.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = theme.text_font("body")
    font.setBold(True)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    paper = QRectF(1, 1, side - 2, side - 2)
    for box, answer, chosen in boxes:
        left, top, right, bottom = (scale * edge for edge in box)
        frame = QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        frame = frame.intersected(paper)
        accent = palette.color(QPalette.ColorRole.Accent)
        colour = accent if chosen else theme.faint(palette, 0.75 if on_picture else 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if on_picture:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 4.0 if chosen else 3.0))
            painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(QPen(colour, 2.0 if chosen else 1.0, Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, 4, 4)
        tab = QRectF(0, 0, metrics.horizontalAdvance(answer) + theme.GRID, metrics.height())
        tab.moveBottomLeft(frame.topLeft())
        if tab.top() < paper.top():
            tab.moveTopLeft(frame.topLeft())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(tab, 3, 3)
        painter.setPen(palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Base))
        painter.drawText(tab, Qt.AlignmentFlag.AlignCenter, answer)
