"""The mathematics of one layer and one sample, as a table of coloured numbers."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, Signal
from PySide6.QtWidgets import QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.form_parts import FormCombo, form_button
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.labels import paragraph, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.segments import Segments
from mlp_desktop.views.kit.wrapping_row import WrappingRow
from mlp_desktop.views.lab.edit_controls import LabSpin
from mlp_desktop.views.lab.math_cells import CellsView

PARTS = ("Forward", "Output", "Backward")
ALL_LAYERS = -1
"""In place of the number of a layer: all of them at once."""


class MathPage(QWidget):
    """Which part and which layer, the formula, the table, and the meaning of the chosen cell."""

    part_chosen = Signal(int)
    layer_chosen = Signal(str)
    label_chosen = Signal(str)
    rate_changed = Signal(float)
    step_toggled = Signal(int)
    temperature_changed = Signal(float)
    mistake_requested = Signal()
    """The next digit that is misread is wanted on the pad."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("labMathPage")
        self.parts = Segments(PARTS, prefix="math")
        self.parts.setObjectName("labMathParts")
        self.parts.setAccessibleName("Parts of the mathematics")
        self.parts.chosen.connect(self.part_chosen)
        self.layer = FormCombo("labMathLayer", "Layer", "The layer whose numbers are shown.", characters=10)
        self.layer.currentIndexChanged.connect(self._choose_layer)
        self.label = FormCombo("labMathLabel", "Label", "The digit that it should be, for the loss.", characters=3)
        self.label.currentIndexChanged.connect(self._choose_label)
        self.rate = LabSpin("labMathRate", "Learning rate", "The size of the step.", 0.0001, 100, 0.1, decimals=4)
        self.rate.put(0.1)
        self.rate.valueChanged.connect(self.rate_changed)
        self.temperature = LabSpin(
            "labMathTemperature", "Temperature", "What the logits are divided by.", 0.01, 100, 0.1, decimals=2
        )
        self.temperature.put(1)
        self.temperature.valueChanged.connect(self.temperature_changed)
        self.mistake = form_button("labMathMistake", "Next mistake", "Put the next digit that is misread on the pad.")
        self.mistake.clicked.connect(self.mistake_requested)
        self.shown = FormCombo("labMathShown", "Shown", "What the cells show on the way back.", characters=14)
        self.shown.currentIndexChanged.connect(self.step_toggled)
        self.formula = paragraph("labFormula", lines=2)
        self.cells = CellsView()
        self.sentence = paragraph("labCellWords", lines=2)
        self.cells.pointed.connect(self._say)
        self._rate_label, self._temperature_label = plain_label("Rate"), plain_label("Temperature")
        follow(self.parts, lambda parts: parts.setMinimumWidth(parts.sizeHint().width()))
        choices = hbox(self.parts, self.layer, plain_label("Label"), self.label)
        choices.addStretch(1)
        choices.addWidget(self.mistake)
        # Large text leaves the formula too little width beside the fields: then they come below it.
        follow(self.formula, lambda formula: formula.setMinimumWidth(grown(40 * theme.GRID)))
        fields = QWidget()
        hbox(self._temperature_label, self.temperature, self._rate_label, self.rate, self.shown, parent=fields)
        explained = WrappingRow(self.formula, fields, growing=(self.formula,))
        layout = vbox(parent=self)
        layout.addLayout(choices)
        layout.addWidget(explained)
        layout.addWidget(self.cells, 1)
        layout.addWidget(self.sentence)
        self._say("")

    def set_layers(self, names: Sequence[str], chosen: int) -> None:
        """Offer the layers of a network, and all of them at once: :data:`ALL_LAYERS`."""
        numbered = [(str(number), name) for number, name in enumerate(names)]
        self.layer.set_choices([*numbered, (str(ALL_LAYERS), "All layers")], str(chosen))

    def set_labels(self, count: int, chosen: int) -> None:
        """Offer the digits."""
        self.label.set_choices([(str(digit), str(digit)) for digit in range(count)], str(chosen))

    def set_way_back(self, choices: Sequence[tuple[str, str]], *, visible: bool) -> None:
        """Offer what the cells may show on the way back; the choices are hidden for other parts."""
        self.shown.set_choices(choices)
        for widget in (self._rate_label, self.rate, self.shown):
            widget.setVisible(visible)

    def set_temperature(self, value: float, *, visible: bool) -> None:
        """Show the temperature of the output; it is hidden for other parts."""
        self.temperature.put(value)
        for widget in (self._temperature_label, self.temperature):
            widget.setVisible(visible)

    def show_cells(self, model: QAbstractItemModel, formula: str, first_column: int) -> None:
        """Show a table and the formula that it follows; the current cell stays where the new table has one too."""
        current = self.cells.currentIndex()
        place = (current.row(), current.column())
        before = self.cells.model()
        self.cells.setModel(model)
        if before is not None:
            before.deleteLater()
        self.formula.setText(formula)
        self.cells.fit(first_column)
        if current.isValid() and place[0] < model.rowCount() and place[1] < model.columnCount():
            self.cells.setCurrentIndex(model.index(*place))

    def choose_cell(self, row: int, column: int) -> None:
        """Make this cell the current one."""
        self.cells.setCurrentIndex(self.cells.model().index(row, column))

    def _choose_layer(self) -> None:
        self.layer_chosen.emit(self.layer.value())

    def _choose_label(self) -> None:
        self.label_chosen.emit(self.label.value())

    def _say(self, sentence: str) -> None:
        self.sentence.setText(
            sentence or "Point at a cell, or press Tab and the arrow keys, to see what it is made of."
        )
