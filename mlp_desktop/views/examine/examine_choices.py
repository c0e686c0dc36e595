"""Which network is examined, and on which data."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import FormCombo, form_button


class ExamineChoices(QWidget):
    """Two lists to choose from, and buttons that put other files into them."""

    changed = Signal()
    weights_requested = Signal()
    folder_requested = Signal()
    file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network = _list("examineNetwork", "Network", "The network that reads the samples.")
        self._data = _list("examineData", "Data", "The samples that the network reads.")
        weights = form_button("examineWeights", "Weights…", "Examine the network of another weights file.")
        folder = form_button("examineFolder", "Folder…", "Read samples from a folder: IDX files, or pictures by digit.")
        file = form_button("examineFile", "File…", "Read samples from a file: strokes, or a table of them.")
        self._network.currentIndexChanged.connect(self.changed)
        self._data.currentIndexChanged.connect(self.changed)
        weights.clicked.connect(self.weights_requested)
        folder.clicked.connect(self.folder_requested)
        file.clicked.connect(self.file_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
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
        """The value behind the network that is chosen."""
        return self._network.value()

    @property
    def data(self) -> str:
        """The value behind the data that is chosen."""
        return self._data.value()

    def set_networks(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer networks (value, label), and choose one unannounced."""
        self._network.set_choices(choices, chosen)

    def choose_network(self, value: str) -> None:
        """Choose one of the networks on offer."""
        self._network.setCurrentIndex(self._network.findData(value))

    def set_data(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer data (value, label), and choose it unannounced."""
        self._data.set_choices(choices, chosen)


def _list(name: str, label: str, tip: str) -> FormCombo:
    chooser = FormCombo()
    chooser.setObjectName(name)
    chooser.setAccessibleName(label)
    chooser.setToolTip(tip)
    chooser.setMinimumContentsLength(14)
    return chooser
