"""The settings of a run, to be typed and chosen."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mlp_desktop.views import theme
from mlp_desktop.views.activations_field import ActivationsField
from mlp_desktop.views.elided_label import ElidedLabel
from mlp_desktop.views.form_parts import FIELD_HEIGHT, ErrorLabel, FormCombo, form_button, small_font
from mlp_desktop.views.preset_picker import PresetPicker
from mlp_desktop.views.training_fields import ACTIVATION, DATA, FIELDS, GROUPS, NETWORK, SAMPLES, Field

BROWSE = "Samples…"


class TrainingForm(QScrollArea):
    """One labelled field a setting, and under each field a line kept free for the sentence that says what is wrong.

    Keys are those of :mod:`~mlp_desktop.views.training_fields`. Values are texts: of a typed field what was
    typed, of a chosen one the value behind the choice.
    """

    edited = Signal(str)
    entered = Signal()
    """Enter was pressed in a typed field."""
    folder_requested = Signal()
    file_requested = Signal()
    browse_requested = Signal()
    fetch_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presets = PresetPicker()
        self._labels: dict[str, QLabel] = {}
        self._open: Collection[str] = [field.key for field in FIELDS]
        self._resting: set[str] = set()
        self._activations = ActivationsField()
        self._inputs: dict[str, QLineEdit | QComboBox | ActivationsField] = {
            field.key: self._input(field) for field in FIELDS
        }
        self._errors: dict[str, ErrorLabel] = {field.key: ErrorLabel(f"{field.name}Error") for field in FIELDS}
        self._estimate = ElidedLabel()
        self._estimate.setObjectName("networkEstimate")
        self._estimate.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._estimate.setFont(small_font())
        self._folder = form_button(
            "dataFolderButton", "Folder…", "Read samples from a folder of IDX files or of pictures."
        )
        self._file = form_button("dataFileButton", "File…", "Read samples from a file: .npz, .csv or .jsonl.")
        self._fetch = form_button("fetchButton", "Fetch MNIST", "Download MNIST once; it is kept for later runs.")
        self._folder.clicked.connect(self.folder_requested)
        self._browse = form_button(
            "browseButton", BROWSE, "Look at the samples, and at what augmentation does to them."
        )
        self._browse.clicked.connect(self.browse_requested)
        self._file.clicked.connect(self.file_requested)
        self._fetch.clicked.connect(self.fetch_requested)
        self._page = QWidget()
        self._lay_out()
        self.setObjectName("trainingForm")
        self.setAccessibleName("Settings of the run")
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(max(47 * theme.GRID, round(22 * theme.body_height())))
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
                elif isinstance(widget, ActivationsField):
                    widget.set_value(value)
                elif (index := widget.findData(value)) >= 0:
                    widget.setCurrentIndex(index)

    def set_choices(self, key: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer ``choices`` (value, label) in the field ``key``; a value that is still on offer stays chosen."""
        combo = self._inputs[key]
        if isinstance(combo, ActivationsField):
            combo.set_choices(choices)
            return
        if not isinstance(combo, QComboBox):
            raise KeyError(key)
        chosen = combo.currentData()
        with QSignalBlocker(combo):
            combo.clear()
            for value, label in choices:
                combo.addItem(label, value)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))

    def set_layers(self, sizes: Sequence[int]) -> None:
        """There are hidden layers of these sizes, each of which may have its own activation."""
        self._activations.set_layers(sizes)

    def set_data_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer data sets: (key, label)."""
        self.set_choices(DATA.key, choices)

    def set_error(self, key: str, sentence: str) -> None:
        """Say under the field ``key`` what is wrong with it; an empty sentence says that it is right."""
        self._errors[key].setText(sentence)
        self._named(key).setAccessibleDescription(sentence)

    def set_estimate(self, text: str) -> None:
        """Tell what the network and an epoch of its training will cost."""
        self._estimate.setText(text)
        self._estimate.setAccessibleName(f"Estimate: {text}")

    def set_usable(self, key: str, usable: bool) -> None:
        """Let the field ``key`` be filled in, or let it rest where another one makes it mean nothing."""
        (self._resting.discard if usable else self._resting.add)(key)
        self._enable()

    def set_fetching(self, fetching: bool) -> None:
        """Let the button stop the download that it began."""
        self._fetch.setText("Stop fetching" if fetching else "Fetch MNIST")
        self._fetch.setAccessibleName(self._fetch.text())

    def set_browsing(self, loading: bool) -> None:
        """Let the button stop the loading that it began."""
        self._browse.setText("Stop loading" if loading else BROWSE)
        self._browse.setAccessibleName(self._browse.text().rstrip("…"))

    def set_locked(self, locked: bool, but: Collection[str] = ()) -> None:
        """Keep every field as it is while a run uses it, but for the fields named in ``but``."""
        self._open = but if locked else self._inputs.keys()
        for widget in (self.presets, self._folder, self._file, self._fetch, self._browse):
            widget.setEnabled(not locked)
        self._enable()

    def _enable(self) -> None:
        for key, widget in self._inputs.items():
            usable = key in self._open and key not in self._resting
            widget.setEnabled(usable)
            self._labels[key].setEnabled(usable)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            theme.quiet_scroll_bar(self.verticalScrollBar(), self.palette())

    def _named(self, key: str) -> QWidget:
        """What has the name of the field ``key`` and takes its keys."""
        widget = self._inputs[key]
        return widget.all if isinstance(widget, ActivationsField) else widget

    def _input(self, field: Field) -> QLineEdit | QComboBox | ActivationsField:
        if field is ACTIVATION:
            self._activations.edited.connect(partial(self._announce, field.key, None))
            self._describe(self._activations.all, field)
            return self._activations
        if field.chosen:
            widget = FormCombo()
            widget.currentIndexChanged.connect(partial(self._announce, field.key))
        else:
            widget = QLineEdit()
            widget.setAcceptDrops(False)  # a file dropped here is meant for the window
            widget.setPlaceholderText(field.hint)
            widget.textChanged.connect(partial(self._announce, field.key))
            widget.returnPressed.connect(self.entered)
            widget.setMinimumHeight(FIELD_HEIGHT)
        self._describe(widget, field)
        return widget

    def _describe(self, widget: QWidget, field: Field) -> None:
        widget.setObjectName(field.name)
        widget.setAccessibleName(field.label)
        widget.setToolTip(field.tip)

    def _announce(self, key: str, _what: object) -> None:
        self.presets.forget()
        self.edited.emit(key)

    def _lay_out(self) -> None:
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 2 * theme.GRID, 0)
        page.setSpacing(2 * theme.GRID)
        page.addWidget(self.presets)
        sources = QHBoxLayout()
        sources.setSpacing(theme.GRID)
        sources.addWidget(self._folder)
        sources.addWidget(self._file)
        data = self._grid((DATA,))
        data.addLayout(sources, data.rowCount(), 1)
        looks = QHBoxLayout()
        looks.setSpacing(theme.GRID)
        looks.addWidget(self._fetch)
        looks.addWidget(self._browse)
        data.addLayout(looks, data.rowCount(), 1)
        data.setVerticalSpacing(theme.GRID // 2)
        page.addLayout(data)
        page.addLayout(self._grid(SAMPLES))
        for title, fields in GROUPS:
            group = QVBoxLayout()
            group.setSpacing(theme.GRID)
            heading = QLabel(title)
            heading.setFont(theme.text_font("heading"))
            group.addWidget(heading)
            if fields is NETWORK:
                group.addWidget(self._estimate)
            group.addLayout(self._grid(fields))
            page.addLayout(group)
        page.addStretch()

    def _grid(self, fields: Sequence[Field]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.GRID)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, max(self.fontMetrics().horizontalAdvance(field.label) for field in FIELDS))
        grid.setColumnStretch(1, 1)
        for field in fields:
            row = grid.rowCount()
            label = QLabel(field.label)
            label.setBuddy(self._named(field.key))
            self._labels[field.key] = label
            label.setToolTip(field.tip)
            label.setMinimumHeight(FIELD_HEIGHT)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._inputs[field.key], row, 1)
            grid.addWidget(self._errors[field.key], row + 1, 0, 1, 2)
        return grid


def _value(widget: QLineEdit | QComboBox | ActivationsField) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, ActivationsField):
        return widget.value()
    data = widget.currentData()
    return "" if data is None else str(data)
