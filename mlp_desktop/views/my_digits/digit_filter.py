"""The filter of a person's drawings: a row of choices, and the number of drawings that match."""

from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.labels import ElidedLabel
from mlp_desktop.views.kit.layouts import hbox
from mlp_desktop.views.kit.wrapping_row import WrappingRow

DAYS = {"Any time": None, "Today": 1, "Last 7 days": 7, "Last 30 days": 30}
"""Choices for the age of drawings: the number of days, including today."""
_WORDS_WIDTH = 12 * theme.GRID


class FilterChoice(NamedTuple):
    """The drawings to show.

    Attributes:
        label: only drawings with this label; ``None`` for all.
        wrong_only: only drawings that were read wrong.
        days: only drawings of so many days, including today; ``None`` for all.
    """

    label: int | None = None
    wrong_only: bool = False
    days: int | None = None


class DigitFilter(QWidget):
    """Three choices that are combined."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = _choice("digitsLabel", "Which digits", ["All digits", *(f"Only {digit}" for digit in range(10))])
        self._when = _choice("digitsSince", "Age of the drawings", list(DAYS))
        self._wrong = QCheckBox("Misread only")
        self._wrong.setObjectName("digitsWrong")
        self._matches = ElidedLabel("digitsFound", quiet=True)
        self._label.currentIndexChanged.connect(self.changed)
        self._when.currentIndexChanged.connect(self.changed)
        self._wrong.toggled.connect(self.changed)
        follow(self._matches, lambda each: each.setMinimumWidth(grown(_WORDS_WIDTH)))
        parts = (self._label, self._when, self._wrong, self._matches)
        hbox(WrappingRow(*parts, growing=(self._matches,), spacing=2 * theme.GRID), parent=self)

    @property
    def choice(self) -> FilterChoice:
        """The current choice."""
        label = self._label.currentIndex() - 1
        return FilterChoice(None if label < 0 else label, self._wrong.isChecked(), DAYS[self._when.currentText()])

    def show_matches(self, words: str) -> None:
        """Show how many drawings there are, and how many of them match."""
        self._matches.setText(words)
        self._matches.setAccessibleName(words)


def _choice(name: str, words: str, items: list[str]) -> FormCombo:
    box = FormCombo(name, words, characters=max(len(item) for item in items))
    box.addItems(items)
    return box
