"""The sheet of paper that people draw on."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.views.draw.digit_boxes import DigitBox, paint_boxes
from mlp_desktop.views.draw.pad_ink import PadInk, grown_area
from mlp_desktop.views.draw.pad_input import PadInput
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE, InkStroke


class DrawingPad(PadInput):
    """Shows strokes while they are drawn, and what is told about them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: tuple[InkStroke, ...] = ()
        self._picture: np.ndarray | None = None
        self._boxes: tuple[DigitBox, ...] = ()
        self._ink = PadInk()
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
        """Twice the logical size."""
        return QSize(560, 560)

    def set_drawing(self, strokes: Sequence[InkStroke], picture: np.ndarray | None) -> None:
        """Show ``strokes`` over ``picture`` (uint8 ink, any shape, fitted into the square in its own proportions)."""
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

    @property
    def boxes(self) -> tuple[DigitBox, ...]:
        """The frames that are shown."""
        return self._boxes

    def set_boxes(self, boxes: Sequence[DigitBox]) -> None:
        """Frame the digits that are read, over the drawing."""
        if (framed := tuple(boxes)) != self._boxes:
            self._boxes = framed
            self.update()

    def set_eraser(self, width: float, *, in_hand: bool) -> None:
        """Show a ring of this width under what erases: always, or only under the tail of a pen."""
        self._eraser_width = width
        self.hold_eraser(in_hand)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint paper, ink, what is told about it, and the eraser's ring on top."""
        square = self.square()
        painter = QPainter(self)
        theme.paint_paper(painter, square, self.palette(), focused=self.hasFocus())
        sheet = QPainterPath()
        sheet.addRoundedRect(square.adjusted(2, 2, -2, -2), theme.GRID - 2, theme.GRID - 2)
        painter.setClipPath(sheet)
        if self._strokes or self._picture is not None:
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            self._ink.paint(painter, square.topLeft(), square.width(), self._strokes, self._picture)
        else:
            painter.setFont(theme.text_font("heading"))
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, "Draw a digit")
        if self._boxes:
            painter.save()
            painter.translate(square.topLeft())
            paint_boxes(painter, self._boxes, square.width() / PAD_SIDE, square.width(), self.palette())
            painter.restore()
        if self.ring is not None:
            self._paint_ring(painter, self.ring, self._eraser_width * square.width() / PAD_SIDE)

    def _paint_ring(self, painter: QPainter, centre: QPointF, width: float) -> None:
        """Paint a ring that is seen on paper and on ink."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for role, thickness in ((QPalette.ColorRole.Base, 4.0), (QPalette.ColorRole.Accent, 2.0)):
            painter.setPen(QPen(self.palette().color(role), thickness))
            painter.drawEllipse(centre, width / 2, width / 2)
