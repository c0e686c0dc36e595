"""A form of labelled fields, each with a line for an error."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QScrollArea, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.form_parts import ErrorLabel, FormCombo, keep_field_height
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.labels import plain_label, text_is_large
from mlp_desktop.views.kit.layouts import Part, hbox
from mlp_desktop.views.kit.scroll_bar import make_slim
from mlp_desktop.views.kit.scrolled import show_what_has_focus
from mlp_desktop.views.train.activations_field import ActivationsField
from mlp_desktop.views.train.field_slider import FieldSlider
from mlp_desktop.views.train.training_fields import Field

_SHARE = 0.38  # of the window's width, for large text

Input = QLineEdit | FormCombo | ActivationsField


@guarded
class FieldForm(QScrollArea):
    """A scrollable page of labelled fields.

    All values are texts, by the keys of the fields: the text of a typed field, the value of a chosen one. A subclass
    lays out the inputs, labels and error lines made here on ``_page``, and then calls :meth:`_show_page`.
    """

    edited = Signal(str)
    entered = Signal()
    """Enter was pressed in a typed field."""

    def __init__(self, fields: Sequence[Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = QWidget()
        self._fields = tuple(fields)
        self._sliders: dict[str, FieldSlider] = {}
        self._inputs: dict[str, Input] = {field.key: self._input(field) for field in fields}
        self._labels: dict[str, QLabel] = {}
        self._errors: dict[str, ErrorLabel] = {}
        self._unlocked: Collection[str] = self._inputs.keys()
        self._unused: set[str] = set()
        self._shown: Collection[str] | None = None
        self._field_rows: list[FieldRow] = []
        self._is_stacked = False

    def values(self) -> dict[str, str]:
        """The value of every field, by key."""
        return {
            key: widget.text() if isinstance(widget, QLineEdit) else widget.value()
            for key, widget in self._inputs.items()
        }

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill the fields named in ``values`` without a signal; a value that is not offered changes nothing."""
        for key, value in values.items():
            widget = self._inputs[key]
            if isinstance(widget, QLineEdit):
                with QSignalBlocker(widget):
                    widget.setText(value)
                if key in self._sliders:
                    self._sliders[key].follow_text()
            else:
                widget.set_value(value)

    def put(self, key: str, value: str) -> None:
        """Fill the field ``key`` as if the person had, with the signal."""
        self.set_values({key: value})
        self.edited.emit(key)

    def set_choices(self, key: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer ``choices`` (value, label) in the field ``key``; the chosen value stays if it is still offered.

        Raises:
            KeyError: if it is a typed field.
        """
        widget = self._inputs[key]
        if isinstance(widget, QLineEdit):
            raise KeyError(key)
        widget.set_choices(choices)

    def set_error(self, key: str, sentence: str) -> None:
        """Show under the field ``key`` what is wrong with it; an empty sentence means that it is valid."""
        self._errors[key].show_sentence(sentence)
        _named(self._inputs[key]).setAccessibleDescription(sentence)

    def set_note(self, key: str, sentence: str) -> None:
        """Show under the field ``key``, which is valid, what is to be known of its value; empty for nothing."""
        self._errors[key].show_sentence(sentence, is_note=True)
        _named(self._inputs[key]).setAccessibleDescription(sentence)

    def reveal(self, key: str) -> None:
        """Scroll to the field ``key`` and to its error, and give it the keyboard focus."""
        widget = _named(self._inputs[key])
        if key in self._errors:
            self.ensureWidgetVisible(self._errors[key], 0, theme.GRID)
        self.ensureWidgetVisible(self._inputs[key], 0, theme.GRID)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(widget, QLineEdit):
            widget.selectAll()

    def set_usable(self, key: str, usable: bool) -> None:
        """Enable the field ``key``, or disable it while the value of another field makes it meaningless."""
        (self._unused.discard if usable else self._unused.add)(key)
        self._enable()

    def set_locked(self, locked: bool, except_keys: Collection[str] = ()) -> None:
        """Disable every field, except those named in ``except_keys``, while the form is in use; or unlock them all."""
        self._unlocked = except_keys if locked else self._inputs.keys()
        self._enable()

    def show_only(self, keys: Collection[str] | None) -> None:
        """Show the fields named in ``keys`` alone, or all of them; hidden fields keep their values."""
        self._shown = keys
        for key, widget in self._inputs.items():
            is_shown = keys is None or key in keys
            for part in (widget, self._labels.get(key), self._errors.get(key), self._sliders.get(key)):
                if part is not None:
                    part.setVisible(is_shown)

    def shows(self, key: str) -> bool:
        """Whether the field ``key`` is one of those that :meth:`show_only` shows."""
        return self._shown is None or key in self._shown

    def _show_page(self, width: int) -> None:
        """Show the finished page, ``width`` logical pixels wide, or as wide as large text needs it."""
        self._width = width
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit_width()
        make_slim(self)
        show_what_has_focus(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Become as wide as the page needs it, and as large text is read best, whenever that has changed."""
        done = super().eventFilter(watched, event)
        of_page = event.type() == QEvent.Type.LayoutRequest and watched is self._page
        if of_page or (event.type() == QEvent.Type.Resize and watched is self.window()):
            self._fit_width()
        return done

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the width of the window from now on."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._fit_width()

    def _fit_width(self) -> None:
        share = round(_SHARE * self.window().width())
        self._stack(text_is_large() and grown(self._width) > share)
        wanted = min(grown(self._width), share)
        needed = max(self._width, wanted, self._page.minimumSizeHint().width() + theme.GRID)
        if needed != self.minimumWidth():
            self.setFixedWidth(needed)

    def _stack(self, stacked: bool) -> None:
        """Put every input below its label, where large text leaves it too little room beside it, or back."""
        if stacked == self._is_stacked:
            return
        self._is_stacked = stacked
        for row in self._field_rows:
            row.take()
            row.place(stacked)

    def _add_row(self, grid: QGridLayout, field: Field, part: Part | None = None) -> int:
        """Add the label and the input of a field, or a ``part`` that holds it; returns the number of the next row."""
        grid.addWidget(self._label(field), grid.rowCount(), 0, Qt.AlignmentFlag.AlignTop)
        if slider := self._sliders.get(field.key):
            part = hbox(slider, self._inputs[field.key])
        return self._add_part(grid, part or self._inputs[field.key], grid.rowCount() - 1)

    def _add_part(self, grid: QGridLayout, part: Part, first: int | None = None) -> int:
        """Add what stands beside the labels, or where these are above the fields as wide as the grid; as above."""
        row = FieldRow(grid, grid.rowCount() if first is None else first, part)
        row.place(self._is_stacked)
        self._field_rows.append(row)
        return row.first + 2

    def _label(self, field: Field) -> QLabel:
        """Make the label of a field, to be placed beside it."""
        label = self._labels[field.key] = plain_label(field.label)
        label.setBuddy(_named(self._inputs[field.key]))
        label.setToolTip(plain_tip(field.tip))
        keep_field_height(label)
        return label

    def _error(self, field: Field) -> ErrorLabel:
        """Make the error line of a field, to be placed below it."""
        error = self._errors[field.key] = ErrorLabel(f"{field.name}Error")
        return error

    def _input(self, field: Field) -> Input:
        announce = partial(self._announce, field.key)
        if field.chosen:
            widget = ActivationsField() if field.is_per_layer else FormCombo()
            if field.choices:
                widget.set_choices(field.choices)
            changed = widget.edited if isinstance(widget, ActivationsField) else widget.currentIndexChanged
            changed.connect(announce)
        else:
            widget = QLineEdit()
            widget.setAcceptDrops(False)  # so that the window receives a file dropped here
            widget.setPlaceholderText(field.hint)
            widget.textChanged.connect(announce)
            widget.returnPressed.connect(self.entered)
            keep_field_height(widget)
            if field.reach is not None:
                self._sliders[field.key] = FieldSlider(widget, field)
        describe(_named(widget), field.name, field.label, field.tip)
        return widget

    def _enable(self) -> None:
        for key, widget in self._inputs.items():
            usable = key in self._unlocked and key not in self._unused
            widget.setEnabled(usable)
            if key in self._labels:
                self._labels[key].setEnabled(usable)
            if key in self._sliders:
                self._sliders[key].setEnabled(usable)

    def _announce(self, key: str, *_value: object) -> None:
        self.edited.emit(key)


class FieldRow(NamedTuple):
    """A field in a grid, whose rows ``first`` and the next one are its."""

    grid: QGridLayout
    first: int
    part: Part

    def place(self, stacked: bool) -> None:
        """Put the part beside the label, or below it, as wide as the grid."""
        place = (self.first + 1, 0, 1, 2) if stacked else (self.first, 1, 1, 1)
        if isinstance(self.part, QWidget):
            self.grid.addWidget(self.part, *place)
        else:
            self.grid.addLayout(self.part, *place)

    def take(self) -> None:
        """Take the part out of the grid."""
        if isinstance(self.part, QWidget):
            self.grid.removeWidget(self.part)
        else:
            self.grid.removeItem(self.part)
            self.part.setParent(None)


def align_fields(form: QWidget, grid: QGridLayout, fields: Sequence[Field]) -> None:
    """Begin the second column of ``grid``, which lies in ``form``, behind the longest label, in any size of text."""
    longest = [field.label for field in fields]
    follow(
        form,
        lambda each: grid.setColumnMinimumWidth(0, max(each.fontMetrics().horizontalAdvance(word) for word in longest)),
    )


def _named(widget: Input) -> QWidget:
    """The widget that has the name of a field and takes the keyboard focus."""
    return widget.all if isinstance(widget, ActivationsField) else widget
