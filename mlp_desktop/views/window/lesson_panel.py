"""The panel of a lesson, beside the tabs: one page for each idea, a question with its answer, what to change next."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QWidget

from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import text_button
from mlp_desktop.views.kit.labels import heading, paragraph, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.scroll_bar import make_slim

WIDTH = 34 * theme.GRID
SET_UP = {
    "settings": ("Reset settings", "Fill the form with the settings of this lesson again."),
    "network": ("Reset network", "Show the network of this lesson again, without changes."),
}
QWIDGETSIZE_MAX = (1 << 24) - 1  # of Qt, which PySide6 does not export


class LessonPage(NamedTuple):
    """A page of a lesson.

    Attributes:
        heading: its heading.
        text: its text, which is plain text.
        formula: one line below it.
        answer: shown when it is asked for.
        control: object name of the control that it is about; empty for none.
    """

    heading: str
    text: str
    formula: str = ""
    answer: str = ""
    control: str = ""


class LessonPanel(QWidget):
    """Shows the pages of a lesson, one at a time."""

    set_up_requested = Signal()
    show_requested = Signal(str)
    """The control of this name is to be shown."""
    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonPanel")
        self.setAccessibleName("Lesson")
        self._pages: Sequence[LessonPage] = ()
        self._place = 0
        self._lesson = ""
        self._is_wide = False
        self._title = paragraph("lessonTitle", quiet=True)
        self._heading = heading()
        self._heading.setObjectName("lessonHeading")
        self._heading.setWordWrap(True)
        self._text = paragraph("lessonText")
        self._formula = paragraph("lessonFormula")
        self._formula.setContentsMargins(theme.GRID, theme.GRID, 0, theme.GRID)
        self._answer = paragraph("lessonAnswer")
        self._show_answer = text_button("lessonShowAnswer", "Show answer", "Show the answer to the question.")
        self._show = text_button("lessonShow", "Show me", "Go to the control that this page is about.")
        self._number = plain_label()
        self._number.setObjectName("lessonPage")
        self._back = text_button("lessonBack", "Back", "Go to the previous page.")
        self._next = text_button("lessonNext", "Next", "Go to the next page.")
        self._set_up = text_button("lessonSetUp", *SET_UP["settings"])
        self._end = text_button("lessonEnd", "End lesson", "Close the lesson and show all controls again.")
        self._back.clicked.connect(self._go_back)
        self._next.clicked.connect(self._go_next)
        self._show_answer.clicked.connect(self._reveal)
        self._show.clicked.connect(self._ask_to_show)
        self._set_up.clicked.connect(self.set_up_requested)
        self._end.clicked.connect(self.ended)
        self._lay_out()

    def show_lesson(self, title: str, pages: Sequence[LessonPage], *, sets_up: str) -> None:
        """Show the first page of a lesson; ``sets_up``: what it sets up again, a key of :data:`SET_UP`, or empty."""
        self._pages, self._place = pages, 0
        self._lesson = title
        self._title.setText(title)
        self._set_up.setVisible(bool(sets_up))
        if sets_up:
            words, tip = SET_UP[sets_up]
            self._set_up.setText(words)
            self._set_up.setAccessibleName(words)
            self._set_up.setToolTip(plain_tip(tip))
        self._show.setVisible(any(page.control for page in pages))
        self._show_page()

    def set_wide(self, is_wide: bool) -> None:
        """Set whether it is a wide strip below the pad, with its buttons at the right, or a column within the form."""
        self._is_wide = is_wide
        self._page.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._page.setSpacing((3 if is_wide else 1) * theme.GRID)
        self._title.setVisible(not is_wide)
        self._column.setSpacing(theme.GRID // 2 if is_wide else 2 * theme.GRID)
        across = QSizePolicy.Policy.Maximum if is_wide else QSizePolicy.Policy.Preferred
        self._controls.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        if self._pages:
            self._show_page()

    def set_beside_tabs(self, is_beside: bool) -> None:
        """Set whether it stands beside the tabs, or else within one of them."""
        self.setMinimumWidth(WIDTH if is_beside else 0)
        self.setMaximumWidth(WIDTH if is_beside else QWIDGETSIZE_MAX)
        margin = 3 * theme.GRID if is_beside else 0
        self._page.setContentsMargins(0, margin, margin, margin)

    def _show_page(self) -> None:
        page = self._pages[self._place]
        self._heading.setText(f"{self._lesson} · {page.heading}" if self._is_wide else page.heading)
        self._text.setText(page.text)
        self._formula.setText(page.formula)
        self._formula.setVisible(bool(page.formula))
        self._answer.setText(page.answer)
        self._answer.hide()
        self._show_answer.setVisible(bool(page.answer))
        self._show.setEnabled(bool(page.control))
        self._number.setText(f"{self._place + 1} of {len(self._pages)}")
        self._back.setEnabled(self._place > 0)
        self._next.setEnabled(self._place < len(self._pages) - 1)
        self.setAccessibleDescription(plain_tip(" ".join(filter(None, (page.heading, page.text, page.formula)))))

    def _ask_to_show(self) -> None:
        self.show_requested.emit(self._pages[self._place].control)

    def _go_back(self) -> None:
        self._place = max(self._place - 1, 0)
        self._show_page()

    def _go_next(self) -> None:
        self._place = min(self._place + 1, len(self._pages) - 1)
        self._show_page()

    def _reveal(self) -> None:
        self._answer.show()
        self._show_answer.hide()

    def _lay_out(self) -> None:
        body = QWidget()
        column = vbox(
            self._heading,
            self._text,
            self._formula,
            self._show_answer,
            self._answer,
            parent=body,
            spacing=2 * theme.GRID,
        )
        self._column = column
        column.setContentsMargins(0, 0, theme.GRID, 0)
        column.addStretch()
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        make_slim(area)
        self._controls = QWidget()
        controls = vbox(parent=self._controls)
        controls.addLayout(hbox(self._back, self._number, self._next))
        controls.addLayout(hbox(self._show, self._set_up, self._end))
        self._page = vbox(self._title, area, self._controls, parent=self)
        self._page.setStretchFactor(area, 1)
