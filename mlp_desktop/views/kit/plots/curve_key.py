"""The key of a curve: its colour, its dash, its marker and its value."""

import math
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role

Curve = Literal["training", "validation", "penalty"]

DASHES: dict[Curve, Qt.PenStyle] = {
    "training": Qt.PenStyle.SolidLine,
    "validation": Qt.PenStyle.DashLine,
    "penalty": Qt.PenStyle.DotLine,
}
MARKERS: dict[Curve, str] = {"training": "o", "validation": "s", "penalty": "t"}


def curve_colour(name: Curve) -> QColor:
    """The colour of a curve in the current theme."""
    colours = theme.data_colours()
    return {"training": colours.training, "validation": colours.validation, "penalty": theme.penalty_colour()}[name]


@guarded
class CurveKey(QWidget):
    """A sample of the line with a value beside it, in a constant width; empty while the curve has no points.

    Where the row is too narrow for all keys, the line is short.
    """

    def __init__(self, name: Curve) -> None:
        super().__init__()
        give_role(self, Role.StaticText)
        self.setObjectName(f"{name}Key")
        self._name: Curve = name
        self._colour = QColor()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for four decimals."""
        text = self.fontMetrics().horizontalAdvance(f"{self._name} 0.0000")
        return QSize(4 * theme.GRID + text, self.fontMetrics().height())

    def set_colour(self, colour: QColor) -> None:
        """Paint the line in ``colour``."""
        self._colour = colour
        self.update()

    def set_value(self, value: float | None, where: str = "") -> None:
        """Show a value of the curve, or nothing for ``None``; a screen reader also says ``where`` it is."""
        self._text = "" if value is None else f"{self._name} {format_value(value)}"
        self.setAccessibleName(f"{self._text}{where}" if self._text else f"{self._name}: no values yet")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line and the words."""
        if not self._text:
            return
        painter = QPainter(self)
        middle = self.height() / 2
        is_narrow = self.width() < self.sizeHint().width()
        line, gap = (theme.GRID, theme.GRID // 2) if is_narrow else (3 * theme.GRID, theme.GRID)
        painter.setPen(QPen(self._colour, 2, DASHES[self._name]))
        painter.drawLine(0, round(middle), line, round(middle))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        text = self.rect().adjusted(line + gap, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)


def format_value(value: float) -> str:
    """The value with four decimals, or with three significant digits if that would be too long."""
    if not math.isfinite(value):
        return "–"
    return f"{value:.4f}" if abs(value) < 100 else f"{value:.3g}"
