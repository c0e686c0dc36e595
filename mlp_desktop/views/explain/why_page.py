"""The Why page: the ink that speaks for the answer and against it, and a piece to erase that would change it."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPalette, QResizeEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.explain.erasure_view import ErasureView, Line
from mlp_desktop.views.explain.ink_map import InkMap, SignLegend
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import heading, paragraph, plain_label
from mlp_desktop.views.kit.layouts import vbox
from mlp_desktop.views.kit.segments import Segments

DIGITS = 10
METHODS = ("gradient", "occlusion")

NOTHING_YET = "Draw a digit to see what would change the answer."
SEARCHING = "Looking for the smallest piece to erase…"

_EXPLAINED_IN = 4  # number of lines
_WHAT_ELSE = "What would make it"
_METHOD_WORDS = (
    "Gradient: what each pixel's ink adds to the score while all ink grows from none to full.",
    "Occlusion: how far the score falls when a patch of 4×4 pixels is blanked.",
)


@guarded
class WhyPage(QWidget):
    """The map and the erasure at the left, each with its choices and its words beside it."""

    digit_chosen = Signal(int)
    """The digit to explain by the map, or −1 for the answer."""
    method_chosen = Signal(str)
    """One of ``METHODS``."""
    wanted_chosen = Signal(int)
    """The digit that should be read after erasing, or −1 for any digit other than the answer."""
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
        self.erasure = ErasureView(self)
        self._about_erasure = self._erasure_words()
        self.set_question(None, None)
        self.set_erasure(None, None, "", False)

    def set_map(self, image: np.ndarray | None, values: np.ndarray | None) -> None:
        """Show a map over the digit image; see :meth:`InkMap.set_map`."""
        self.map.set_map(image, values)

    def set_method(self, method: str) -> None:
        """Show which of ``METHODS`` made the map, without a signal."""
        number = METHODS.index(method)
        self.method.set_current(number)
        self._method_words.setText(_METHOD_WORDS[number])

    def set_question(self, digit: int | None, answer: int | None) -> None:
        """Show which digit the map explains (``None``: the answer), and the answer, without a signal."""
        with QSignalBlocker(self.digit):
            self.digit.setItemText(0, "the answer" if answer is None else f"{answer}, the answer")
            self.digit.setCurrentIndex(0 if digit is None else digit + 1)
        if digit is None or digit == answer:
            self._title.setText("Why this answer?" if answer is None else f"Why {answer}?")
        else:
            self._title.setText(f"Why not {digit}?")
        self.map.set_about(None if digit == answer else digit)

    def set_erasure(self, strokes: Sequence[Line] | None, piece: Line | None, words: str, can_erase: bool) -> None:
        """Show the piece whose erasure would change the answer.

        Args:
            strokes: in the pad's coordinates; ``None`` for blank paper.
            piece: the part of a stroke to erase, if one was found.
            words: the effect of erasing it, or why there is nothing to erase.
            can_erase: whether the piece can be erased.
        """
        self.erasure.set_erasure(strokes, piece)
        self.erasure.setAccessibleDescription(words or NOTHING_YET)
        self._words, self._can_erase = words, can_erase
        self._show_words()

    def set_searching(self, searching: bool) -> None:
        """Show whether the piece is being searched for."""
        self._searching = searching
        self._show_words()

    def minimumSizeHint(self) -> QSize:
        """The smallest map and erasure, with the words beside them."""
        picture = self.map.minimumSizeHint()
        heights = sum(max(picture.height(), words) for words in self._words_heights())
        return QSize(picture.width() + 2 * theme.GRID + self._words_width(), heights + 2 * theme.GRID)

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(480, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give map and erasure the largest squares that leave room for the words.

        This is no Qt layout, because Qt's layouts cannot keep a square.
        """
        super().resizeEvent(event)
        gap = 2 * theme.GRID
        row = min((self.height() - gap) // 2, self.height() - gap - max(self._words_heights()))
        side = max(min(row, self.width() - gap - self._words_width()), 1)
        self._method_words.setVisible(side >= self._height_with_method())
        top = 0
        for picture, words, least in zip(
            (self.map, self.erasure), (self._about_map, self._about_erasure), self._words_heights(), strict=True
        ):
            picture.setGeometry(0, top, side, side)
            words.setGeometry(QRect(side + gap, top, self.width() - side - gap, max(side, least)))
            top += max(side, least) + gap

    def _map_words(self) -> QWidget:
        self._title = heading()
        self._title.setObjectName("whyTitle")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.digit = _digits("whyDigit", "Digit that the map explains", "the answer")
        self.digit.currentIndexChanged.connect(self._announce_digit)
        self.method = Segments(("Gradient", "Occlusion"))
        self.method.setObjectName("whyMethod")
        self.method.setAccessibleName("Method of the map")
        for button, tip in zip(self.method.buttons, _METHOD_WORDS, strict=True):
            button.setToolTip(plain_tip(tip))
        self.method.chosen.connect(self._announce_method)
        self._method_words = plain_label(_METHOD_WORDS[0])
        self._method_words.setWordWrap(True)
        self._method_words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._method_words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        follow(self._method_words, lambda each: each.setFixedHeight(_EXPLAINED_IN * each.fontMetrics().lineSpacing()))
        self._method_words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._legend = SignLegend("speaks for it", "speaks against it")
        return _column(self, self._title, self.digit, self.method, self._legend, self._method_words)

    def _erasure_words(self) -> QWidget:
        title = heading(_WHAT_ELSE)
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.wanted = _digits("wantedDigit", "Digit that erasing should turn it into", "any other digit")
        self.wanted.currentIndexChanged.connect(self._announce_wanted)
        self.sentence = paragraph("erasureWords")
        follow(self.sentence, lambda each: each.setMinimumHeight(3 * each.fontMetrics().lineSpacing()))
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.erase = QPushButton("Erase it")
        self.erase.setObjectName("eraseButton")
        self.erase.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.erase.clicked.connect(self.erase_requested)
        return _column(self, title, self.wanted, self.sentence, self.erase)

    def _words_heights(self) -> tuple[int, int]:
        """The least heights of the words beside the map, without those about the method, and beside the erasure."""
        about_method = 0 if self._method_words.isHidden() else self._method_words.height() + theme.GRID
        beside_map = self._about_map.minimumSizeHint().height() - about_method
        return beside_map, self._about_erasure.minimumSizeHint().height()

    def _words_width(self) -> int:
        """The width of the longest heading at the system's text size."""
        return max(QFontMetrics(theme.text_font("heading")).horizontalAdvance(_WHAT_ELSE) + 4, 22 * theme.GRID)

    def _height_with_method(self) -> int:
        """The least height of the map that leaves room beside it for words about the method."""
        above = (self._title, self.digit, self.method, self._legend)
        return sum(widget.sizeHint().height() + theme.GRID for widget in above) + self._method_words.height()

    def _show_words(self) -> None:
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
    """A choice between ``first`` and the ten digits, never wider than its column."""
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(accessible_name)
    box.addItems([first, *map(str, range(DIGITS))])
    box.setMaxVisibleItems(DIGITS + 1)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _column(parent: QWidget, *widgets: QWidget) -> QWidget:
    column = QWidget(parent)
    vbox(*widgets, parent=column).addStretch()
    return column
