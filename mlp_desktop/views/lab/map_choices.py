"""What the map shows: how points are found, of which data, and how many."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.data_buttons import data_buttons
from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import plain_label
from mlp_desktop.views.kit.layouts import hbox
from mlp_desktop.views.kit.segments import Segments

METHODS = ("PCA", "t-SNE")
COUNTS = (300, 1000, 2000)


class MapChoices(QWidget):
    """A row of choices; the list of data has buttons that add a folder or a file to it."""

    method_chosen = Signal(int)
    changed = Signal()
    """Other data, or another number of samples."""
    folder_requested = Signal()
    file_requested = Signal()
    side_by_side = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.methods = Segments(METHODS, prefix="map")
        self.methods.setObjectName("labMapMethods")
        self.methods.setAccessibleName("How points are found")
        follow(self.methods, lambda methods: methods.setMinimumWidth(methods.sizeHint().width()))
        self.samples = FormCombo("labMapData", "Data of the map", "The samples on the map.", characters=4)
        self.count = FormCombo("labMapCount", "Samples", "How many samples of the data are on the map.", characters=4)
        self.count.set_choices([(str(count), f"{count:,}") for count in COUNTS], str(COUNTS[1]))
        buttons = data_buttons("labMapFolder", "labMapFile", "labMapArrangement")
        self.arrangement = buttons.arrangement
        self.both = QCheckBox("Two layers")
        describe(self.both, "labMapBoth", "Two layers", "Show two layers side by side.")
        self.methods.chosen.connect(self.method_chosen)
        self.samples.currentIndexChanged.connect(self.changed)
        self.count.currentIndexChanged.connect(self.changed)
        buttons.folder.clicked.connect(self.folder_requested)
        buttons.file.clicked.connect(self.file_requested)
        self.both.toggled.connect(self.side_by_side)
        label = plain_label("Data")
        label.setBuddy(self.samples)
        row = hbox(self.methods, label, parent=self)
        row.addWidget(self.samples, 1)
        for widget in (self.count, *buttons, self.both):
            row.addWidget(widget)
        row.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    @property
    def data(self) -> str:
        """The value of the chosen data."""
        return self.samples.value()

    def set_data(self, choices: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer data (value, label), and choose one without a signal."""
        self.samples.set_choices(choices, chosen)
