"""Which own drawings are wanted: a row of choices, and beside it how many fit."""

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.labels import ElidedLabel

DAYS = {"Any time": None, "Today": 1, "Last 7 days": 7, "Last 30 days": 30}
"""What can be chosen as the time of drawings, and how many days that are, today included."""


class Wanted(NamedTuple):
    """Which drawings are to be shown: of one digit, only those read wrong, those of so many days."""

    label: int | None = None
    wrong_only: bool = False
    days: int | None = None


class DigitFilter(QWidget):
    """Three choices that go together."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = _choice("digitsLabel", "Which digits", ["All digits", *(f"Only {digit}" for digit in range(10))])
        self._when = _choice("digitsSince", "When they were drawn", list(DAYS))
        self._wrong = QCheckBox("Read wrong only")
        self._wrong.setObjectName("digitsWrong")
        self._found = ElidedLabel()
        self._found.setObjectName("digitsFound")
        self._found.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._label.currentIndexChanged.connect(self.changed)
        self._when.currentIndexChanged.connect(self.changed)
        self._wrong.toggled.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        for widget in (self._label, self._when, self._wrong):
            row.addWidget(widget)
        row.addWidget(self._found, 1)

    @property
    def wanted(self) -> Wanted:
        """What is chosen."""
        label = self._label.currentIndex() - 1
        return Wanted(None if label < 0 else label, self._wrong.isChecked(), DAYS[self._when.currentText()])

    def show_found(self, words: str) -> None:
        """Say how many drawings there are, and how many of them are shown."""
        self._found.setText(words)
        self._found.setAccessibleName(words)


def _choice(name: str, words: str, items: list[str]) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(words)
    box.addItems(items)
    return box
