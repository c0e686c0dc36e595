"""What is to be swept, to be typed and chosen."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mlp_desktop.views import theme
from mlp_desktop.views.form_parts import FIELD_HEIGHT, ErrorLabel, FormCombo, small_font
from mlp_desktop.views.sweep_fields import BY_WHOM, COUNT, FIELDS, HOW, SEARCH, VARIED, WHERE
from mlp_desktop.views.training_fields import Field

LESSON = "Lesson: L1 × L2"
LESSON_TIP = "Fills the form with a sweep that ends in a minute and shows what L1 and L2 do. Nothing starts by itself."


class SweepForm(QScrollArea):
    """Labelled fields, and under each a line kept free for the sentence that says what is wrong.

    Keys are those of :mod:`~mlp_desktop.views.sweep_fields`. Values are texts: of a typed field what was typed, of a
    chosen one the value behind the choice.
    """

    edited = Signal(str)
    lesson_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._locked = False
        self._resting: set[str] = set()
        self._labels: dict[str, QLabel] = {}
        self._inputs: dict[str, QLineEdit | QComboBox] = {field.key: self._input(field) for field in FIELDS}
        self._errors: dict[str, ErrorLabel] = {
            field.key: ErrorLabel(f"{field.name}Error") for field in FIELDS if field not in VARIED[::2]
        }
        self._lesson = QPushButton(LESSON)
        self._lesson.setObjectName("sweepLesson")
        self._lesson.setAccessibleName(LESSON)
        self._lesson.setToolTip(LESSON_TIP)
        self._lesson.setMinimumHeight(FIELD_HEIGHT)
        self._lesson.clicked.connect(self.lesson_requested)
        self._lesson_words = _small_print("sweepLessonWords")
        self._base_words = _small_print("sweepBaseWords")
        self.set_lesson_words("")
        self._page = QWidget()
        self._lay_out()
        self.setObjectName("sweepForm")
        self.setAccessibleName("What is to be swept")
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(max(43 * theme.GRID, round(20 * theme.body_height())))
        theme.quiet_scroll_bar(self.verticalScrollBar(), self.palette())

    def values(self) -> dict[str, str]:
        """What every field holds, by key."""
        return {key: _value(widget) for key, widget in self._inputs.items()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill the fields named in ``values``, unannounced; a choice not on offer leaves its field as it is."""
        for key, value in values.items():
            widget = self._inputs[key]
            with QSignalBlocker(widget):
                if isinstance(widget, QLineEdit):
                    widget.setText(value)
                elif (index := widget.findData(value)) >= 0:
                    widget.setCurrentIndex(index)

    def set_choices(self, key: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer ``choices`` (value, label) in the field ``key``; a value that is still on offer stays chosen."""
        combo = self._inputs[key]
        assert isinstance(combo, QComboBox), "only these have choices"
        chosen = combo.currentData()
        with QSignalBlocker(combo):
            combo.clear()
            for value, label in choices:
                combo.addItem(label, value)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))

    def set_hint(self, key: str, hint: str) -> None:
        """Show ``hint`` while nothing is typed in the field ``key``."""
        field = self._inputs[key]
        assert isinstance(field, QLineEdit), "only these are typed in"
        field.setPlaceholderText(hint)

    def set_error(self, key: str, sentence: str) -> None:
        """Say under the field ``key`` what is wrong with it; an empty sentence says that it is right."""
        self._errors[key].setText(sentence)
        self._inputs[key].setAccessibleDescription(sentence)

    def set_lesson_words(self, text: str) -> None:
        """Say what to look at in the lesson, or what the lesson is as long as the form does not hold it."""
        self._lesson_words.setText(text or LESSON_TIP)
        self._lesson.setAccessibleDescription(text or LESSON_TIP)

    def set_base_words(self, text: str) -> None:
        """Tell in short what the settings are that do not vary."""
        self._base_words.setText(text)
        self._base_words.setAccessibleName(f"Other settings: {text}")

    def set_usable(self, key: str, usable: bool) -> None:
        """Let the field ``key`` be filled in, or let it rest where another one makes it mean nothing."""
        (self._resting.discard if usable else self._resting.add)(key)
        self._enable()

    def set_locked(self, locked: bool) -> None:
        """Keep every field as it is while a sweep uses it."""
        self._locked = locked
        self._enable()

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            theme.quiet_scroll_bar(self.verticalScrollBar(), self.palette())

    def _enable(self) -> None:
        self._lesson.setEnabled(not self._locked)
        for key, widget in self._inputs.items():
            usable = not self._locked and key not in self._resting
            widget.setEnabled(usable)
            if key in self._labels:
                self._labels[key].setEnabled(usable)

    def _input(self, field: Field) -> QLineEdit | QComboBox:
        if field.chosen:
            widget = FormCombo()
            widget.setMinimumContentsLength(8)
            widget.currentIndexChanged.connect(partial(self._announce, field.key))
        else:
            widget = QLineEdit()
            widget.setAcceptDrops(False)  # a file dropped here is meant for the window
            widget.setPlaceholderText(field.hint)
            widget.textChanged.connect(partial(self._announce, field.key))
            widget.setMinimumHeight(FIELD_HEIGHT)
        widget.setObjectName(field.name)
        widget.setAccessibleName(field.label)
        widget.setToolTip(field.tip)
        return widget

    def _announce(self, key: str, _what: object) -> None:
        self.edited.emit(key)

    def _label(self, field: Field) -> QLabel:
        label = QLabel(field.label)
        label.setBuddy(self._inputs[field.key])
        label.setToolTip(field.tip)
        label.setMinimumHeight(FIELD_HEIGHT)
        self._labels[field.key] = label
        return label

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
            grid.addWidget(self._errors[field.key], row + 2, 0, 1, 2)
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
            grid.addWidget(self._errors[values.key], row + 1, 0, 1, 2)
        return grid

    def _pair(self, first: Field, second: Field) -> QGridLayout:
        """Two short fields in a row."""
        grid = _grid()
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for column, field in ((0, first), (2, second)):
            grid.addWidget(self._label(field), 0, column)
            grid.addWidget(self._inputs[field.key], 0, column + 1)
            grid.addWidget(self._errors[field.key], 1, column, 1, 2)
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
    label.setFont(small_font())
    label.setFixedHeight(2 * label.fontMetrics().lineSpacing() + 2)
    return label


def _heading(text: str) -> QLabel:
    heading = QLabel(text)
    heading.setFont(theme.text_font("heading"))
    return heading


def _value(widget: QLineEdit | QComboBox) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text()
    data = widget.currentData()
    return "" if data is None else str(data)
