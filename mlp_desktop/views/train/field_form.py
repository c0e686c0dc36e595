"""What the forms of labelled fields have in common: they are filled, read, rest, and say what is wrong with a field."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QWidget

from mlp_desktop.views.kit.form_parts import FIELD_HEIGHT, ErrorLabel, FormCombo
from mlp_desktop.views.kit.scroll_bar import make_slim
from mlp_desktop.views.train.activations_field import ActivationsField
from mlp_desktop.views.train.training_fields import Field

Input = QLineEdit | FormCombo | ActivationsField


class FieldForm(QScrollArea):
    """A page of labelled fields that scrolls, with lines kept free for the sentences that say what is wrong.

    Values are texts, by the keys of the fields: of a typed field what was typed, of a chosen one the value behind the
    choice. Who derives from it lays out ``_page`` with the inputs, labels and error lines made here, and shows it.
    """

    edited = Signal(str)
    entered = Signal()
    """Enter was pressed in a typed field."""

    def __init__(self, fields: Sequence[Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = QWidget()
        self._fields = tuple(fields)
        self._inputs: dict[str, Input] = {field.key: self._input(field) for field in fields}
        self._labels: dict[str, QLabel] = {}
        self._errors: dict[str, ErrorLabel] = {}
        self._open: Collection[str] = self._inputs.keys()
        self._resting: set[str] = set()

    def values(self) -> dict[str, str]:
        """What every field holds, by key."""
        return {
            key: widget.text() if isinstance(widget, QLineEdit) else widget.value()
            for key, widget in self._inputs.items()
        }

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill the fields named in ``values``, unannounced; a choice not on offer leaves its field as it is."""
        for key, value in values.items():
            widget = self._inputs[key]
            if isinstance(widget, QLineEdit):
                with QSignalBlocker(widget):
                    widget.setText(value)
            else:
                widget.set_value(value)

    def set_choices(self, key: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer ``choices`` (value, label) in the field ``key``; a value that is still on offer stays chosen.

        Raises:
            KeyError: if it is a field to type in.
        """
        widget = self._inputs[key]
        if isinstance(widget, QLineEdit):
            raise KeyError(key)
        widget.set_choices(choices)

    def set_error(self, key: str, sentence: str) -> None:
        """Say under the field ``key`` what is wrong with it; an empty sentence says that it is right."""
        self._errors[key].setText(sentence)
        _named(self._inputs[key]).setAccessibleDescription(sentence)

    def set_usable(self, key: str, usable: bool) -> None:
        """Let the field ``key`` be filled in, or let it rest where another one makes it mean nothing."""
        (self._resting.discard if usable else self._resting.add)(key)
        self._enable()

    def set_locked(self, locked: bool, but: Collection[str] = ()) -> None:
        """Keep every field as it is while something uses it, but for the fields named in ``but``."""
        self._open = but if locked else self._inputs.keys()
        self._enable()

    def _show_page(self, width: int) -> None:
        """Show the page, which is laid out by now, ``width`` pixels wide."""
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(width)
        make_slim(self)

    def _label(self, field: Field) -> QLabel:
        """What names a field, to stand beside it."""
        label = self._labels[field.key] = QLabel(field.label)
        label.setBuddy(_named(self._inputs[field.key]))
        label.setToolTip(field.tip)
        label.setMinimumHeight(FIELD_HEIGHT)
        return label

    def _error(self, field: Field) -> ErrorLabel:
        """The line that says what is wrong with a field, to stand below it."""
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
            widget.setAcceptDrops(False)  # a file dropped here is meant for the window
            widget.setPlaceholderText(field.hint)
            widget.textChanged.connect(announce)
            widget.returnPressed.connect(self.entered)
            widget.setMinimumHeight(FIELD_HEIGHT)
        named = _named(widget)
        named.setObjectName(field.name)
        named.setAccessibleName(field.label)
        named.setToolTip(field.tip)
        return widget

    def _enable(self) -> None:
        for key, widget in self._inputs.items():
            usable = key in self._open and key not in self._resting
            widget.setEnabled(usable)
            if key in self._labels:
                self._labels[key].setEnabled(usable)

    def _announce(self, key: str, *_what: object) -> None:
        self.edited.emit(key)


def _named(widget: Input) -> QWidget:
    """What has the name of a field and takes its keys."""
    return widget.all if isinstance(widget, ActivationsField) else widget
