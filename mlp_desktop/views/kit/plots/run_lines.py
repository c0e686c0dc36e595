"""The lines by which several runs are told apart: colour and dash, and the band around the line of a series."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.views.kit import theme

MARKERS = ("o", "s", "t", "d", "star")
_DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)
_LIGHT = ("#0072b2", "#d55e00", "#009e73", "#b5508a")
_DARK = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7")
_BAND_OPACITY = 0.22


def run_pen(place: int, width: float = 0) -> QPen:
    """The line of the run at ``place`` among those that are chosen: no two of the first twenty are alike."""
    colours = _DARK if theme.is_dark() else _LIGHT
    return QPen(QColor(colours[place % len(colours)]), width, _DASHES[place % len(_DASHES)])


def band_colour(place: int) -> QColor:
    """The colour of the band around that line: what lies behind shows through."""
    colour = run_pen(place).color()
    colour.setAlphaF(_BAND_OPACITY)
    return colour


def run_icon(place: int, ratio: float) -> QIcon:
    """A piece of that line, for a screen of ``ratio`` pixels to one of the window's."""
    size = QSize(4 * theme.GRID, 2 * theme.GRID)
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setPen(run_pen(place, 2))
    painter.drawLine(0, theme.GRID, size.width(), theme.GRID)
    painter.end()
    return QIcon(pixmap)


class BandKey(QWidget):
    """A piece of a band with its line, and what they mean; empty where there is no band."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bandKey")
        self._place = 0
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the words."""
        width = self.fontMetrics().horizontalAdvance(self._text)
        return QSize(5 * theme.GRID + width, self.fontMetrics().height())

    def set_words(self, place: int, text: str) -> None:
        """Explain the band of the run at ``place``; nothing to explain without ``text``."""
        self._place, self._text = place, text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the piece and the words."""
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 1, 4 * theme.GRID, self.height() - 2), band_colour(self._place))
        painter.setPen(run_pen(self._place, 2))
        painter.drawLine(0, self.height() // 2, 4 * theme.GRID, self.height() // 2)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        text = self.rect().adjusted(5 * theme.GRID, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)
