"""The lines of several runs in one plot: colour and dash of each, the band of a series, and the keys to them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role

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
PENS = len(_DASHES) * len(_LIGHT)
"""The number of different pens."""
_BAND_OPACITY = 0.22
_FAINT_OPACITY = 0.5
_SAMPLE = 4 * theme.GRID  # length of a piece of line in a key


def run_pen(place: int, width: float = 0) -> QPen:
    """The pen of the run at ``place`` among the chosen ones; no two of the first twenty are alike."""
    colours = _DARK if theme.is_dark() else _LIGHT
    return QPen(QColor(colours[place % len(colours)]), width, _DASHES[place % len(_DASHES)])


def faint_pen(place: int) -> QPen:
    """The pen of a second line of that run: its colour, dotted and translucent."""
    colour = run_pen(place).color()
    colour.setAlphaF(_FAINT_OPACITY)
    return QPen(colour, 0, Qt.PenStyle.DotLine)


def band_colour(place: int) -> QColor:
    """The colour of the band around that line: translucent, so that whatever is behind it can be seen."""
    colour = run_pen(place).color()
    colour.setAlphaF(_BAND_OPACITY)
    return colour


def run_icon(place: int, ratio: float) -> QIcon:
    """A sample of that line, for a screen with ``ratio`` device pixels per logical pixel."""
    size = QSize(_SAMPLE, 2 * theme.GRID)
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setPen(run_pen(place, 2))
    painter.drawLine(0, theme.GRID, size.width(), theme.GRID)
    painter.end()
    return QIcon(pixmap)


@guarded
class BandKey(QWidget):
    """A sample of a band with its line, and its meaning; hidden while there is no band."""

    def __init__(self) -> None:
        super().__init__()
        give_role(self, Role.StaticText)
        self.setObjectName("bandKey")
        self._place = 0
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the words."""
        width = self.fontMetrics().horizontalAdvance(self._text)
        return QSize(5 * theme.GRID + width, self.fontMetrics().height())

    def set_words(self, place: int, text: str) -> None:
        """Explain the band of the run at ``place``; empty ``text`` hides the key."""
        self._place, self._text = place, text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sample and the words."""
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 1, _SAMPLE, self.height() - 2), band_colour(self._place))
        painter.setPen(run_pen(self._place, 2))
        painter.drawLine(0, self.height() // 2, _SAMPLE, self.height() // 2)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        text = self.rect().adjusted(5 * theme.GRID, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)


@guarded
class LineKey(QWidget):
    """A sample of each line with its name, in a row, in the order of the lines."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.StaticText)
        self._names = tuple(names)
        self.setObjectName("lineKey")
        self.setAccessibleName(f"Lines: {', '.join(names)}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for all names."""
        words = sum(map(self.fontMetrics().horizontalAdvance, self._names))
        return QSize(words + len(self._names) * (_SAMPLE + 4 * theme.GRID), self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the samples and the names."""
        painter = QPainter(self)
        left, middle = 0, self.height() // 2
        for place, name in enumerate(self._names):
            painter.setPen(run_pen(place, 2))
            painter.drawLine(left, middle, left + _SAMPLE, middle)
            left += _SAMPLE + theme.GRID
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            width = self.fontMetrics().horizontalAdvance(name)
            painter.drawText(left, 0, width, self.height(), Qt.AlignmentFlag.AlignVCenter, name)
            left += width + 3 * theme.GRID
