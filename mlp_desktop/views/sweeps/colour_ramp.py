"""The colours of a heat map: from dark blue to yellow, with evenly increasing lightness.

Nearly everybody can distinguish blue from yellow, and everybody dark from light. Both palettes use the same colours.
Every cell shows its value in black or white, whichever has more contrast.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from mlp_desktop.views.kit import theme

RAMP_WIDTH = 14
_ANCHORS = ((0.0, "#0d2f66"), (0.35, "#4d6178"), (0.68, "#a89b6c"), (1.0, "#fbe04d"))
_DARK_WORDS, _LIGHT_WORDS = "#000000", "#ffffff"


def ramp_colour(share: float) -> QColor:
    """The colour of a share from 0 to 1."""
    share = min(max(share, 0.0), 1.0)
    for (start, first), (end, second) in pairwise(_ANCHORS):
        if share <= end:
            return theme.blend(QColor(first), QColor(second), (share - start) / (end - start))
    raise AssertionError("a share is at most 1")


def words_on(colour: QColor) -> QColor:
    """Black or white, whichever has more contrast with ``colour``: at least 4.5 : 1 for any colour."""
    dark, light = QColor(_DARK_WORDS), QColor(_LIGHT_WORDS)
    return dark if contrast(dark, colour) >= contrast(light, colour) else light


def paint_ramp(painter: QPainter, bar: QRectF, legend: Sequence[tuple[float, str]], colour: QColor) -> None:
    """Paint all colours, the lightest at the top, and beside them the texts of ``legend`` in ``colour``."""
    for step in range(round(bar.height())):
        share = 1 - step / max(bar.height() - 1, 1)
        painter.fillRect(QRectF(bar.left(), bar.top() + step, bar.width(), 1.5), ramp_colour(share))
    line = theme.body_height()
    painter.setFont(theme.text_font("body"))
    painter.setPen(colour)
    for share, text in legend:
        middle = bar.bottom() - share * bar.height()
        place = QRectF(bar.right() + theme.GRID / 2, middle - line / 2, 12 * line, line)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
