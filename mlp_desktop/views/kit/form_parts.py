"""What forms are made of: lists to choose from, buttons, lines that say what is wrong, and their small print."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor, QFont, QWheelEvent
from PySide6.QtWidgets import QComboBox, QPushButton

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.elided_label import ElidedLabel
from mlp_desktop.views.kit.text_button import text_button

FIELD_HEIGHT = 28


class FormCombo(QComboBox):
    """A list to choose from that lets the wheel scroll the form instead of changing the choice by accident.

    Behind each label that is on offer stands a value.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMinimumHeight(FIELD_HEIGHT)

    def value(self) -> str:
        """The value that is chosen; empty where nothing is."""
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Choose ``value``, unannounced; one that is not on offer changes nothing."""
        if (index := self.findData(value)) >= 0:
            with QSignalBlocker(self):
                self.setCurrentIndex(index)

    def set_choices(self, choices: Sequence[tuple[str, str]], chosen: str | None = None) -> None:
        """Offer ``choices`` (value, label), unannounced, and choose one of them, or the first where it is not on offer.

        Args:
            choices: what is on offer from now on.
            chosen: the value to choose; without it, the one that is chosen already.
        """
        wanted = self.value() if chosen is None else chosen
        with QSignalBlocker(self):
            self.clear()
            for value, label in choices:
                self.addItem(label, value)
            self.setCurrentIndex(max(self.findData(wanted), 0))

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


def form_button(name: str, words: str, tip: str) -> QPushButton:
    """A button as high as the fields beside it."""
    return text_button(name, words, tip, height=FIELD_HEIGHT)


def small_font() -> QFont:
    """The font of small print."""
    font = theme.text_font("body")
    font.setPointSizeF(0.85 * theme.body_points())
    return font
