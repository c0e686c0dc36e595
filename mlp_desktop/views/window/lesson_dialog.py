"""The dialog in which a teacher writes a lesson: its texts, step by step, and the controls that the class sees."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QWidget,
)

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.buttons import PrimaryButton, describe_button
from mlp_desktop.views.kit.growth import grown_size
from mlp_desktop.views.kit.labels import paragraph, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.scroll_bar import make_slim
from mlp_desktop.views.kit.text_area import TextArea

LATER = (
    ("watch", "What to watch"),
    ("question", "Question"),
    ("answer", "Answer"),
    ("next", "Change next"),
)
"""The texts after the steps: their names in a file, and on the screen."""

LATER_TIPS = {
    "watch": "What the class watches while the run goes on. Empty for no such page.",
    "question": "One question about what was seen. Empty for no such page.",
    "answer": "Its answer, which is shown when it is asked for.",
    "next": "What the class changes then. Empty for no such page.",
}

ALL_SHOWN = "The class sees these controls. With all or none of them ticked it sees the whole form."
_MOST_PASTED = 10_000  # of which a sentence says that they are too many


class LessonTexts(NamedTuple):
    """What the dialog shows and gives back.

    Attributes:
        title: of the lesson.
        steps: a text and a formula for each; what follows them is handed back as it came.
        later: the texts of :data:`LATER` by name.
        shown: the keys of the controls that the class sees; empty for all.
    """

    title: str
    steps: tuple[tuple[str, ...], ...]
    later: dict[str, str]
    shown: tuple[str, ...]


class LessonDialog(QDialog):
    """Edits the texts of one lesson. It closes once they are saved, and says what is wrong with them until then."""

    def __init__(
        self,
        texts: LessonTexts,
        controls: Sequence[tuple[str, str]],
        save: Callable[[LessonTexts], str | None],
        parent: QWidget | None = None,
    ) -> None:
        """Show ``texts``.

        Args:
            texts: what they are at first.
            controls: key and label of each control of the form.
            save: saves texts; returns an empty text, or what is wrong with them, or ``None`` if they are not saved yet.
            parent: the window.
        """
        super().__init__(parent)
        self._save_texts = save
        self.setObjectName("lessonDialog")
        self.setWindowTitle("Write a lesson")
        self._steps = [list(step) for step in texts.steps] or [["", ""]]
        self._place = 0
        self._title = QLineEdit(texts.title)
        describe(self._title, "lessonTitleField", "Title", "What the lesson is called.")
        self._text = _area("lessonStepText", "Text of the step", "One idea in a few plain sentences.", 4)
        self._formula = QLineEdit()
        describe(self._formula, "lessonStepFormula", "Formula of the step", "One line, where it helps.")
        self._number = plain_label()
        self._number.setObjectName("lessonStepNumber")
        self._back, self._next = QPushButton("Previous"), QPushButton("Next")
        self._add, self._remove = QPushButton("Add step"), QPushButton("Remove step")
        self._save, self._close = PrimaryButton("Save…"), QPushButton("Cancel")
        for button, name, tip, does in (
            (self._back, "lessonStepBack", "Go to the step before.", self._go_back),
            (self._next, "lessonStepNext", "Go to the next step.", self._go_next),
            (self._add, "lessonStepAdd", "Add a step after this one.", self._add_step),
            (self._remove, "lessonStepRemove", "Remove this step.", self._remove_step),
            (self._save, "lessonSave", "Save the lesson with the settings of the form.", self._ask_to_save),
            (self._close, "lessonCancel", "Close without saving.", self.reject),
        ):
            describe_button(button, name, tip)
            button.setAutoDefault(False)
            button.clicked.connect(does)
        self._later = {
            name: _area(f"lesson{name.capitalize()}Field", words, LATER_TIPS[name], 2) for name, words in LATER
        }
        for name, field in self._later.items():
            field.setPlainText(texts.later.get(name, ""))
        self._controls = QListWidget()
        describe(self._controls, "lessonControls", "Controls that the class sees", ALL_SHOWN)
        for key, label in controls:
            item = QListWidgetItem(label)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            shown = not texts.shown or key in texts.shown
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self._controls.addItem(item)
        self._error = paragraph("lessonProblem", lines=2)
        self._lay_out()
        self._show_step()
        self._title.setFocus()

    def texts(self) -> LessonTexts:
        """The texts as they are now."""
        self._keep_step()
        items = [self._controls.item(row) for row in range(self._controls.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        shown = () if len(ticked) == len(items) else tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked)
        later = {name: field.toPlainText() for name, field in self._later.items()}
        return LessonTexts(self._title.text(), tuple(map(tuple, self._steps)), later, shown)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the texts; empty for nothing."""
        self._error.setText(sentence)
        self._error.setAccessibleName(f"Problem: {sentence}" if sentence else "")

    def _ask_to_save(self) -> None:
        problem = self._save_texts(self.texts())
        self.show_problem(problem or "")
        if problem == "":
            self.accept()

    # Steps

    def _keep_step(self) -> None:
        self._steps[self._place][:2] = self._text.toPlainText(), self._formula.text()

    def _show_step(self) -> None:
        text, formula = self._steps[self._place][:2]
        self._text.setPlainText(text)
        self._formula.setText(formula)
        words = f"Step {self._place + 1} of {len(self._steps)}"
        self._number.setText(words)
        self._text.setAccessibleName(f"Text of step {self._place + 1} of {len(self._steps)}")
        self._back.setEnabled(self._place > 0)
        self._next.setEnabled(self._place < len(self._steps) - 1)
        self._remove.setEnabled(len(self._steps) > 1)

    def _go(self, place: int) -> None:
        self._keep_step()
        self._place = min(max(place, 0), len(self._steps) - 1)
        self._show_step()

    def _go_back(self) -> None:
        self._go(self._place - 1)

    def _go_next(self) -> None:
        self._go(self._place + 1)

    def _add_step(self) -> None:
        self._keep_step()
        self._place += 1
        self._steps.insert(self._place, ["", ""])
        self._show_step()
        self._text.setFocus()

    def _remove_step(self) -> None:
        del self._steps[self._place]
        self._place = min(self._place, len(self._steps) - 1)
        self._show_step()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GRID)
        grid.setVerticalSpacing(theme.GRID)
        grid.setColumnStretch(1, 1)
        pager = hbox(self._number, self._back, self._next, self._add, self._remove)
        pager.insertStretch(1)
        _row(grid, "Title", self._title)
        grid.addLayout(pager, grid.rowCount(), 0, 1, 2)
        _row(grid, "Text", self._text)
        _row(grid, "Formula", self._formula)
        for name, label in LATER:
            _row(grid, label, self._later[name])
        words = paragraph("lessonControlsWords", lines=3, small=True, quiet=True)
        words.setText(ALL_SHOWN)
        right = vbox(words, self._controls)
        buttons = hbox(self._save, self._close)
        buttons.insertStretch(0)
        sheet, scrolled = QWidget(), QScrollArea()
        columns = hbox(parent=sheet, spacing=3 * theme.GRID)
        columns.addLayout(grid, 3)
        columns.addLayout(right, 2)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the fields
        scrolled.setWidgetResizable(True)  # large text needs more height than a small screen has
        scrolled.setWidget(sheet)
        make_slim(scrolled)
        page = vbox(parent=self, spacing=2 * theme.GRID)
        page.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        page.addWidget(scrolled, 1)
        page.addWidget(self._error)
        page.addLayout(buttons)
        room = self.screen().availableSize() - QSize(12 * theme.GRID, 12 * theme.GRID)
        self.resize(grown_size(100 * theme.GRID, 70 * theme.GRID).boundedTo(room))


def _area(name: str, spoken: str, tip: str, lines: int) -> TextArea:
    area = TextArea(_MOST_PASTED)
    describe(area, name, spoken, tip)
    area.setTabChangesFocus(True)
    area.setMinimumHeight(round((lines + 0.8) * theme.body_height()))
    return area


def _row(grid: QGridLayout, words: str, field: QWidget) -> None:
    label = plain_label(words)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setBuddy(field)
    row = grid.rowCount()
    grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(field, row, 1)
