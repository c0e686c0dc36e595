"""Paints ink: strokes with a pen as wide as they were drawn, and a picture under them."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, hypot
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from mlp_desktop.views.kit.ink_image import ink_image

PAD_SIDE = 280.0
"""Side of the pad in logical coordinates, whatever its size on the screen."""

PIECE = 24
"""Strokes are painted this many points at a time, because the time for a path that crosses itself grows much
faster than its length. The pen's round ends hide where the pieces meet."""

_LOOSE = PIECE
"""So many points at the end of a stroke in progress may still move, as its curve is smoothed."""

Point = tuple[float, float]


class Mark(Protocol):
    """A stroke as it is shown: its line, and the width of its ink everywhere, or at each point where they differ."""

    @property
    def line(self) -> Sequence[Point]: ...  # noqa: D102
    @property
    def width(self) -> float: ...  # noqa: D102
    @property
    def widths(self) -> Sequence[float] | None: ...  # noqa: D102


class SettledInk:
    """A pixmap of all ink that no longer changes, painted once: of a long stroke in progress, its beginning too.

    However the drawing came about, what is painted is the same.
    """

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._painted_for: object = None
        self._picture: np.ndarray | None = None
        self._whole: list[Mark] = []
        self._begun = 0  # pieces of the mark that comes after these
        self._beginning: object = None

    def paint(
        self, painter: QPainter, corner: QPointF, side: float, marks: Sequence[Mark], picture: np.ndarray | None
    ) -> None:
        """Paint ``marks`` over ``picture`` in the colour of the painter's pen, on a pad of this ``side`` at ``corner``.

        The pixmap's pixels are those of the screen, wherever the corner lies between them.
        """
        ratio = painter.device().devicePixelRatioF()
        colour = painter.pen().color()
        to_device = painter.deviceTransform()
        place = to_device.map(corner)
        pixel = QPointF(floor(place.x()), floor(place.y()))
        offset = (place - pixel) / ratio
        scale = side / PAD_SIDE
        wanted = (side, ratio, offset.x(), offset.y(), colour.rgba())
        afresh = wanted != self._painted_for or picture is not self._picture or not self._begins(marks)
        if afresh:
            self._start_again(ceil(side * ratio) + 1, ratio)
            self._painted_for, self._picture = wanted, picture

        onto = QPainter(self._pixmap)
        onto.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        onto.translate(offset)
        onto.scale(scale, scale)
        if afresh and picture is not None:
            _paint_picture(onto, picture, colour)
        self._add(onto, marks, colour)
        onto.end()

        painter.drawPixmap(to_device.inverted()[0].map(pixel), self._pixmap)
        if marks:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(corner)
            painter.scale(scale, scale)
            paint_mark(painter, marks[-1], colour, start=self._begun)
            painter.restore()

    def _begins(self, marks: Sequence[Mark]) -> bool:
        """Whether what is painted is a beginning of ``marks``."""
        known = len(self._whole)
        if known > max(len(marks) - 1, 0) or any(
            one is not other for one, other in zip(self._whole, marks, strict=False)
        ):
            return False
        return not self._begun or (known < len(marks) and _beginning(marks[known], self._begun) == self._beginning)

    def _start_again(self, pixels: int, ratio: float) -> None:
        self._pixmap = QPixmap(pixels, pixels)
        self._pixmap.setDevicePixelRatio(ratio)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        self._whole, self._begun = [], 0

    def _add(self, onto: QPainter, marks: Sequence[Mark], colour: QColor) -> None:
        """Paint what has settled since the last time."""
        for mark in marks[len(self._whole) : -1]:
            paint_mark(onto, mark, colour, start=self._begun)
            self._whole.append(mark)
            self._begun = 0
        settled = max(len(marks[-1].line) - 1 - _LOOSE, 0) // PIECE if marks else 0
        if settled > self._begun:
            paint_mark(onto, marks[-1], colour, start=self._begun, stop=settled)
            self._begun, self._beginning = settled, _beginning(marks[-1], settled)


def where_it_grew(before: Sequence[Mark], now: Sequence[Mark]) -> QRectF | None:
    """Where on the pad ``now`` can look different, if it is ``before`` with its last mark drawn on; otherwise nothing.

    A pad that repaints only there spends a third of the time on a pen event.
    """
    if (
        not before
        or len(before) != len(now)
        or any(one is not other for one, other in zip(before[:-1], now, strict=False))
    ):
        return None
    old, new = before[-1].line, now[-1].line
    same = min(len(old), len(new)) - _LOOSE
    if same <= 0 or old[0] != new[0] or old[same - 1] != new[same - 1]:
        return None
    xs, ys = zip(*old[same - 1 :], *new[same - 1 :], strict=True)
    widest = max([now[-1].width, *(now[-1].widths or ()), *(before[-1].widths or ())])
    reach = widest / 2 + 2
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys))).adjusted(-reach, -reach, reach, reach)


def paint_mark(painter: QPainter, mark: Mark, colour: QColor, *, start: int = 0, stop: int | None = None) -> None:
    """Paint a mark, or its pieces from ``start`` on and before ``stop``, in the pad's coordinates."""
    line, widths = mark.line, mark.widths
    if start == 0 and widths is not None:
        _paint_dot(painter, line[0], widths[0], colour)
    elif start == 0:
        _paint_dot(painter, line[0], mark.width, colour)  # a path without length has no caps
    painter.setPen(QPen(colour, mark.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    end = len(line) - 1 if stop is None else min(stop * PIECE, len(line) - 1)
    for first in range(start * PIECE, end, PIECE):
        piece = slice(first, first + PIECE + 1)
        if widths is None:
            painter.drawPolyline([QPointF(x, y) for x, y in line[piece]])
        else:
            painter.fillPath(_swept(line[piece], widths[piece]), colour)


def _paint_dot(painter: QPainter, point: Point, width: float, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(*point), width / 2, width / 2)


def _swept(line: Sequence[Point], widths: Sequence[float]) -> QPainterPath:
    """What a disc covers that grows and shrinks on its way: discs, and what lies between each two."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for ((x, y), (to_x, to_y)), (before, behind) in zip(pairwise(line), pairwise(widths), strict=True):
        path.addEllipse(QPointF(to_x, to_y), behind / 2, behind / 2)
        length = hypot(to_x - x, to_y - y)
        if length > 0:
            across = QPointF(-(to_y - y), to_x - x) / (2 * length)
            start, end = QPointF(x, y), QPointF(to_x, to_y)
            # in the sense of Qt's ellipses, so that where they overlap nothing is taken for a hole
            corners = (start - across * before, end - across * behind, end + across * behind, start + across * before)
            path.addPolygon(QPolygonF([*corners, corners[0]]))
    return path


def _paint_picture(painter: QPainter, picture: np.ndarray, colour: QColor) -> None:
    height, width = picture.shape
    scale = PAD_SIDE / max(height, width)
    fitted = QRectF(0, 0, width * scale, height * scale)
    fitted.moveCenter(QPointF(PAD_SIDE / 2, PAD_SIDE / 2))
    painter.drawImage(fitted, ink_image(picture, colour))


def _beginning(mark: Mark, pieces: int) -> object:
    """All that decides how the first ``pieces`` of a mark look."""
    points = slice(0, pieces * PIECE + 1)
    return mark.width, tuple(mark.line[points]), None if mark.widths is None else tuple(mark.widths[points])
