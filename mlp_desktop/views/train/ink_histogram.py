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
from mlp_desktop.views.kit.histogram_bars import paint_bars, root_heights

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
        self._counts: np.ndarray | None = None
        self._distorted: np.ndarray | None = None
        self._heights: list[np.ndarray] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_counts(self, counts: np.ndarray) -> None:
        """Show how many pixels there are in each interval, shape (n,)."""
        self._counts = counts
        self._show()

    def show_distorted(self, counts: np.ndarray | None) -> None:
        """Show as a line how many pixels of distorted samples there are in each interval, shape (n,), or no line."""
        self._distorted = counts
        self._show()

    def _show(self) -> None:
        two = [each for each in (self._counts, self._distorted) if each is not None]
        self._heights = root_heights(*two)
        words = [_ends(each) for each in two]
        spoken = f"{words[0]}. " if words else ""
        self.setAccessibleDescription(spoken + (f"Distorted: {words[1]}." if len(words) == 2 else ""))
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
        if len(self._heights) == 2:
            title = QRectF(0, line, self.width(), line)
            painter.drawText(title, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "— distorted")
        for side, text in ((Qt.AlignmentFlag.AlignLeft, "none"), (Qt.AlignmentFlag.AlignRight, "full")):
            painter.drawText(words, side | Qt.AlignmentFlag.AlignVCenter, text)
        if self._heights:
            area, colour = QRectF(0, line, self.width(), bottom - line), theme.faint(palette, 0.55)
            paint_bars(painter, area, self._heights[0], lambda _: colour, palette, *self._heights[1:])


def _ends(counts: np.ndarray) -> str:
    first, last = counts[[0, -1]] / max(counts.sum(), 1)
    return f"{first:.1%} of the pixels have next to no ink, {last:.1%} nearly full ink"
