"""The choice of the network to examine and of the data."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import FormCombo, form_button
from mlp_desktop.views.kit.layouts import hbox


class ExamineChoices(QWidget):
    """A list of networks and a list of data, with buttons that add other files to them."""

    changed = Signal()
    weights_requested = Signal()
    folder_requested = Signal()
    file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network = FormCombo("examineNetwork", "Network", "The network that reads the samples.", characters=14)
        self._data = FormCombo("examineData", "Data", "The samples that the network reads.", characters=14)
        weights = form_button("examineWeights", "Weights…", "Examine the network of another weights file.")
        folder = form_button("examineFolder", "Folder…", "Read samples from a folder: IDX files, or pictures by digit.")
        file = form_button("examineFile", "File…", "Read samples from a file: strokes, or a table of them.")
        self._network.currentIndexChanged.connect(self.changed)
        self._data.currentIndexChanged.connect(self.changed)
        weights.clicked.connect(self.weights_requested)
        folder.clicked.connect(self.folder_requested)
        file.clicked.connect(self.file_requested)
        layout = hbox(parent=self)
        for text, chooser, buttons in (("Network", self._network, (weights,)), ("Data", self._data, (folder, file))):
            label = QLabel(text)
            label.setBuddy(chooser)
            layout.addWidget(label)
            layout.addWidget(chooser, 1)
            for button in buttons:
                layout.addWidget(button)
            layout.addSpacing(theme.GRID)
        layout.takeAt(layout.count() - 1)

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
