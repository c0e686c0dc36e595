"""Why this answer: which ink speaks for it and against it, and what to erase for another."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPalette, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from mlp_desktop.views.explain.erasure_picture import ErasurePicture, Line
from mlp_desktop.views.explain.ink_map import InkMap, SignLegend
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.segments import Segments

DIGITS = 10
METHODS = ("gradient", "occlusion")

NOTHING_YET = "Draw a digit, and ask what would change the answer."
SEARCHING = "Looking for the smallest piece to erase …"

_EXPLAINED_IN = 4  # lines
_WHAT_ELSE = "What would make it"
_METHOD_WORDS = (
    "Gradient × ink: what each pixel's ink adds to the score, to first order.",
    "Occlusion: how far the score falls when a patch of 4×4 pixels is blanked.",
)


class WhyPage(QWidget):
    """Two pictures at the left, the map and the erasure, each with its questions and its words beside it."""

    digit_chosen = Signal(int)
    """The digit that the map is to be about, or −1 for the answer."""
    method_chosen = Signal(str)
    """One of ``METHODS``."""
    wanted_chosen = Signal(int)
    """The digit that erasing is to lead to, or −1 for any other than the answer."""
    erase_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whyPage")
        self.setAccessibleName("Why this answer")
        self._words = ""
        self._can_erase = False
        self._searching = False
        self.map = InkMap(self)
        self._about_map = self._map_words()
        self.erasure = ErasurePicture(self)
        self._about_erasure = self._erasure_words()
        self.set_question(None, None)
        self.set_erasure(None, None, "", False)

    def set_map(self, image: np.ndarray | None, values: np.ndarray | None) -> None:
        """Show the digit image (uint8, shape (28, 28)) and over it a map, as in :meth:`InkMap.set_map`."""
        self.map.set_map(image, values)

    def set_method(self, method: str) -> None:
        """Say which of ``METHODS`` the map was made by, without a signal."""
        number = METHODS.index(method)
        self.method.set_current(number)
        self._method_words.setText(_METHOD_WORDS[number])

    def set_question(self, digit: int | None, answer: int | None) -> None:
        """Say which digit the map is about (``None``: the answer), and what the answer is, without a signal."""
        with QSignalBlocker(self.digit):
            self.digit.setItemText(0, "the answer" if answer is None else f"{answer}, the answer")
            self.digit.setCurrentIndex(0 if digit is None else digit + 1)
        if digit is None or digit == answer:
            self._title.setText("Why this answer?" if answer is None else f"Why {answer}?")
        else:
            self._title.setText(f"Why not {digit}?")

    def set_erasure(self, strokes: Sequence[Line] | None, piece: Line | None, words: str, can_erase: bool) -> None:
        """Show what would change the answer.

        Args:
            strokes: points from 0 to 280, y down; none for blank paper.
            piece: the part of a stroke to erase, if any was found.
            words: what erasing it would do, or why there is nothing to erase.
            can_erase: whether the button has something to do.
        """
        self.erasure.set_erasure(strokes, piece)
        self.erasure.setAccessibleDescription(words or NOTHING_YET)
        self._words, self._can_erase = words, can_erase
        self._tell()

    def set_searching(self, searching: bool) -> None:
        """Say that the piece is being looked for, until told otherwise."""
        self._searching = searching
        self._tell()

    def minimumSizeHint(self) -> QSize:
        """The smallest pictures, and the words beside them."""
        words = max(self._about_map.minimumSizeHint().height(), self._about_erasure.minimumSizeHint().height())
        side = max(self.map.minimumSizeHint().height(), words)
        return QSize(
            self.map.minimumSizeHint().width() + 2 * theme.GRID + self._words_width(), 2 * side + 2 * theme.GRID
        )

    def sizeHint(self) -> QSize:
        """Comfortable."""
        return QSize(480, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pictures the largest squares that leave room for the words: by hand, for layouts know none."""
        super().resizeEvent(event)
        gap = 2 * theme.GRID
        row = (self.height() - gap) // 2
        side = max(min(row, self.width() - gap - self._words_width()), 1)
        self._method_words.setVisible(side >= self._room_to_explain())
        for number, (picture, words) in enumerate(((self.map, self._about_map), (self.erasure, self._about_erasure))):
            top = number * (side + gap)
            picture.setGeometry(0, top, side, side)
            words.setGeometry(
                QRect(side + gap, top, self.width() - side - gap, max(side, words.minimumSizeHint().height()))
            )

    def _map_words(self) -> QWidget:
        self._title = QLabel()
        self._title.setObjectName("whyTitle")
        self._title.setFont(theme.text_font("heading"))
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.digit = _digits("whyDigit", "Digit that the map is about", "the answer")
        self.digit.currentIndexChanged.connect(self._announce_digit)
        self.method = Segments(("Gradient", "Occlusion"))
        self.method.setObjectName("whyMethod")
        self.method.setAccessibleName("How the map is made")
        for button, tip in zip(self.method.buttons, _METHOD_WORDS, strict=True):
            button.setToolTip(tip)
        self.method.chosen.connect(self._announce_method)
        self._method_words = QLabel(_METHOD_WORDS[0])
        self._method_words.setWordWrap(True)
        self._method_words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._method_words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._method_words.setFixedHeight(_EXPLAINED_IN * self._method_words.fontMetrics().lineSpacing())
        self._method_words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._legend = SignLegend("speaks for it", "speaks against it")
        return _column(self, self._title, self.digit, self.method, self._legend, self._method_words)

    def _erasure_words(self) -> QWidget:
        title = QLabel(_WHAT_ELSE)
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        title.setFont(theme.text_font("heading"))
        self.wanted = _digits("wantedDigit", "What erasing is to make of it", "any other digit")
        self.wanted.currentIndexChanged.connect(self._announce_wanted)
        self.sentence = QLabel()
        self.sentence.setObjectName("erasureWords")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.sentence.setMinimumHeight(3 * self.sentence.fontMetrics().lineSpacing())
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.erase = QPushButton("Erase it")
        self.erase.setObjectName("eraseButton")
        self.erase.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.erase.clicked.connect(self.erase_requested)
        return _column(self, title, self.wanted, self.sentence, self.erase)

    def _words_width(self) -> int:
        """Room for the longest heading, whatever the system's text size."""
        return max(QFontMetrics(theme.text_font("heading")).horizontalAdvance(_WHAT_ELSE) + 4, 22 * theme.GRID)

    def _room_to_explain(self) -> int:
        """Height beside the map from which on there is room for words about the method."""
        above = (self._title, self.digit, self.method, self._legend)
        return sum(widget.sizeHint().height() + theme.GRID for widget in above) + self._method_words.height()

    def _tell(self) -> None:
        self.sentence.setText(SEARCHING if self._searching else self._words or NOTHING_YET)
        self.erase.setEnabled(self._can_erase and not self._searching)

    def _announce_digit(self, index: int) -> None:
        self.digit_chosen.emit(index - 1)

    def _announce_method(self, number: int) -> None:
        self.set_method(METHODS[number])
        self.method_chosen.emit(METHODS[number])

    def _announce_wanted(self, index: int) -> None:
        self.wanted_chosen.emit(index - 1)


def _digits(name: str, accessible_name: str, first: str) -> QComboBox:
    """A choice between ``first`` and the ten digits, as wide as its column and never wider."""
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(accessible_name)
    box.addItems([first, *map(str, range(DIGITS))])
    box.setMaxVisibleItems(DIGITS + 1)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _column(parent: QWidget, *widgets: QWidget) -> QWidget:
    column = QWidget(parent)
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.GRID)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch()
    return column
