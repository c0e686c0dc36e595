"""Statistics of a person's drawings: the number of each digit, and the accuracy over time."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role

_MOST_POINTS = 400


@guarded
class _Chart(QWidget):
    """A wide chart with small print."""

    def __init__(self, name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        theme.keep_font(self, "small")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Wide enough for ten numbers of three digits side by side."""
        return QSize(240, round(5 * theme.body_height()))

    def minimumSizeHint(self) -> QSize:
        """Two rows of words and a small chart between them."""
        return QSize(200, round(3.5 * theme.body_height()))


@guarded
class DigitCounts(_Chart):
    """A column for each digit, as high as its number of drawings, with the number above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("digitCounts", "How many of each digit", parent)
        self._counts: tuple[int, ...] = (0,) * 10

    def set_counts(self, counts: Sequence[int]) -> None:
        """Show ten counts."""
        self._counts = tuple(int(count) for count in counts)
        self.setAccessibleDescription(", ".join(f"{digit}: {count:,}" for digit, count in enumerate(self._counts)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint numbers, columns and digits."""
        painter = QPainter(self)
        palette = self.palette()
        line = QFontMetricsF(self.font()).height()
        width, most = self.width() / 10, max(*self._counts, 1)
        room = self.height() - 2 * line
        for digit, count in enumerate(self._counts):
            height = room * count / most
            column = QRectF(digit * width + 0.2 * width, line + room - height, 0.6 * width, height)
            painter.fillRect(column, palette.color(QPalette.ColorRole.Accent))
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            over = QRectF(digit * width - width / 2, column.top() - line, 2 * width, line)
            painter.drawText(over, Qt.AlignmentFlag.AlignCenter, _short(count))
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            under = QRectF(digit * width, self.height() - line, width, line)
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, str(digit))


@guarded
class AccuracyCurve(_Chart):
    """The share of drawings read correctly, from the first drawing to the last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("accuracyCurve", "Share read correctly over time", parent)
        self._values = np.empty(0)

    def set_values(self, values: np.ndarray, words: str) -> None:
        """Show shares from 0 to 1, oldest first, shape (n,), with a summary in ``words``."""
        self._values = (
            values[np.unique(np.linspace(0, len(values) - 1, _MOST_POINTS).astype(int))] if len(values) else values
        )
        self.setAccessibleDescription(words)
        self.setToolTip(plain_tip(words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the axis and the curve."""
        painter = QPainter(self)
        palette = self.palette()
        metrics = QFontMetricsF(self.font())
        left = metrics.horizontalAdvance("100%") + theme.GRID
        area = QRectF(left, metrics.height() / 2, self.width() - left - 2, self.height() - metrics.height())
        low = min(float(np.floor(self._values.min() * 10) / 10), 0.9) if len(self._values) else 0.0
        for share in (low, (1 + low) / 2, 1.0):
            height = area.bottom() - (share - low) / (1 - low) * area.height()
            painter.setPen(theme.faint(palette, 0.18))
            painter.drawLine(QPointF(area.left(), height), QPointF(area.right(), height))
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            words = QRectF(0, height - metrics.height() / 2, left - theme.GRID, metrics.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{share:.0%}")
        if len(self._values) == 0:
            return
        across = (
            np.linspace(area.left(), area.right(), len(self._values)) if len(self._values) > 1 else [area.center().x()]
        )
        down = area.bottom() - (self._values - low) / (1 - low) * area.height()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.data_colours().training, 1.5))
        points = [QPointF(float(x), float(y)) for x, y in zip(across, down, strict=True)]
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(theme.data_colours().training)
        painter.drawEllipse(points[-1], 2.5, 2.5)


def _short(count: int) -> str:
    """A count that fits the width of a column."""
    if count < 10_000:
        return str(count)
    return f"{count // 1000}k"
