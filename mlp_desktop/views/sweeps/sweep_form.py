"""What is to be swept, to be typed and chosen."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import FIELD_HEIGHT, FormCombo
from mlp_desktop.views.sweeps.sweep_fields import BY_WHOM, COUNT, FIELDS, HOW, SEARCH, VARIED, WHERE
from mlp_desktop.views.train.field_form import FieldForm
from mlp_desktop.views.train.training_fields import Field

LESSON = "Lesson: L1 × L2"
LESSON_TIP = "Fills the form with a sweep that ends in a minute and shows what L1 and L2 do. Nothing starts by itself."


class SweepForm(FieldForm):
    """Labelled fields, and under each a line kept free for the sentence that says what is wrong.

    Keys are those of :mod:`~mlp_desktop.views.sweeps.sweep_fields`.
    """

    lesson_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(FIELDS, parent)
        for widget in self._inputs.values():
            if isinstance(widget, FormCombo):
                widget.setMinimumContentsLength(8)
        self._lesson = QPushButton(LESSON)
        self._lesson.setObjectName("sweepLesson")
        self._lesson.setAccessibleName(LESSON)
        self._lesson.setToolTip(LESSON_TIP)
        self._lesson.setMinimumHeight(FIELD_HEIGHT)
        self._lesson.clicked.connect(self.lesson_requested)
        self._lesson_words = _small_print("sweepLessonWords")
        self._base_words = _small_print("sweepBaseWords")
        self.set_lesson_words("")
        self._lay_out()
        self.setObjectName("sweepForm")
        self.setAccessibleName("What is to be swept")
        self._show_page(max(43 * theme.GRID, round(20 * theme.body_height())))

    def set_hint(self, key: str, hint: str) -> None:
        """Show ``hint`` while nothing is typed in the field ``key``."""
        field = self._inputs[key]
        assert isinstance(field, QLineEdit), "only these are typed in"
        field.setPlaceholderText(hint)

    def set_lesson_words(self, text: str) -> None:
        """Say what to look at in the lesson, or what the lesson is as long as the form does not hold it."""
        self._lesson_words.setText(text or LESSON_TIP)
        self._lesson.setAccessibleDescription(text or LESSON_TIP)

    def set_base_words(self, text: str) -> None:
        """Tell in short what the settings are that do not vary."""
        self._base_words.setText(text)
        self._base_words.setAccessibleName(f"Other settings: {text}")

    def set_locked(self, locked: bool, but: Collection[str] = ()) -> None:
        """Keep every field as it is while a sweep uses it."""
        self._lesson.setEnabled(not locked)
        super().set_locked(locked, but)

    def _lay_out(self) -> None:
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 2 * theme.GRID, 0)
        page.setSpacing(theme.GRID // 2)
        page.addWidget(self._lesson)
        page.addWidget(self._lesson_words)
        page.addLayout(self._rows(WHERE))
        page.addWidget(_heading("What varies"))
        page.addLayout(self._axes())
        page.addWidget(_heading("How"))
        how = QVBoxLayout()
        how.setSpacing(0)
        how.addLayout(self._pair(*HOW))
        how.addLayout(self._pair(SEARCH, COUNT))
        how.addLayout(self._rows(BY_WHOM))
        page.addLayout(how)
        page.addStretch()

    def _rows(self, fields: Sequence[Field]) -> QGridLayout:
        """A field a row, its label beside it."""
        grid = _grid()
        grid.setColumnMinimumWidth(0, max(self.fontMetrics().horizontalAdvance(field.label) for field in FIELDS[:3]))
        grid.setColumnStretch(1, 1)
        for field in fields:
            row = grid.rowCount()
            grid.addWidget(self._label(field), row, 0)
            grid.addWidget(self._inputs[field.key], row, 1)
            if field.key == "base":
                grid.addWidget(self._base_words, row + 1, 0, 1, 2)
            grid.addWidget(self._error(field), row + 2, 0, 1, 2)
        return grid

    def _axes(self) -> QGridLayout:
        """Settings on the left, their values on the right."""
        grid = _grid()
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for setting, values in zip(VARIED[::2], VARIED[1::2], strict=True):
            row = grid.rowCount()
            grid.addWidget(self._inputs[setting.key], row, 0)
            grid.addWidget(self._inputs[values.key], row, 1)
            grid.addWidget(self._error(values), row + 1, 0, 1, 2)
        return grid

    def _pair(self, first: Field, second: Field) -> QGridLayout:
        """Two short fields in a row."""
        grid = _grid()
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for column, field in ((0, first), (2, second)):
            grid.addWidget(self._label(field), 0, column)
            grid.addWidget(self._inputs[field.key], 0, column + 1)
            grid.addWidget(self._error(field), 1, column, 1, 2)
        return grid


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.GRID)
    grid.setVerticalSpacing(0)
    return grid


def _small_print(name: str) -> QLabel:
    """Two lines, there from the start, so that nothing below moves."""
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setFont(theme.text_font("small"))
    label.setFixedHeight(2 * label.fontMetrics().lineSpacing() + 2)
    return label


def _heading(text: str) -> QLabel:
    heading = QLabel(text)
    heading.setFont(theme.text_font("heading"))
    return heading
