"""What blank paper says: what to do first."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontInfo, QPainter

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import grown

DRAW = "Draw a digit"
DROP = "or drop a picture of digits here"
"""On blank paper; the second below the first where there is room."""
_ROOMY = 40 * theme.GRID  # the side of a pad that has room for both
_WORDS_SHARE = 1 / 32  # of the pad's height: the letters of the first on a large pad


def invite(painter: QPainter, area: QRectF) -> None:
    """Say on blank paper what to do, in letters that grow with the paper."""
    centre = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    if area.height() < grown(_ROOMY):
        painter.drawText(area, centre, DRAW)
        return
    font = theme.text_font("heading")
    font.setPixelSize(max(QFontInfo(font).pixelSize(), round(_WORDS_SHARE * area.height())))
    painter.setFont(font)
    line = painter.fontMetrics().height()
    painter.drawText(area.translated(0, -line / 2), centre, DRAW)
    font.setBold(False)
    font.setPixelSize(max(QFontInfo(theme.text_font("body")).pixelSize(), round(0.7 * font.pixelSize())))
    painter.setFont(font)
    painter.drawText(area.translated(0, line / 2), centre, DROP)
