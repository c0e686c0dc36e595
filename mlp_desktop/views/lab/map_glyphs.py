"""The digits on a map: each painted once, in its colour, and copied to every sample; and the drawing among them."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPalette, QPen, QPixmap

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import grown

_LIGHT = ("#0072b2", "#c24e00", "#00805d", "#a8437d", "#1c2127", "#8a5a00", "#5b3fb0", "#b00034", "#5f6b00", "#007f8c")
_DARK = ("#56b4e9", "#ff9d5c", "#2fc99a", "#e08fc0", "#e6e9ed", "#e6b800", "#b59cff", "#ff8a9a", "#c0c95a", "#5fd3dc")
_FADED = 0.25  # opacity
_DRAWING = "my drawing"


class Glyph(NamedTuple):
    """How a sample looks: its digit, whether it is misread and has a ring, and whether it fades."""

    digit: int
    is_misread: bool
    is_faded: bool


def class_colour(digit: int) -> QColor:
    """The colour of a digit, at least 4.5 : 1 on the paper of its palette; the digit itself is the second sign."""
    colours = _DARK if theme.is_dark() else _LIGHT
    return QColor(colours[digit % len(colours)])


class Glyphs:
    """Pictures of glyphs of one size, made when they are first asked for."""

    def __init__(self, pixels: float, ratio: float, palette: QPalette, font: QFont) -> None:
        """Digits ``pixels`` high, for a screen with ``ratio`` device pixels per logical pixel."""
        self._pixels = round(pixels)
        self._ratio = ratio
        self._font = QFont(font)
        self._font.setPixelSize(self._pixels)
        self._font.setBold(True)
        self._pictures: dict[Glyph, QPixmap] = {}
        self.made_for = self.key(pixels, ratio, palette, font)

    @staticmethod
    def key(pixels: float, ratio: float, palette: QPalette, font: QFont) -> object:
        """What the pictures depend on."""
        return (round(pixels), ratio, palette.cacheKey(), font.key())

    def side(self, glyph: Glyph) -> int:
        """Of the square that a glyph needs, in logical pixels; copying paper takes time, and few have a ring."""
        return round((1.7 if glyph.is_misread else 1.2) * self._pixels)

    def picture(self, glyph: Glyph) -> QPixmap:
        """The picture of a glyph."""
        if glyph not in self._pictures:
            self._pictures[glyph] = self._paint(glyph)
        return self._pictures[glyph]

    def paint(
        self, painter: QPainter, places: np.ndarray, digits: np.ndarray, misread: np.ndarray, faded: np.ndarray
    ) -> None:
        """Paint samples, those that do not fade over the others.

        Args:
            painter: paints them.
            places: their middles in logical pixels, shape (n, 2).
            digits: shape (n,).
            misread: whether each has a ring, shape (n,).
            faded: whether each fades, shape (n,).
        """
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            self._write(painter, places, digits, misread, faded)
            return
        codes = 4 * digits + 2 * misread + faded
        pictures: dict[int, tuple[QPixmap, int]] = {}
        for code in set(codes.tolist()):
            glyph = Glyph(code // 4, code & 2 > 0, code & 1 > 0)
            pictures[code] = self.picture(glyph), self.side(glyph) // 2
        order = np.argsort(~faded, kind="stable")
        draw = painter.drawPixmap
        for (x, y), code in zip(np.rint(places[order]).astype(int).tolist(), codes[order].tolist(), strict=True):
            picture, half = pictures[code]
            draw(x - half, y - half, picture)  # whole numbers: Qt takes half the time for them

    def _write(
        self, painter: QPainter, places: np.ndarray, digits: np.ndarray, misread: np.ndarray, faded: np.ndarray
    ) -> None:
        """Paint samples into a drawing that is to stay sharp: as letters, not as pictures."""
        for number in np.argsort(~faded, kind="stable").tolist():
            glyph = Glyph(int(digits[number]), bool(misread[number]), bool(faded[number]))
            side = self.side(glyph)
            painter.save()
            painter.translate(places[number, 0] - side / 2, places[number, 1] - side / 2)
            self._draw(painter, glyph, QRectF(0, 0, side, side))
            painter.restore()

    def _paint(self, glyph: Glyph) -> QPixmap:
        side = self.side(glyph)
        picture = QPixmap(QSize(side, side) * self._ratio)
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, glyph, QRectF(0, 0, side, side))
        painter.end()
        return picture

    def _draw(self, painter: QPainter, glyph: Glyph, square: QRectF) -> None:
        painter.setOpacity(_FADED if glyph.is_faded else 1.0)
        if glyph.is_misread:
            painter.setPen(QPen(theme.error_colour(), 1.2))
            painter.drawEllipse(square.adjusted(1, 1, -1, -1))
        painter.setFont(self._font)
        painter.setPen(class_colour(glyph.digit))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, str(glyph.digit))


def paint_mistakes(
    painter: QPainter, palette: QPalette, starts: np.ndarray, ends: np.ndarray, digits: np.ndarray
) -> None:
    """Paint a line from each misread sample to the digit that it was taken for, which stands in a disc at its end.

    Args:
        painter: antialiased.
        palette: of the widget.
        starts: where the samples are, in logical pixels, shape (m, 2).
        ends: where the digits are, shape (m, 2).
        digits: shape (m,).
    """
    radius = grown(1.25 * theme.GRID)
    font = theme.text_font("body")
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QPen(theme.error_colour(), 1.5))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        painter.drawLine(QPointF(*start), QPointF(*end))
    for end, digit in dict(zip(map(tuple, ends.tolist()), digits.tolist(), strict=True)).items():
        disc = QRectF(end[0] - radius, end[1] - radius, 2 * radius, 2 * radius)
        painter.setPen(QPen(theme.error_colour(), 1.5))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawEllipse(disc)
        painter.setPen(class_colour(digit))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(digit))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_drawing(painter: QPainter, palette: QPalette, place: QPointF, answer: str, width: int) -> None:
    """Paint the drawing on a map that is ``width`` wide: a disc with its answer, and words beside it."""
    radius = grown(1.25 * theme.GRID)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 2))
    painter.setBrush(palette.color(QPalette.ColorRole.Accent))
    painter.drawEllipse(place, radius, radius)
    font = theme.text_font("body")
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(palette.color(QPalette.ColorRole.HighlightedText))
    disc = QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, answer)
    room = QFontMetricsF(font).horizontalAdvance(_DRAWING) + theme.GRID
    fits = place.x() + radius + room < width
    left = place.x() + radius + 2 if fits else place.x() - radius - room
    label = QRectF(left, place.y() - theme.body_height() / 2, room, theme.body_height())
    paper = palette.color(QPalette.ColorRole.Base)
    paper.setAlphaF(0.85)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paper)
    painter.drawRoundedRect(label, 4, 4)
    painter.setPen(palette.color(QPalette.ColorRole.Text))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, _DRAWING)
    painter.setBrush(Qt.BrushStyle.NoBrush)
