"""How many pixels of a data set have how much ink."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, describe, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.growth import grown

_TITLE = "Pixels by their ink"
_WIDTH = 17 * theme.GRID


@guarded
class InkHistogram(CachedWidget):
    """A bar for each interval from no ink to full ink.

    The height of a bar is the square root of its count, so that the few grey pixels can be seen beside the blank ones.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        describe(self, "inkHistogram", _TITLE, "How many pixels have how much ink; heights are square roots.")
        self._heights = np.empty(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_counts(self, counts: np.ndarray) -> None:
        """Show how many pixels there are in each interval, shape (n,)."""
        roots = np.sqrt(counts.astype(float))
        self._heights = roots / max(roots.max(initial=0.0), 1e-12)
        first, last = counts[[0, -1]] / max(counts.sum(), 1)
        self.setAccessibleDescription(f"{first:.1%} of the pixels have next to no ink, {last:.1%} nearly full ink.")
        self.repaint_all()

    def sizeHint(self) -> QSize:
        """Bars between a title and a line of words."""
        return QSize(grown(_WIDTH), round(5 * theme.body_height()))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paint(self, painter: QPainter) -> None:
        """Paint title, bars and words."""
        palette = self.palette()
        painter.setFont(theme.text_font("small"))
        line = 1.3 * theme.body_height()
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignVCenter, _TITLE)
        bottom = self.height() - line
        words = QRectF(0, bottom, self.width(), line)
        for side, text in ((Qt.AlignmentFlag.AlignLeft, "none"), (Qt.AlignmentFlag.AlignRight, "full")):
            painter.drawText(words, side | Qt.AlignmentFlag.AlignVCenter, text)
        width = self.width() / max(len(self._heights), 1)
        for number, height in enumerate(self._heights.tolist()):
            tall = height * (bottom - line)
            bar = QRectF(number * width, bottom - tall, max(width - 1, 1), tall)
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Text))
        painter.fillRect(QRectF(0, bottom, self.width(), 1), theme.faint(palette, 0.3))
