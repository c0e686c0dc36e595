"""The Examine tab: a network, data, and how the network reads them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.examine.examine_results import ExamineResults
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.buttons import PrimaryButton, describe_button
from mlp_desktop.views.kit.data_buttons import data_buttons
from mlp_desktop.views.kit.form_parts import FormCombo, form_button
from mlp_desktop.views.kit.icons import load_icon
from mlp_desktop.views.kit.labels import empty_note, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.pages import Pages
from mlp_desktop.views.kit.status import ProgressBar, StatusLabel, separator
from mlp_desktop.views.kit.wrapping_row import WrappingRow

ExamineState = Literal["idle", "running", "stopping"]

NOTHING_YET = "Choose a network and data, then press Examine\nto see what it misreads, and how sure it is."


@guarded
class ExamineTab(QWidget):
    """Choices and progress at the top, with the results below; until there are any, how to get them."""

    examine_requested = Signal()
    stop_requested = Signal()

    def __init__(self, icons_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons_folder = icons_folder
        self._state: ExamineState = "idle"
        self._obstacle = ""
        self._message = ""
        self.setObjectName("examineTab")
        self.choices = ExamineChoices()
        self.results = ExamineResults()
        self._examine = PrimaryButton("Examine")
        self._stop = QPushButton("Stop")
        for button, name, tip in (
            (self._examine, "examineStart", "Read every sample of the data with the network."),
            (self._stop, "examineStop", "Stop the examination. The earlier results stay."),
        ):
            describe_button(button, name, tip, height=5 * theme.GRID)
            button.setMinimumWidth(14 * theme.GRID)
        self._examine.clicked.connect(self.examine_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._status = StatusLabel("examineStatus")
        self._progress = ProgressBar("examineProgress", "Progress of the examination")
        self._empty = empty_note("examineEmpty", NOTHING_YET, wraps=False)
        self._pages = Pages()  # the words about an empty tab need no room for results
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.results)
        self._lay_out()
        self.set_state("idle")

    def set_state(self, state: ExamineState) -> None:
        """Enable the widgets that make sense in ``state``."""
        self._state = state
        self.choices.setEnabled(state == "idle")
        self._stop.setEnabled(state == "running")
        self._enable_examine()
        self._show_icons()
        if state == "idle":
            self.show_progress(0, 1)
        elif state == "stopping":
            self.show_message("Stopping…")

    def set_obstacle(self, sentence: str) -> None:
        """Say why the choice cannot be examined yet; an empty sentence says that it can."""
        self._obstacle = sentence
        self._show_status()
        self._enable_examine()

    def show_progress(self, done: int, total: int) -> None:
        """Show how many samples are done; a total of 0 means that their number is unknown."""
        self._progress.show_count(done, total)

    def show_message(self, text: str) -> None:
        """Show one line about the examination."""
        self._message = text
        self._show_status()

    def show_results(self) -> None:
        """Show the results in place of how to get them."""
        self._pages.setCurrentWidget(self.results)

    def changeEvent(self, event: QEvent) -> None:
        """Recolour with the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icons()

    def _enable_examine(self) -> None:
        self._examine.setEnabled(not self._obstacle and self._state == "idle")

    def _show_status(self) -> None:
        self._status.show_message(self._obstacle or self._message, is_error=bool(self._obstacle))

    def _show_icons(self) -> None:
        self._examine.setIcon(load_icon(self._icons_folder, "play", self._examine.on_accent()))
        self._stop.setIcon(load_icon(self._icons_folder, "stop", self.palette()))

    def _lay_out(self) -> None:
        run = hbox(self._examine, self._stop)
        run.addSpacing(theme.GRID)
        run.addLayout(vbox(self._status, self._progress), 1)
        layout = vbox(self.choices, run, separator(), parent=self, spacing=2 * theme.GRID)
        layout.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID)
        layout.addWidget(self._pages, 1)


class ExamineChoices(QWidget):
    """A list of networks and a list of data, with buttons that add other files to them."""

    changed = Signal()
    weights_requested = Signal()
    folder_requested = Signal()
    file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network = FormCombo("examineNetwork", "Network", "The network that reads the samples.", characters=20)
        self._data = FormCombo("examineData", "Data", "The samples that the network reads.", characters=16)
        weights = form_button("examineWeights", "Weights…", "Examine the network in a weights file.")
        of_data = data_buttons("examineFolder", "examineFile", "examineArrangement")
        self.arrangement = of_data.arrangement
        self._network.currentIndexChanged.connect(self.changed)
        self._data.currentIndexChanged.connect(self.changed)
        weights.clicked.connect(self.weights_requested)
        of_data.folder.clicked.connect(self.folder_requested)
        of_data.file.clicked.connect(self.file_requested)
        parts: list[QWidget] = []
        for text, chooser, buttons in (
            ("Network", self._network, (weights,)),
            ("Data", self._data, of_data),
        ):
            label = plain_label(text)
            label.setBuddy(chooser)
            part = QWidget()
            hbox(label, chooser, *buttons, parent=part).setStretch(1, 1)
            parts.append(part)
        hbox(WrappingRow(*parts, growing=parts, spacing=2 * theme.GRID), parent=self)

    @property
    def network(self) -> str:
        """The value of the chosen network."""
        return self._network.value()

    @property
    def data(self) -> str:
        """The value of the chosen data."""
        return self._data.value()

    def set_networks(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer networks (value, label), and choose one without a signal."""
        self._network.set_choices(choices, chosen)

    def choose_network(self, value: str) -> None:
        """Choose one of the offered networks."""
        self._network.setCurrentIndex(self._network.findData(value))

    def set_data(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer data (value, label), and choose one without a signal."""
        self._data.set_choices(choices, chosen)
