"""How the weights of a layer spread, as bars around zero."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.views.kit import theme

_HEIGHT = 48


class WeightHistogram(QWidget):
    """One bar for each range of weights, from the most negative to the most positive.

    Bars are as high as the root of their counts, so that the few large weights are seen beside the many small ones.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights = np.empty(0)
        self._reach = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Bars, and a line of numbers under them."""
        return QSize(160, _HEIGHT + self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Bars that can still be told apart."""
        return QSize(100, self.sizeHint().height())

    def show_counts(self, counts: np.ndarray, reach: float) -> None:
        """Show ``counts``, shape (n,), of weights between −``reach`` and ``reach``."""
        roots = np.sqrt(counts.astype(float))
        self._heights = roots / max(roots.max(initial=0.0), 1e-12)
        self._reach = reach
        self.setAccessibleName(f"Histogram of {int(counts.sum()):,} weights between {-reach:.2g} and {reach:.2g}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, their ground and how far they reach."""
        if not len(self._heights):
            return
        painter = QPainter(self)
        palette = self.palette()
        colours = theme.signed_colours()
        words = self.fontMetrics().height()
        bottom = self.height() - words
        width = self.width() / len(self._heights)
        middle = len(self._heights) // 2
        for number, height in enumerate(self._heights.tolist()):
            tall = height * (bottom - 1)
            colour = colours.negative if number < middle else colours.positive
            bar = QRectF(number * width, bottom - tall, max(width - 1, 1), tall)
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Text) if number == middle else colour)
        painter.fillRect(QRectF(0, bottom, self.width(), 1), theme.faint(palette, 0.3))
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        line = QRectF(0, bottom, self.width(), words)
        for place, text in (
            (Qt.AlignmentFlag.AlignLeft, f"−{self._reach:.2g}"),
            (Qt.AlignmentFlag.AlignHCenter, "0"),
            (Qt.AlignmentFlag.AlignRight, f"{self._reach:.2g}"),
        ):
            painter.drawText(line, place | Qt.AlignmentFlag.AlignBottom, text)
