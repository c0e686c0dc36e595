"""The ink on the pad: finished ink is painted once and kept, so that only what still changes is painted again."""

from collections.abc import Iterator, Sequence
from math import ceil, floor

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QRegion, QTransform

from mlp_desktop.views.kit.ink_image import ink_image
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE, PIECE, InkStroke, Point, paint_stroke

_UNSETTLED = PIECE
"""Number of points at the end of a stroke in progress that may still move while its curve is smoothed."""


class PadInk:
    """A pixmap of all ink that no longer changes, including the beginning of a long stroke in progress.

    The painted result is the same whether the drawing was drawn, undone, loaded or extended.
    """

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._painted_for: object = None
        self._picture: np.ndarray | None = None
        self._finished: list[InkStroke] = []
        self._pieces = 0  # of the stroke that comes after the finished ones
        self._beginning: object = None

    def paint(
        self,
        painter: QPainter,
        square: QRectF,
        strokes: Sequence[InkStroke],
        picture: np.ndarray | None,
        changed: QRegion,
    ) -> None:
        """Paint ``strokes`` over ``picture`` in the colour of the painter's pen.

        The pixmap's pixels are those of the screen, even where the corner lies between two of them.

        Args:
            painter: of the widget.
            square: the pad, in the widget's coordinates, which are logical pixels.
            strokes: in the pad's coordinates.
            picture: uint8 ink, 2-D; ``None`` for blank paper.
            changed: where anything is painted at all, in the widget's coordinates.
        """
        ratio = painter.device().devicePixelRatioF()
        colour = painter.pen().color()
        to_device = painter.deviceTransform()
        corner, side = square.topLeft(), square.width()
        place = to_device.map(corner)
        pixel = QPointF(floor(place.x()), floor(place.y()))
        offset = (place - pixel) / ratio
        scale = side / PAD_SIDE
        wanted = (side, ratio, offset.x(), offset.y(), colour.rgba())
        again = wanted != self._painted_for or picture is not self._picture or not self._holds_beginning_of(strokes)
        if again:
            self._start_again(ceil(side * ratio) + 1, ratio)
            self._painted_for, self._picture = wanted, picture
        if again or self._has_settled_ink(strokes):
            onto = QPainter(self._pixmap)
            onto.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            onto.translate(offset)
            onto.scale(scale, scale)
            if again and picture is not None:
                _paint_picture(onto, picture, colour)
            self._add(onto, strokes, colour)
            onto.end()

        painter.drawPixmap(to_device.inverted()[0].map(pixel), self._pixmap)
        if strokes:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(corner)
            painter.scale(scale, scale)
            to_widget = QTransform(scale, 0, 0, scale, corner.x(), corner.y())
            for piece, area in _pieces(strokes[-1], self._pieces):
                if changed.intersects(to_widget.mapRect(area).toAlignedRect()):
                    paint_stroke(painter, strokes[-1], colour, start=piece, stop=piece + 1)
            painter.restore()

    def _holds_beginning_of(self, strokes: Sequence[InkStroke]) -> bool:
        """Whether ``strokes`` begin with what the pixmap already shows."""
        known = len(self._finished)
        if known > max(len(strokes) - 1, 0) or any(
            one is not other for one, other in zip(self._finished, strokes, strict=False)
        ):
            return False
        return not self._pieces or (
            known < len(strokes) and _beginning(strokes[known], self._pieces) == self._beginning
        )

    def _has_settled_ink(self, strokes: Sequence[InkStroke]) -> bool:
        """Whether there is ink to be added to the pixmap."""
        return len(self._finished) < len(strokes) - 1 or _settled_pieces(strokes) > self._pieces

    def _start_again(self, pixels: int, ratio: float) -> None:
        self._pixmap = QPixmap(pixels, pixels)
        self._pixmap.setDevicePixelRatio(ratio)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        self._finished, self._pieces = [], 0

    def _add(self, onto: QPainter, strokes: Sequence[InkStroke], colour: QColor) -> None:
        """Paint the ink that has settled since the last call."""
        for stroke in strokes[len(self._finished) : -1]:
            paint_stroke(onto, stroke, colour, start=self._pieces)
            self._finished.append(stroke)
            self._pieces = 0
        settled = _settled_pieces(strokes)
        if settled > self._pieces:
            paint_stroke(onto, strokes[-1], colour, start=self._pieces, stop=settled)
            self._pieces, self._beginning = settled, _beginning(strokes[-1], settled)


def _settled_pieces(strokes: Sequence[InkStroke]) -> int:
    """How many pieces of the last stroke no longer change."""
    return max(len(strokes[-1].line) - 1 - _UNSETTLED, 0) // PIECE if strokes else 0


def _pieces(stroke: InkStroke, start: int) -> Iterator[tuple[int, QRectF]]:
    """The pieces from ``start`` on, each with the area that its ink may cover, in the pad's coordinates."""
    line = stroke.line
    for piece in range(start, max(ceil((len(line) - 1) / PIECE), 1)):
        yield piece, _area_of(line[piece * PIECE : (piece + 1) * PIECE + 1], stroke)


def changed_area(before: Sequence[InkStroke], now: Sequence[InkStroke]) -> QRectF | None:
    """The part of the pad that changes between two drawings; ``None`` for all of it."""
    if not before or not now:
        return None  # the words on the empty pad come or go
    if (grown := grown_area(before, now)) is not None:
        return grown
    same = 0
    while same < min(len(before), len(now)) and before[same] is now[same]:
        same += 1
    area = QRectF()
    for stroke in (*before[same:], *now[same:]):
        area = area.united(_area_of(stroke.line, stroke))
    return area


def grown_area(before: Sequence[InkStroke], now: Sequence[InkStroke]) -> QRectF | None:
    """The part of the pad that changes if ``now`` is ``before`` with its last stroke continued; otherwise ``None``.

    Repainting only this area takes a third of the time on a pen event.
    """
    if (
        not before
        or len(before) != len(now)
        or any(one is not other for one, other in zip(before[:-1], now, strict=False))
    ):
        return None
    old, new = before[-1].line, now[-1].line
    shorter = min(len(old), len(new))
    same = shorter - _UNSETTLED
    if same <= 0 or old[0] != new[0] or old[same - 1] != new[same - 1]:
        return None
    while same < shorter and old[same] == new[same]:
        same += 1
    return _area_of(old[same - 1 :], before[-1]).united(_area_of(new[same - 1 :], now[-1]))


def _area_of(line: Sequence[Point], stroke: InkStroke) -> QRectF:
    """What the ink of a stroke may cover along a part of its line."""
    xs, ys = zip(*line, strict=True)
    reach = max([stroke.width, *(stroke.widths or ())]) / 2 + 2
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys))).adjusted(-reach, -reach, reach, reach)


def _paint_picture(painter: QPainter, picture: np.ndarray, colour: QColor) -> None:
    height, width = picture.shape
    scale = PAD_SIDE / max(height, width)
    fitted = QRectF(0, 0, width * scale, height * scale)
    fitted.moveCenter(QPointF(PAD_SIDE / 2, PAD_SIDE / 2))
    painter.drawImage(fitted, ink_image(picture, colour))


def _beginning(stroke: InkStroke, pieces: int) -> object:
    """Everything that decides how the first ``pieces`` of a stroke are painted."""
    points = slice(0, pieces * PIECE + 1)
    widths = None if stroke.widths is None else tuple(stroke.widths[points])
    return stroke.width, tuple(stroke.line[points]), widths
