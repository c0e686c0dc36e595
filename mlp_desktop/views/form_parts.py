"""What forms are made of: lists to choose from, lines that say what is wrong, and their small print."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QWheelEvent
from PySide6.QtWidgets import QComboBox

from mlp_desktop.views import theme
from mlp_desktop.views.elided_label import ElidedLabel

FIELD_HEIGHT = 28


class FormCombo(QComboBox):
    """A list to choose from that lets the wheel scroll the form instead of changing the choice by accident."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMinimumHeight(FIELD_HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass it on."""
        event.ignore()


class ErrorLabel(ElidedLabel):
    """There from the start, so that nothing jumps when it has something to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(small_font())

    def colour(self) -> QColor:
        """Words in the colour of what is wrong."""
        return theme.error_colour()


def small_font() -> QFont:
    """The font of small print."""
    font = theme.text_font("body")
    font.setPointSizeF(0.85 * theme.body_points())
    return font
