"""Two networks on the same drawing, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mlp_desktop.views.explain.paired_bars import PairedBars
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.labels import ElidedLabel

NOTHING_TO_COMPARE = "Choose a second weights file to compare with the network in use."

Reading = tuple[str, str, Sequence[float] | None]
"""The digit or nothing, how sure it is in words, and ten scores or none."""

NO_READING: Reading = ("", "", None)


class ComparePage(QWidget):
    """What the network in use and another one make of the drawing, or how to choose the other one."""

    choose_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparePage")
        self.setAccessibleName("Two networks compared")
        self.columns = (_Column("first"), _Column("second"))
        self.score_bars = PairedBars()
        self._empty = QLabel(NOTHING_TO_COMPARE)
        self._empty.setObjectName("compareEmpty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._both())
        self.choose = QPushButton("Choose the other network…")
        self.choose.setObjectName("chooseOtherButton")
        self.choose.clicked.connect(self.choose_requested)
        self.close_comparison = QPushButton("Close")
        self.close_comparison.setObjectName("closeOtherButton")
        self.close_comparison.setToolTip("Forget the other network")
        self.close_comparison.clicked.connect(self.close_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addWidget(self.choose)
        buttons.addStretch()
        buttons.addWidget(self.close_comparison)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self._pages, 1)
        layout.addLayout(buttons)
        self.set_names("", None)
        self.set_readings(NO_READING, None)

    def set_names(self, first: str, second: str | None) -> None:
        """Name the network in use and the other one; without another one the page says how to choose it."""
        self.columns[0].name.setText(first)
        self.columns[1].name.setText(second or "")
        self._pages.setCurrentIndex(0 if second is None else 1)
        self.close_comparison.setEnabled(second is not None)

    def set_readings(self, first: Reading, second: Reading | None) -> None:
        """Show what each network makes of the drawing."""
        other = second or NO_READING
        for column, (digit, words, _) in zip(self.columns, (first, other), strict=True):
            column.show_reading(digit, words)
        self.score_bars.set_scores(first[2], other[2])

    def _both(self) -> QWidget:
        page = QWidget()
        columns = QHBoxLayout()
        columns.setSpacing(2 * theme.GRID)
        for column in self.columns:
            columns.addWidget(column)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addLayout(columns, 2)
        layout.addWidget(self.score_bars, 3)
        return page


class _Column(QWidget):
    """One network: its name, its answer, and how sure it is."""

    def __init__(self, which: str) -> None:
        super().__init__()
        self._which = which
        self.name = ElidedLabel()
        self.name.setObjectName(f"{which}Name")
        self.digit = _Digit()
        self.digit.setObjectName(f"{which}Digit")
        self.words = ElidedLabel()
        self.words.setObjectName(f"{which}Words")
        for label in (self.name, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.name)
        layout.addWidget(self.digit, 1)
        layout.addWidget(self.words)

    def show_reading(self, digit: str, words: str) -> None:
        self.digit.setText(digit)
        self.digit.setAccessibleName(f"The {self._which} network reads {digit or 'nothing'}")
        self.words.setText(words)


class _Digit(QLabel):
    """A digit as large as its room allows."""

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
