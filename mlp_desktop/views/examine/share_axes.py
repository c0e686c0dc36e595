"""The axes of a painted diagram in which both sides are shares, from 0 to 100 %."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.growth import grown

_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@guarded
class ShareAxes(CachedWidget):
    """The base of such a diagram.

    Args:
        across: the words under it.
        upwards: the words beside it.
        parent: its parent, if it has one already.
    """

    def __init__(self, across: str, upwards: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Chart)
        self._across, self._upwards = across, upwards
        self._low = 0.0  # share at the foot of the upright axis
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def describe(self, words: str) -> None:
        """Tell what is painted in words, for the tool tip and for a screen reader."""
        self.setAccessibleDescription(words)
        self.setToolTip(plain_tip(words))

    def minimumSizeHint(self) -> QSize:
        """Room for the axes and a diagram between them."""
        return QSize(280, grown(160))

    def inner_area(self) -> QRectF:
        """The room between the axes' words."""
        line = theme.body_height()
        return QRectF(self.rect()).adjusted(4.5 * line, line / 2, -1.5 * line, -2 * line)

    def place(self, plot: QRectF, x: float, y: float) -> QPointF:
        """The place of two shares in the area ``plot``."""
        return QPointF(
            plot.left() + x * plot.width(), plot.bottom() - (y - self._low) / (1 - self._low) * plot.height()
        )

    def paint_axes(self, painter: QPainter, plot: QRectF, foot: float) -> None:
        """Paint paper, grid and words; the words of the lower axis begin at the height ``foot``."""
        palette = self.palette()
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        line, centred = theme.body_height(), Qt.AlignmentFlag.AlignCenter
        painter.fillRect(plot, palette.color(QPalette.ColorRole.Base))
        for tick in _TICKS:
            upright = self._low + tick * (1 - self._low)
            painter.setPen(theme.faint(palette, 0.12))
            low, high = self.place(plot, 0, upright), self.place(plot, tick, self._low)
            painter.drawLine(QLineF(low, QPointF(plot.right(), low.y())))
            painter.setPen(quiet)
            beside = QRectF(line, low.y() - line / 2, low.x() - line - theme.GRID / 2, line)
            number = f"{100 * upright:.4g}%" if self._low >= 0.99 else f"{100 * upright:.3g}%"
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
            painter.drawText(QRectF(high.x() - 30, foot, 60, line), centred, f"{tick:.0%}")
        painter.drawText(QRectF(plot.left(), self.height() - line, plot.width(), line), centred, self._across)
        painter.save()
        painter.rotate(-90)
        painter.drawText(QRectF(-plot.bottom(), 0, plot.height(), line), centred, self._upwards)
        painter.restore()
