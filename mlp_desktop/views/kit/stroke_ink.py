"""Strokes painted as ink, with a pen as wide as they were drawn."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot
from typing import Protocol, TypeVar

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

PAD_SIDE = 280.0
"""Side of the pad in logical coordinates, whatever its size on the screen."""

PIECE = 24
"""Number of points painted at a time. The time for a path that crosses itself grows much faster than its length.
The pen's round ends hide where two pieces meet."""

Point = tuple[float, float]
_AnyPoint = TypeVar("_AnyPoint")


class InkStroke(Protocol):
    """A stroke to paint: its line, and the width of its ink, either one for all points or one for each."""

    @property
    def line(self) -> Sequence[Point]: ...  # noqa: D102
    @property
    def width(self) -> float: ...  # noqa: D102
    @property
    def widths(self) -> Sequence[float] | None: ...  # noqa: D102


def paint_stroke(
    painter: QPainter, stroke: InkStroke, colour: QColor, *, start: int = 0, stop: int | None = None
) -> None:
    """Paint a stroke, or its pieces from ``start`` up to but not including ``stop``, in the pad's coordinates."""
    line, widths = stroke.line, stroke.widths
    if start == 0:
        _paint_dot(painter, line[0], stroke.width if widths is None else widths[0], colour)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(colour, stroke.width, Qt.PenStyle.SolidLine, cap, join))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if widths is None:
        for piece in pieces(line, start, stop):
            painter.drawPolyline([QPointF(x, y) for x, y in piece])
    else:
        for piece, piece_widths in zip(pieces(line, start, stop), pieces(widths, start, stop), strict=True):
            painter.fillPath(_swept(piece, piece_widths), colour)


def pieces(points: Sequence[_AnyPoint], start: int = 0, stop: int | None = None) -> Iterator[Sequence[_AnyPoint]]:
    """The parts of a line that are painted one at a time; each begins with the last point of the one before it."""
    end = len(points) - 1 if stop is None else min(stop * PIECE, len(points) - 1)
    for first in range(start * PIECE, end, PIECE):
        yield points[first : first + PIECE + 1]


def _paint_dot(painter: QPainter, point: Point, width: float, colour: QColor) -> None:
    """Paint where the pen came down: Qt draws nothing for a path of a single point."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(*point), width / 2, width / 2)


def _swept(line: Sequence[Point], widths: Sequence[float]) -> QPainterPath:
    """The area that a disc of changing width covers on its way: the discs, and the tapered strips between them."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for ((x, y), (to_x, to_y)), (width, next_width) in zip(pairwise(line), pairwise(widths), strict=True):
        path.addEllipse(QPointF(to_x, to_y), next_width / 2, next_width / 2)
        length = hypot(to_x - x, to_y - y)
        if length > 0:
            across = QPointF(-(to_y - y), to_x - x) / (2 * length)
            start, end = QPointF(x, y), QPointF(to_x, to_y)
            # The corners run in the same direction as Qt's ellipses; otherwise the overlaps would become holes.
            corners = (
                start - across * width,
                end - across * next_width,
                end + across * next_width,
                start + across * width,
            )
            path.addPolygon(QPolygonF([*corners, corners[0]]))
    return path
