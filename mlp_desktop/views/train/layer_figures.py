"""A few numbers about a layer, each as a bar in a row of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.cached_widget import CachedWidget

_WIDEST_NAME = "saturated"
_WIDEST_TEXT = "888 of 888"
_ROW = 1.3  # lines of body text
_BAR = 0.45  # of a row


@dataclass(frozen=True)
class Figure:
    """A number: what it is called, how far its bar reaches (0 to 1), how it is written, and what it says."""

    name: str
    share: float
    text: str
    tip: str


class LayerFigures(CachedWidget):
    """Rows of a name, a bar and a number, at the same place whatever the numbers are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: tuple[Figure, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A row a figure."""
        return QSize(200, round(len(self._figures) * self._row))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def show_figures(self, figures: Sequence[Figure], words: str) -> None:
        """Show ``figures``, and tell them in ``words`` to those who cannot see them."""
        more = len(figures) != len(self._figures)
        self._figures = tuple(figures)
        self.setAccessibleDescription(words)
        if more:
            self.updateGeometry()
        self.repaint_all()

    def event(self, event: QEvent) -> bool:
        """Say what the number pointed at means."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = int(event.pos().y() / self._row)
            QToolTip.showText(event.globalPos(), self._figures[row].tip if row < len(self._figures) else "", self)
            return True
        return super().event(event)

    def paint(self, painter: QPainter) -> None:
        """Paint row after row."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, metrics = self.palette(), QFontMetricsF(self.font())
        left = metrics.horizontalAdvance(_WIDEST_NAME) + theme.GRID
        right = max(map(metrics.horizontalAdvance, (_WIDEST_TEXT, *(figure.text for figure in self._figures))))
        painter.setFont(self.font())
        for number, figure in enumerate(self._figures):
            row = QRectF(0, number * self._row, self.width(), self._row)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignLeft, figure.name)
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, figure.text)
            high = _BAR * self._row
            bar = QRectF(left, row.center().y() - high / 2, self.width() - left - right - theme.GRID, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.faint(palette, 0.1))
            painter.drawRoundedRect(bar, high / 4, high / 4)
            bar.setWidth(min(max(figure.share, 0.0), 1.0) * bar.width())
            painter.setBrush(palette.color(QPalette.ColorRole.Accent))
            painter.drawRoundedRect(bar, high / 4, high / 4)

    @property
    def _row(self) -> float:
        return _ROW * theme.body_height()
