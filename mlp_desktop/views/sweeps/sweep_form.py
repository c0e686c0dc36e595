"""The form of a sweep."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.arrangement_button import ArrangementButton
from mlp_desktop.views.kit.form_parts import FormCombo, form_button
from mlp_desktop.views.kit.labels import heading, paragraph
from mlp_desktop.views.kit.layouts import vbox
from mlp_desktop.views.kit.wrapping_row import WrappingRow
from mlp_desktop.views.sweeps.sweep_fields import COMMON, COUNT, FIELDS, MACHINES, SEARCH, TRIALS, VARIED
from mlp_desktop.views.train.field_form import FieldForm, align_fields
from mlp_desktop.views.train.training_fields import Field

LESSON = "Lesson: L1 × L2"
LESSON_TIP = "Fills the form with a sweep that ends in a minute and shows what L1 and L2 do. Nothing starts by itself."


class SweepForm(FieldForm):
    """The fields of :mod:`~mlp_desktop.views.sweeps.sweep_fields`, below a button that fills in the lesson."""

    lesson_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(FIELDS, parent)
        for widget in self._inputs.values():
            if isinstance(widget, FormCombo):
                widget.setMinimumContentsLength(8)
        self.arrangement = ArrangementButton("sweepArrangement")
        self._lesson = form_button("sweepLesson", LESSON, LESSON_TIP)
        self._lesson.clicked.connect(self.lesson_requested)
        self._lesson_words = paragraph("sweepLessonWords", lines=2, small=True, quiet=True)
        self._base_words = paragraph("sweepBaseWords", lines=2, small=True, quiet=True)
        self.set_lesson_words("")
        self._lay_out()
        self.setObjectName("sweepForm")
        self.setAccessibleName("Settings of the sweep")
        self._show_page(48 * theme.GRID)

    def set_hint(self, key: str, hint: str) -> None:
        """Show ``hint`` while the typed field ``key`` is empty."""
        field = self._inputs[key]
        assert isinstance(field, QLineEdit), "only a typed field has a hint"
        field.setPlaceholderText(hint)

    def set_lesson_words(self, text: str) -> None:
        """Show what to observe in the lesson; empty text shows what the lesson is."""
        self._lesson_words.setText(text or LESSON_TIP)
        self._lesson.setAccessibleDescription(text or LESSON_TIP)

    def set_base_words(self, text: str) -> None:
        """Show a summary of the settings that do not vary."""
        self._base_words.setText(text)
        self._base_words.setAccessibleName(f"Other settings: {text}")

    def set_locked(self, locked: bool, except_keys: Collection[str] = ()) -> None:
        """Disable the form while a sweep uses it, or unlock it."""
        self._lesson.setEnabled(not locked)
        self.arrangement.set_locked(locked)
        super().set_locked(locked, except_keys)

    def _lay_out(self) -> None:
        page = vbox(self._lesson, self._lesson_words, self._rows(COMMON), parent=self._page, spacing=theme.GRID // 2)
        page.setContentsMargins(0, 0, 2 * theme.GRID, 0)
        page.addWidget(heading("What varies"))
        page.addLayout(self._axes())
        page.addWidget(heading("How"))
        page.addLayout(vbox(self._pair(*TRIALS), self._pair(SEARCH, COUNT), self._rows(MACHINES), spacing=0))
        page.addStretch()

    def _rows(self, fields: Sequence[Field]) -> QGridLayout:
        """One field in each row, with its label beside it."""
        grid = _grid()
        align_fields(self, grid, COMMON)
        grid.setColumnStretch(1, 1)
        for field in fields:
            part = None
            if field.key == "data":
                part = QWidget()  # as in the training form
                vbox(self._inputs[field.key], self.arrangement, parent=part, spacing=theme.GRID // 2)
            row = self._add_row(grid, field, part)
            if field.key == "base":
                grid.addWidget(self._base_words, row, 0, 1, 2)
            grid.addWidget(self._error(field), row + 1, 0, 1, 2)
        return grid

    def _axes(self) -> QGridLayout:
        """The settings that vary on the left, and their values on the right."""
        grid = _grid()
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for setting, values in zip(VARIED[::2], VARIED[1::2], strict=True):
            row = grid.rowCount()
            grid.addWidget(self._inputs[setting.key], row, 0)
            grid.addWidget(self._inputs[values.key], row, 1)
            grid.addWidget(self._error(values), row + 1, 0, 1, 2)
        return grid

    def _pair(self, first: Field, second: Field) -> WrappingRow:
        """Two short fields in one row, or below one another where large text needs it."""
        halves = [QWidget(), QWidget()]
        for field, half in zip((first, second), halves, strict=True):
            grid = _grid(half)
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setColumnStretch(1, 1)
            grid.addWidget(self._label(field), 0, 0)
            grid.addWidget(self._inputs[field.key], 0, 1)
            grid.addWidget(self._error(field), 1, 0, 1, 2)
        return WrappingRow(*halves, growing=halves)


def _grid(parent: QWidget | None = None) -> QGridLayout:
    grid = QGridLayout(parent)
    grid.setHorizontalSpacing(theme.GRID)
    grid.setVerticalSpacing(0)
    return grid
