"""The form for the settings of a run."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import set_tip
from mlp_desktop.views.kit.data_buttons import data_buttons
from mlp_desktop.views.kit.folded_section import FoldedSection
from mlp_desktop.views.kit.form_parts import FormCombo, form_button
from mlp_desktop.views.kit.labels import heading, paragraph
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.train.activations_field import ActivationsField
from mlp_desktop.views.train.field_form import FieldForm, align_fields
from mlp_desktop.views.train.training_fields import DATA, DATA_GROUP, MORE_GROUP, NETWORK_GROUP, Field, FieldGroup

BROWSE = "Samples…"
FIND = "Find…"
FIND_TIP = "Try learning rates from far too low to too high in one short run, and suggest one. The form stays as it is."
FOLDS = "Cross-validate in {} folds"
FOLDS_TIP = "Train once for each fold, each time without that part of the samples, and tell how far the scores differ."
RUN_TIP = "A run is being trained. Stop it first, or wait."
MORE_TIP = "Show or hide the settings that most trainings leave as they are."
HINT = "A preset fills the form with settings that show something. Nothing starts by itself."


class TrainingForm(FieldForm):
    """A field for each setting, below presets and buttons for the data.

    The keys are ``"data"`` and those of the fields in the groups.
    """

    folder_requested = Signal()
    file_requested = Signal()
    browse_requested = Signal()
    fetch_requested = Signal()
    folds_requested = Signal()
    """The settings are to be cross-validated, or that to be stopped."""
    rate_requested = Signal()
    """A learning rate is to be searched, or the search to be stopped."""

    def __init__(self, groups: Sequence[FieldGroup], parent: QWidget | None = None) -> None:
        super().__init__((DATA, *(field for group in groups for field in group.fields)), parent)
        self.live_keys = tuple(field.key for field in self._fields if field.is_live)
        self.presets = PresetPicker()
        self.edited.connect(self.presets.forget)
        self._estimate = paragraph("networkEstimate", small=True, quiet=True)
        self._folder, self._file, self.arrangement = data_buttons(
            "dataFolderButton", "dataFileButton", "dataArrangement"
        )
        self._folder.clicked.connect(self.folder_requested)
        self._browse = form_button("browseButton", BROWSE, "Show the samples, and what augmentation does to them.")
        self._fetch = form_button("fetchButton", "Download MNIST", "Download MNIST once. It is kept for later runs.")
        self._browse.clicked.connect(self.browse_requested)
        self._file.clicked.connect(self.file_requested)
        self._fetch.clicked.connect(self.fetch_requested)
        self._rate = form_button("findRate", FIND, FIND_TIP)
        self._rate.clicked.connect(self.rate_requested)
        self._folds_words = FOLDS.format(5)
        self._folds = form_button("crossValidate", self._folds_words, FOLDS_TIP)
        self._folds.clicked.connect(self.folds_requested)
        self._headings: list[tuple[QWidget, FieldGroup]] = []
        self._more_keys: set[str] = {
            field.key for group in groups if group.title == MORE_GROUP for field in group.fields
        }
        self._more_page = QWidget()
        self._more = FoldedSection("moreSettings", MORE_GROUP, MORE_TIP, self._more_page)
        self._is_searching = self._is_folding = self._is_locked = False
        self._busy = ""
        self.set_searching(False)
        self._lay_out(groups)
        self.setObjectName("trainingForm")
        self.setAccessibleName("Settings of the run")
        self._show_page(50 * theme.GRID)

    def set_layers(self, sizes: Sequence[int]) -> None:
        """Set the sizes of the hidden layers, each of which may have its own activation."""
        for widget in self._inputs.values():
            if isinstance(widget, ActivationsField):
                widget.set_layers(sizes)

    @property
    def data(self) -> str:
        """The value of the chosen data."""
        return self.values()[DATA.key]

    def set_data(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer data (value, label), and choose one without a signal."""
        self.set_choices(DATA.key, choices)
        self.set_values({DATA.key: chosen})

    def set_estimate(self, text: str) -> None:
        """Show the estimated size of the network and duration of an epoch."""
        self._estimate.setText(text)
        self._estimate.setAccessibleName(f"Estimate: {text}")

    def set_more_words(self, text: str) -> None:
        """Say beside the heading of the folded settings which of them are not as usual, or wrong."""
        self._more.set_words(text)

    def reveal(self, key: str) -> None:
        """As in the base class; a field that is folded away is unfolded first."""
        if key in self._more_keys:
            self._more.unfold()
            self._page.adjustSize()  # the field has no place to scroll to before
        super().reveal(key)

    def set_fetching(self, fetching: bool) -> None:
        """Let the button stop the download that it started."""
        self._fetch.setText("Stop download" if fetching else "Download MNIST")
        self._fetch.setAccessibleName(self._fetch.text())

    def set_searching(self, searching: bool) -> None:
        """Let the button beside the learning rate stop the search that it started."""
        self._is_searching = searching
        self._rate.setText("Stop" if searching else FIND)
        self._rate.setAccessibleName("Stop the search" if searching else "Find a learning rate")
        self._enable_work()

    def set_folding(self, folding: bool) -> None:
        """Let the button of the cross-validation stop the one that it started."""
        self._is_folding = folding
        self._folds.setText("Stop the cross-validation" if folding else self._folds_words)
        self._folds.setAccessibleName(self._folds.text())
        self._enable_work()

    def set_folds(self, folds: int) -> None:
        """Say on the button in how many folds it cross-validates."""
        self._folds_words = FOLDS.format(folds)
        self.set_folding(self._is_folding)

    def set_busy(self, reason: str) -> None:
        """Disable what can't begin now, for a ``reason`` that the tool tips say; empty where nothing is at work."""
        self._busy = reason
        self._enable_work()

    def set_browsing(self, loading: bool) -> None:
        """Let the button stop the loading that it started."""
        self._browse.setText("Stop loading" if loading else BROWSE)
        self._browse.setAccessibleName(self._browse.text().rstrip("…"))

    def set_locked(self, locked: bool, except_keys: Collection[str] = ()) -> None:
        """Disable the form, except the fields named in ``except_keys``, while a run uses it; or unlock it."""
        for widget in (self.presets, self._folder, self._file, self._fetch, self._browse):
            widget.setEnabled(not locked)
        self._is_locked = locked
        self._enable_work()
        self.arrangement.set_locked(locked)
        super().set_locked(locked, except_keys)

    def show_only(self, keys: Collection[str] | None) -> None:
        """As in the base class; presets, the buttons beside the data and headings without fields are hidden too."""
        super().show_only(keys)
        self.presets.setVisible(keys is None)
        for button in (self._folder, self._file, self.arrangement, self._browse, self._fetch):
            button.setVisible(keys is None or DATA.key in keys)
        self._folds.setVisible(keys is None or "folds" in keys)
        self._rate.setVisible(keys is None or "learning_rate" in keys)
        for title, group in self._headings:
            title.setVisible(keys is None or any(field.key in keys for field in group.fields))
        self._estimate.setVisible(keys is None or bool(set(keys) & {"hidden", "activations"}))
        folded_away = self._more_keys if keys is None else self._more_keys & set(keys)
        self._more.setVisible(bool(folded_away))
        self._more.unfold(keys is not None and bool(folded_away))  # a lesson shows what it is about

    def _enable_work(self) -> None:
        """Enable the buttons of a search and a cross-validation, or let them say why they can't begin."""
        for button, is_own, tip in (
            (self._rate, self._is_searching, FIND_TIP),
            (self._folds, self._is_folding, FOLDS_TIP),
        ):
            obstacle = RUN_TIP if self._is_locked else "" if is_own else self._busy
            button.setEnabled(not obstacle)
            set_tip(button, obstacle or tip)

    def _lay_out(self, groups: Sequence[FieldGroup]) -> None:
        page = vbox(self.presets, parent=self._page, spacing=2 * theme.GRID)
        page.setContentsMargins(0, 0, 2 * theme.GRID, 0)
        data = self._grid((DATA,))
        rows = ((self._folder, self._file), (self.arrangement, self._browse), (self._fetch,))
        # A widget: PySide takes the actions of the menu in it for deleted when its layout moves.
        buttons = QWidget()
        vbox(*(hbox(*row) for row in rows), parent=buttons, spacing=theme.GRID // 2)
        self._add_part(data, buttons)
        data.setVerticalSpacing(theme.GRID // 2)
        page.addLayout(data)
        for group in groups:
            if group.title == MORE_GROUP:
                vbox(self._grid(group.fields), self._folds, parent=self._more_page)
                page.addWidget(self._more)
            else:
                page.addLayout(self._group(group))
        page.addStretch()

    def _group(self, group: FieldGroup) -> QVBoxLayout:
        layout = vbox()
        if group.title != DATA_GROUP:
            title = heading(group.title)
            self._headings.append((title, group))
            layout.addWidget(title)
        if group.title == NETWORK_GROUP:
            layout.addWidget(self._estimate)
        layout.addLayout(self._grid(group.fields))
        return layout

    def _grid(self, fields: Sequence[Field]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.GRID)
        grid.setVerticalSpacing(0)
        # The fields below one another are alike in width; those that are folded away have longer labels.
        alike = fields if self._more_keys & {field.key for field in fields} else self._seen_at_first()
        align_fields(self, grid, alike)
        grid.setColumnStretch(1, 1)
        for field in fields:
            part = None
            if field.key == "learning_rate":
                part = hbox(self._inputs[field.key], self._rate)
                part.setStretch(0, 1)
            row = self._add_row(grid, field, part)
            grid.addWidget(self._error(field), row, 0, 1, 2)
        return grid

    def _seen_at_first(self) -> Sequence[Field]:
        return [field for field in self._fields if field.key not in self._more_keys]


class PresetPicker(QWidget):
    """A list of presets, a reset button, and a sentence about what the last chosen preset shows."""

    chosen = Signal(str)
    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = FormCombo("presets", "Presets", "Fill the form with settings that show something.")
        self._list.setPlaceholderText("Preset…")
        self._list.activated.connect(self._choose)
        self._reset = form_button("resetButton", "Reset", "Reset all settings to the first ones. The data stays.")
        self._reset.setAccessibleName("Reset the settings")
        self._reset.clicked.connect(self.reset_requested)
        self._words = paragraph("presetWords", lines=2, small=True, quiet=True)
        self._words.setText(HINT)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.GRID)
        layout.setVerticalSpacing(theme.GRID // 2)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self._list, 0, 0)
        layout.addWidget(self._reset, 0, 1)
        layout.addWidget(self._words, 1, 0, 1, 2)

    def offer(self, presets: Sequence[tuple[str, str]]) -> None:
        """Offer ``presets``: the name of each, and a sentence about what it shows."""
        self._list.clear()
        for name, sentence in presets:
            self._list.addItem(name, sentence)
            self._list.setItemData(self._list.count() - 1, plain_tip(sentence), Qt.ItemDataRole.ToolTipRole)
        self.forget()

    def forget(self) -> None:
        """Show that the form no longer equals a preset."""
        self._list.setCurrentIndex(-1)
        self._describe(HINT)

    def _choose(self, index: int) -> None:
        self._describe(self._list.itemData(index))
        self.chosen.emit(self._list.itemText(index))

    def _describe(self, sentence: str) -> None:
        self._words.setText(sentence)
        self._list.setAccessibleDescription(sentence)
