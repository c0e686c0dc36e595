"""Which line of an overlaid plot is which."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.plots.run_lines import run_pen

_PIECE = 4 * theme.GRID


class LineKey(QWidget):
    """A piece of each line with its name, in a row, in the order of the lines' pens."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self.setObjectName("lineKey")
        self.setAccessibleName(f"Lines: {', '.join(names)}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for all names."""
        words = sum(map(self.fontMetrics().horizontalAdvance, self._names))
        return QSize(words + len(self._names) * (_PIECE + 4 * theme.GRID), self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pieces and the names."""
        painter = QPainter(self)
        left, middle = 0, self.height() // 2
        for place, name in enumerate(self._names):
            painter.setPen(run_pen(place, 2))
            painter.drawLine(left, middle, left + _PIECE, middle)
            left += _PIECE + theme.GRID
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            width = self.fontMetrics().horizontalAdvance(name)
            painter.drawText(left, 0, width, self.height(), Qt.AlignmentFlag.AlignVCenter, name)
            left += width + 3 * theme.GRID
