"""Where a neuron goes: its weights to the next layer as bars, and what it adds there."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.signed_cells import relative

_MOST = 16
_MOST_LONG = 10  # with names of three digits and more
_HEIGHT = 64


@guarded
class OutgoingBars(CachedWidget):
    """A bar up for each weight that raises the neuron below it, and down for one that lowers it.

    At most the 16 largest are shown, in their order, or 10 in a layer of hundreds.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._names: list[str] = []
        self._weights = np.empty(0)
        self.setObjectName("labOutgoing")
        self.setAccessibleName("Weights to the next layer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Bars with a line of names below."""
        return QSize(200, _HEIGHT + round(theme.body_height()))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def show_values(self, names: Sequence[str], weights: np.ndarray, added: np.ndarray) -> None:
        """Show where a neuron goes; nothing for a neuron of the output.

        Args:
            names: of the neurons of the next layer.
            weights: to each of them, w.
            added: what is added to each of them for the drawing, a · w, which is told to a screen reader.
        """
        most = _MOST if len(names) < 100 else _MOST_LONG
        kept = np.sort(np.argsort(-np.abs(weights), kind="stable")[:most])
        before = self._names, self._weights.tolist()
        self._names = [names[int(place)] for place in kept]
        self._weights = weights[kept].astype(float)
        shown = zip(self._names, self._weights, added[kept], strict=True)
        told = ", ".join(f"{name}: weight {weight:.2f}, adds {sum_:.2f}" for name, weight, sum_ in shown)
        self.setAccessibleDescription(told.replace("-", "−") or "It is the output.")
        if before != (self._names, self._weights.tolist()):
            self.repaint_all()

    def paint(self, painter: QPainter) -> None:
        """Paint the bars and the names."""
        palette = self.palette()
        painter.setFont(theme.text_font("small"))
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        if not len(self._weights):
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "No layer follows the output.")
            return
        colours, shares = theme.signed_colours(), relative(self._weights)
        names = QFontMetricsF(painter.font()).height()
        middle, width = (self.height() - names) / 2, self.width() / len(shares)
        for place, (name, share) in enumerate(zip(self._names, shares.tolist(), strict=True)):
            left = place * width
            height = share * (middle - 2)
            bar = QRectF(left + 0.15 * width, min(middle, middle - height), 0.7 * width, abs(height))
            painter.fillRect(bar, colours.positive if share > 0 else colours.negative)
            painter.drawText(QRectF(left, self.height() - names, width, names), Qt.AlignmentFlag.AlignCenter, name)
        painter.setPen(theme.faint(palette, 0.4))
        painter.drawLine(0, round(middle), self.width(), round(middle))
