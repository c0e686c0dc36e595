"""The reading: the answer for the drawing, and the pages that explain it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.draw.answer_tile import AnswerTile
from mlp_desktop.views.draw.network_view import NetworkView
from mlp_desktop.views.draw.score_bars import ScoreBars
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.labels import ElidedLabel, plain_label

if TYPE_CHECKING:
    from mlp_desktop.views.explain.compare_page import ComparePage
    from mlp_desktop.views.explain.neurons_page import NeuronsPage
    from mlp_desktop.views.explain.steps_area import StepsArea
    from mlp_desktop.views.explain.steps_page import StepsPage
    from mlp_desktop.views.explain.why_page import WhyPage

NOTHING_DRAWN = "The answer appears here"
TOO_LITTLE_INK = "Too little ink: draw a digit."
PAGES = ("Answer", "Steps", "Why", "Neurons", "Compare")
IN_TRAINING = "Read with the network in training"
IN_TRAINING_TIP = (
    "Show how the network in training reads the drawing, several times a second. The network in use stays the same."
)

_BETWEEN_TILES = 2 * theme.GRID
_HEADER = 9 * theme.GRID
_LONG_WORDS = "epoch 100.0"  # as the words about the training are, most of the time
_LEAST = 400
_LEAST_TILE = 8 * theme.GRID
_PRESENTED_WORDS = 0.2  # of the height


class ShownAnswer(NamedTuple):
    """The answer for the drawing, with the details of one of its digits.

    Attributes:
        rows: the digits read, row by row.
        chosen: number of the digit, in reading order, that the other attributes describe.
        words: how certain that digit is.
        scores: ten scores of the digit, or ``None``.
        refused: whether its ink is refused as no digit.
        image: the digit image, uint8, shape (28, 28), or ``None``.
        by: which network answers, if it is not the one in use.
    """

    rows: Sequence[str] = ()
    chosen: int = 0
    words: str = NOTHING_DRAWN
    scores: Sequence[float] | None = None
    refused: bool = False
    image: np.ndarray | None = None
    by: str = ""


@guarded
class ReadingPanel(QWidget):
    """The answer with its scores, or a small answer with one of the other pages below.

    The answer is there from the start; :meth:`build_pages` adds the other pages.
    """

    steps_area: "StepsArea"
    steps: "StepsPage"
    why: "WhyPage"
    neurons: "NeuronsPage"
    compare: "ComparePage"

    page_changed = Signal(int)
    parts_changed = Signal()
    """The current page has more parts, or fewer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readingPanel")
        self.setAutoFillBackground(True)  # so that Qt paints nothing below it, up to the window, at every pen event
        self.tile = AnswerTile(self)
        self.words = plain_label("", self)
        self.words.setObjectName("answerWords")
        self.words.setWordWrap(True)
        self.network_view = NetworkView(self)
        self.score_bars = ScoreBars(self)
        self.in_training = QCheckBox(IN_TRAINING, self)
        describe(self.in_training, "drawInTraining", IN_TRAINING, IN_TRAINING_TIP)
        self.in_training.hide()
        self.training_words = ElidedLabel("drawTrainingWords", quiet=True)
        self.training_words.setParent(self)
        self.training_words.hide()
        self._is_offered = False
        self.pages: tuple[QWidget, ...] = ()
        self._page = 0
        self._presents = False
        self.show_answer(ShownAnswer())
        self.show_page(0)

    def build_pages(self) -> None:
        """Build the pages other than the first."""
        # Imported only now, because importing and building them takes a tenth of the time until the window is painted.
        from mlp_desktop.views.explain.compare_page import ComparePage
        from mlp_desktop.views.explain.neurons_page import NeuronsPage
        from mlp_desktop.views.explain.steps_area import StepsArea
        from mlp_desktop.views.explain.why_page import WhyPage

        self.steps_area = StepsArea(self)
        self.steps = self.steps_area.digit
        self.why = WhyPage(self)
        self.neurons = NeuronsPage(self)
        self.compare = ComparePage(self)
        self.compare.pages.currentChanged.connect(self.parts_changed)
        self.pages = (self.steps_area, self.why, self.neurons, self.compare)
        self.show_page(self._page)

    def tell_training(self, words: str) -> None:
        """Say beside the switch how far the network in training is, or why it does not answer."""
        self.training_words.setText(words)

    def offer_training(self, offered: bool) -> None:
        """Offer to read with the network in training while a run goes on; the switch is off whenever it appears."""
        self._is_offered = offered
        self.in_training.setChecked(False)
        self._show_switch()
        self._place()
        self.parts_changed.emit()

    @property
    def page(self) -> int:
        """The number of the current page in ``PAGES``."""
        return self._page

    def show_page(self, page: int) -> None:
        """Show the page with this number in ``PAGES``."""
        self._page = page
        for number, widget in enumerate(self.pages, start=1):
            widget.setVisible(number == page)
        self.network_view.setVisible(page == 0 and not self._presents)
        self.score_bars.setVisible(page == 0 and not self._presents)
        self._show_switch()
        self._place()
        self.page_changed.emit(page)

    def set_presenting(self, on: bool) -> None:
        """Show nothing but the answer and its words, as large as there is room; or the current page again."""
        self._presents = on
        if not on:
            self.words.setFont(QFont())
        self.show_page(0 if on else self._page)

    def show_answer(self, answer: ShownAnswer) -> None:
        """Show the answer, its words, and the scores and the image of its chosen digit."""
        self.tile.set_answer(answer.rows, answer.chosen)
        words = f"{answer.words}, says {answer.by}" if answer.by else answer.words
        self.words.setText(words if self._presents else answer.words)  # elsewhere the switch below says it
        self.words.setAccessibleName(words or "No answer yet")
        self.score_bars.set_scores(answer.scores, refused=answer.refused)
        self.network_view.set_image(answer.image)

    def minimumSizeHint(self) -> QSize:
        """The narrowest column in which the current page fits."""
        if self._page == 0 or not self.pages:
            bars = self.score_bars.minimumSizeHint()
            width = max(_LEAST, bars.width())
            caption = self.network_view.caption_height((width - _BETWEEN_TILES) // 2) + self._switch_height()
            return QSize(width, max(_LEAST, _LEAST_TILE + caption + 3 * theme.GRID + bars.height()))
        page = self.pages[self._page - 1].minimumSizeHint()
        return QSize(max(_LEAST, page.width()), max(_LEAST, _HEADER + 2 * theme.GRID + page.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts of the current page."""
        super().resizeEvent(event)
        self._place()

    def _show_switch(self) -> None:
        for part in (self.in_training, self.training_words):
            part.setVisible(self._is_offered and self._page == 0 and not self._presents)

    def _switch_height(self) -> int:
        """The height that the switch takes, and the words where they stand below it, with the gap below both."""
        if self.in_training.isHidden():
            return 0
        words = 0 if self._has_words_beside() else self.training_words.sizeHint().height()
        return self.in_training.sizeHint().height() + words + theme.GRID

    def _has_words_beside(self) -> bool:
        """Whether there is room for the words about the training beside the switch, and not only below it."""
        words = self.training_words.fontMetrics().horizontalAdvance(_LONG_WORDS)
        return self.in_training.sizeHint().width() + theme.GRID + words <= self.width()

    def _place(self) -> None:
        if self._presents:
            self._place_presented()
        elif self._page == 0:
            self._place_answer()
        else:
            self.tile.setGeometry(0, 0, 2 * _HEADER, _HEADER)
            self.words.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            left = 2 * _HEADER + _BETWEEN_TILES
            self.words.setGeometry(left, 0, self.width() - left, _HEADER)
            top = _HEADER + 2 * theme.GRID
            for page in self.pages[self._page - 1 : self._page]:
                page.setGeometry(0, top, self.width(), self.height() - top)

    def _place_presented(self) -> None:
        below = round(_PRESENTED_WORDS * self.height())
        font = theme.text_font("heading")
        font.setPixelSize(max(round(below / 4), QFontInfo(theme.text_font("heading")).pixelSize()))
        self.words.setFont(font)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.tile.setGeometry(0, 0, self.width(), self.height() - below)
        self.words.setGeometry(0, self.height() - below + theme.GRID, self.width(), below - theme.GRID)

    def _place_answer(self) -> None:
        width = (self.width() - _BETWEEN_TILES) // 2
        caption = self.network_view.caption_height(width)
        switch = self._switch_height()
        room = self.height() - caption - switch - 3 * theme.GRID
        height = min(width, room - self.score_bars.minimumSizeHint().height())
        self.tile.setGeometry(0, 0, width, height)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.words.setGeometry(0, height + theme.GRID, width, caption - theme.GRID)
        self.network_view.setGeometry(width + _BETWEEN_TILES, 0, width, height + caption)
        top = height + caption + 3 * theme.GRID
        width, high = min(self.in_training.sizeHint().width(), self.width()), self.in_training.sizeHint().height()
        self.in_training.setGeometry(0, top, width, high)
        if self._has_words_beside():
            self.training_words.setGeometry(width + theme.GRID, top, self.width() - width - theme.GRID, high)
        else:
            self.training_words.setGeometry(0, top + high, self.width(), self.training_words.sizeHint().height())
        top += switch
        self.score_bars.setGeometry(0, top, self.width(), self.height() - top)
