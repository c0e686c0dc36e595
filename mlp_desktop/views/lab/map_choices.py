"""What the map shows: how points are found, of which data, how many, and how they are damaged."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.data_buttons import data_buttons
from mlp_desktop.views.kit.form_parts import FormCombo
from mlp_desktop.views.kit.growth import follow
from mlp_desktop.views.kit.labels import plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.kit.value_slider import ValueSlider

METHODS = ("PCA", "t-SNE")
COUNTS = (300, 1000, 2000)
UNDAMAGED = "none"
_MIDDLE = 0.25  # of the largest strength, where the slider stands at first


class MapChoices(QWidget):
    """Two rows of choices; the list of data has buttons that add a folder or a file to it."""

    method_chosen = Signal(int)
    count_changed = Signal()
    damage_changed = Signal()
    folder_requested = Signal()
    file_requested = Signal()
    side_by_side = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.methods = Segments(METHODS, prefix="map")
        self.methods.setObjectName("labMapMethods")
        self.methods.setAccessibleName("How the digits are arranged")
        follow(self.methods, lambda methods: methods.setMinimumWidth(methods.sizeHint().width()))
        self.samples = FormCombo(
            "labMapData",
            "Data of the map",
            "The samples on the map and of the accuracy.",
            characters=4,
        )
        self.count = FormCombo("labMapCount", "Samples", "How many samples of the data are on the map.", characters=4)
        self.count.set_choices([(str(count), f"{count:,}") for count in COUNTS], str(COUNTS[1]))
        self.buttons = data_buttons("labMapFolder", "labMapFile", "labMapArrangement")
        self.damage = FormCombo("labMapDamage", "Damage", "What is done to the images on the map.", characters=10)
        self.strength = ValueSlider("labMapStrength", "Strength of the damage", "How strong the damage is.", steps=40)
        self.strength.put(_MIDDLE, 0, 1)
        self._strength_words = plain_label()
        self._strength_words.setObjectName("labMapStrengthWords")
        self.both = QCheckBox("Two layers")
        describe(self.both, "labMapBoth", "Two layers", "Show two layers side by side.")
        self.methods.chosen.connect(self.method_chosen)
        self.count.currentIndexChanged.connect(self.count_changed)
        self.damage.currentIndexChanged.connect(self._choose_damage)
        self.strength.valueChanged.connect(self.damage_changed)
        self.buttons.folder.clicked.connect(self.folder_requested)
        self.buttons.file.clicked.connect(self.file_requested)
        self.both.toggled.connect(self.side_by_side)
        self._lay_out()
        self.set_damages(())

    def set_damages(self, kinds: Sequence[tuple[str, str]]) -> None:
        """Offer kinds of damage (value, label), and none of them, which is chosen."""
        self.damage.set_choices([(UNDAMAGED, "None"), *kinds], UNDAMAGED)
        self._show_strength()

    def set_strength_words(self, words: str) -> None:
        """Show the strength with its unit."""
        self._strength_words.setText(words)
        self.strength.setAccessibleDescription(words)

    def _choose_damage(self) -> None:
        self._show_strength()
        self.damage_changed.emit()

    def _show_strength(self) -> None:
        is_damaged = self.damage.value() != UNDAMAGED
        self.strength.setEnabled(is_damaged)
        if not is_damaged:
            self.set_strength_words("")

    def _lay_out(self) -> None:
        data, damage = plain_label("Data"), plain_label("Damage")
        data.setBuddy(self.samples)
        damage.setBuddy(self.damage)
        first = hbox(self.methods, data)
        first.addWidget(self.samples, 1)
        for widget in (self.count, *self.buttons, self.both):
            first.addWidget(widget)
        second = hbox(damage, self.damage)
        second.addWidget(self.strength, 1)
        second.addWidget(self._strength_words, 1)
        for row in (first, second):
            row.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        vbox(first, second, parent=self)
