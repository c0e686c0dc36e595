"""The Compare page: the answers of two networks for the same drawing, side by side."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from mlp_desktop.guard import guarded
from mlp_desktop.views.explain.compact_bars import PairedBars
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.labels import ElidedLabel, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.pages import Pages

NOTHING_TO_COMPARE = "Choose a second weights file to compare with the network in use."


class ComparedAnswer(NamedTuple):
    """The answer of one network.

    Attributes:
        digit: the digit, or empty.
        words: how certain it is.
        scores: ten scores, or ``None``.
    """

    digit: str
    words: str
    scores: Sequence[float] | None


NO_ANSWER = ComparedAnswer("", "", None)


class ComparePage(QWidget):
    """The answers of the network in use and of another network; without another one, how to choose it."""

    choose_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparePage")
        self.setAccessibleName("Two networks compared")
        self.columns = (_Column("first"), _Column("second"))
        self.score_bars = PairedBars()
        self._empty = plain_label(NOTHING_TO_COMPARE)
        self._empty.setObjectName("compareEmpty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = Pages()
        self.pages.addWidget(self._empty)
        self.pages.addWidget(self._both())
        self.choose = QPushButton("Choose the other network…")
        self.choose.setObjectName("chooseOtherButton")
        self.choose.clicked.connect(self.choose_requested)
        self.close_comparison = QPushButton("Close")
        self.close_comparison.setObjectName("closeOtherButton")
        self.close_comparison.setToolTip("Close the other network")
        self.close_comparison.clicked.connect(self.close_requested)
        buttons = hbox(self.choose)
        buttons.addStretch()
        buttons.addWidget(self.close_comparison)
        layout = vbox(parent=self)
        layout.addWidget(self.pages, 1)
        layout.addLayout(buttons)
        self.set_names("", None)
        self.set_answers(NO_ANSWER, None)

    def set_names(self, first: str, second: str | None) -> None:
        """Name the network in use and the other one; ``None`` shows how to choose another one."""
        self.columns[0].name.setText(first)
        self.columns[1].name.setText(second or "")
        self.pages.setCurrentIndex(0 if second is None else 1)
        self.close_comparison.setEnabled(second is not None)

    def set_answers(self, first: ComparedAnswer, second: ComparedAnswer | None) -> None:
        """Show the answer of each network."""
        other = second or NO_ANSWER
        for column, answer in zip(self.columns, (first, other), strict=True):
            column.show_answer(answer)
        self.score_bars.set_scores(first.scores, other.scores)

    def _both(self) -> QWidget:
        page = QWidget()
        layout = vbox(parent=page)
        layout.addLayout(hbox(*self.columns, spacing=2 * theme.GRID), 2)
        layout.addWidget(self.score_bars, 3)
        return page


class _Column(QWidget):
    """The column of one network: its name, its digit, and how certain it is."""

    def __init__(self, which: str) -> None:
        super().__init__()
        self._which = which
        self.name = ElidedLabel(f"{which}Name")
        self.digit = _Digit()
        self.digit.setObjectName(f"{which}Digit")
        self.words = ElidedLabel(f"{which}Words")
        for label in (self.name, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = vbox(self.name, parent=self, spacing=0)
        layout.addWidget(self.digit, 1)
        layout.addWidget(self.words)

    def show_answer(self, answer: ComparedAnswer) -> None:
        self.digit.setText(answer.digit)
        self.digit.setAccessibleName(f"The {self._which} network reads {answer.digit or 'nothing'}")
        self.words.setText(answer.words)


@guarded
class _Digit(QLabel):
    """A digit that fills its place."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumHeight(5 * theme.GRID)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        font = theme.text_font("answer")
        font.setPointSizeF(0.7 * self.height() * 72 / self.logicalDpiY())
        self.setFont(font)
