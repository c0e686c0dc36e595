"""Frames around the digits of a number, each with its answer."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette, QPen

from mlp_desktop.views.kit import theme

_AIR = theme.GRID // 2  # between the ink and its frame


class DigitBox(NamedTuple):
    """One digit of a number: its left, top, right and bottom on the pad, its answer, and whether it is chosen."""

    box: tuple[float, float, float, float]
    answer: str
    chosen: bool


def paint_boxes(painter: QPainter, boxes: Sequence[DigitBox], scale: float, side: float, palette: QPalette) -> None:
    """Frame each digit, with its answer on a tab over its corner.

    Args:
        painter: whose origin is the pad's corner, in logical pixels of the screen.
        boxes: in the pad's logical coordinates.
        scale: screen pixels for one unit of the pad.
        side: of the pad on the screen; frames and tabs stay inside it.
        palette: of the pad.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = theme.text_font("body")
    font.setBold(True)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    paper = QRectF(1, 1, side - 2, side - 2)
    for box, answer, chosen in boxes:
        left, top, right, bottom = (scale * edge for edge in box)
        frame = QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-_AIR, -_AIR, _AIR, _AIR)
        frame = frame.intersected(paper)
        accent = palette.color(QPalette.ColorRole.Accent)
        colour = accent if chosen else theme.faint(palette, 0.5)
        painter.setPen(QPen(colour, 2.0 if chosen else 1.0, Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
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
