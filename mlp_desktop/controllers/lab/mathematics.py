"""The page of the mathematics: one layer, one sample, forward, through the output, or back."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.controllers.kit.sample_ink import ink_of
from mlp_desktop.controllers.lab.lab_edits import LabEdits
from mlp_desktop.controllers.lab.names import layer_names, neuron_labels, source_labels
from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.lab.lab_network import LabNetwork
from mlp_desktop.models.lab.layers_table import LayersTable, backward_layers, forward_layers
from mlp_desktop.models.lab.math_table import FUNCTIONS, LayerNames, backward_table, forward_table, output_table
from mlp_desktop.plain_words import counted
from mlp_desktop.views.lab.lab_tab import LabTab
from mlp_desktop.views.lab.math_page import ALL_LAYERS
from mlp_desktop.workers.lab.lab_workers import BackwardWorker
from mlp_engine.explain.activations import LayerOutputs
from mlp_engine.lab.arithmetic import BackwardCells, forward_cells, layer_errors, output_cells
from mlp_engine.lab.edited_network import EditedNetwork

FORWARD, OUTPUT, BACKWARD = range(3)
MINIBATCH = 10
WAY_BACK = (
    ("sample", "∂C/∂w of the drawing"),
    ("mean", f"mean of a minibatch of {MINIBATCH}"),
    ("step", "the step, −η · mean"),
)
_LOSSES = {
    "log-likelihood": "C = −ln p of the label,   δ = ∂C/∂z = p − y",
    "cross-entropy": "C = −Σ (y ln p + (1 − y) ln(1 − p)),   δ = ∂C/∂z = p − y",
    "quadratic": "C = ½ Σ (p − y)²,   δ = ∂C/∂z = (p − y) · p (1 − p)",
}
_INPUT_COLUMN = 64
_SUM_ROW = 2  # of z in the table of a layer


class Mathematics(QObject):
    """Fills the Mathematics page while it is in front; emits ``ended``."""

    ended = Signal()

    def __init__(
        self,
        tab: LabTab,
        lab: LabNetwork,
        reading: Reading,
        drawing: Drawing,
        edits: LabEdits,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tab = tab
        self._page = tab.mathematics
        self._lab = lab
        self._reading = reading
        self._drawing = drawing
        self._edits = edits
        self._part = FORWARD
        self._layer = 0
        self._label: int | None = None
        self._shown = "sample"
        self._cells: BackwardCells | None = None
        self._config: object = None
        self._mistake = -1
        self._work = LatestWork(self)
        self._work.ended.connect(self.ended)
        self._page.part_chosen.connect(self._choose_part)
        self._page.layer_chosen.connect(self._choose_layer)
        self._page.label_chosen.connect(self._choose_label)
        self._page.rate_changed.connect(self.refresh)
        self._page.step_toggled.connect(self._choose_shown)
        self._page.mistake_requested.connect(self._next_mistake)
        self._page.cells.opened.connect(self._open_layer)

    @property
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return self._work.is_running

    def stop(self) -> None:
        """Stop all work; ``ended`` follows."""
        self._work.drop()

    def show_output(self, label: int) -> None:
        """Turn to the output, with this label for the loss."""
        self._part, self._label = OUTPUT, label
        self._page.parts.set_current(OUTPUT)

    def refresh(self) -> None:
        """Show the newest numbers."""
        edited, config = self._lab.edited, self._lab.edited.base.config
        if config is not self._config:
            self._config = config
            self._layer = min(max(len(config.hidden) - 1, 0), 1)
            self._page.set_layers(layer_names(config), self._layer)
        digit = self._reading.digit
        sample = np.zeros(config.inputs, np.uint8) if digit is None else digit.image.ravel()
        outputs = edited.outputs(sample)
        label = int(outputs[-1].activations.argmax()) if self._label is None else self._label
        self._page.set_labels(config.outputs, label)
        everything = self._layer == ALL_LAYERS
        temperature = edited.layers[-1].temperature
        self._page.set_temperature(temperature, visible=self._part == OUTPUT)
        self._page.set_way_back(WAY_BACK, visible=self._part == BACKWARD and not everything)
        self._page.shown.set_value(self._shown)
        self._page.layer.setEnabled(self._part != OUTPUT)
        if everything and self._part != OUTPUT:
            self._work.drop()
            self._show_all_layers(edited, outputs, label)
            return
        if self._part == BACKWARD:
            self._go_back(sample, label)
            return
        self._work.drop()
        if self._part == OUTPUT:
            cells = output_cells(edited, outputs, label)
            p = (
                "p = e^(z − max z) / Σ e^(z − max z)"
                if cells.total is not None
                else "p = 1 / (1 + e^(−z)) for each digit alone"
            )
            words = f"{p},   {_LOSSES[config.loss]}"
            if temperature != 1:
                words += f".   z is divided by the temperature {temperature:g}."
            self._page.show_cells(output_table(cells, self._page), words, _INPUT_COLUMN)
            return
        cells = forward_cells(edited, outputs, sample, self._layer)
        table = forward_table(cells, self._names(), self._page)
        what = "p" if self._layer == len(config.hidden) else "a"
        formula = f"z = Σ a · w + b,   {what} = {FUNCTIONS[cells.function]}.   Cells: w, coloured by a · w."
        if self._layer == 0:
            formula += " Pixels without ink add nothing and are left out."
        self._page.show_cells(table, formula, _INPUT_COLUMN)

    def _show_all_layers(self, edited: EditedNetwork, outputs: tuple[LayerOutputs, ...], label: int) -> None:
        """The way of the drawing through all layers, or the way of the error back."""
        config = edited.base.config
        if self._part == FORWARD:
            table = forward_layers(edited, outputs, self._page)
            words = "Layer by layer, z = Σ a · w + b with the activations a of the layer before, and a = f(z)."
        else:
            table = backward_layers(config, layer_errors(edited, outputs, label), self._page)
            error = _LOSSES[config.loss].split(",   ")[1]
            words = f"From right to left: of the output {error}, before it δ = (Σ w · δ of the next layer) · f′(z)."
        self._page.show_cells(table, f"{words} Enter or a double click on a cell opens its layer.", _INPUT_COLUMN)

    def _open_layer(self, row: int, column: int) -> None:
        """Go from all layers to the one of a cell, and to its neuron there."""
        table = self._page.cells.model()
        if not isinstance(table, LayersTable) or not table.index(row, column).data():
            return
        self._layer = table.layer_of(column)
        self._page.layer.set_value(str(self._layer))
        self.refresh()
        if self._part == FORWARD:
            self._page.choose_cell(_SUM_ROW, row + 1)

    def _next_mistake(self) -> None:
        """Put the next digit that is misread on the pad, with its own label."""
        data, places = self._edits.measured, self._edits.misread
        if data is None:
            return  # the line of the accuracy says why there is none yet
        if not len(places):
            self._tab.accuracy.show_message("No digit is misread.")
            return
        later = places[places > self._mistake]
        self._mistake = int(later[0] if len(later) else places[0])
        self._label = int(data.labels[self._mistake])
        self._drawing.open_picture(ink_of(data.inputs[self._mistake]))

    def _names(self) -> LayerNames:
        config = self._lab.edited.base.config
        kind = "digit" if self._layer == len(config.hidden) else "neuron"
        return LayerNames(source_labels(config, self._layer), neuron_labels(config, self._layer), kind)

    def _go_back(self, sample: np.ndarray, label: int) -> None:
        data, edited, layer = self._edits.data, self._lab.edited, self._layer
        samples, labels = [sample], [label]
        if data is not None and data.inputs.shape[1] == len(sample):
            samples += list(data.inputs[: MINIBATCH - 1])
            labels += data.labels[: MINIBATCH - 1].tolist()
        rate = self._page.rate.value()
        self._work.begin(
            Wanted(lambda: BackwardWorker(edited, samples, labels, layer, rate), self._show_way_back, self._failed)
        )

    def _show_way_back(self, cells: BackwardCells) -> None:
        self._cells = cells
        config = self._lab.edited.base.config
        if (
            self._part != BACKWARD
            or self._layer == ALL_LAYERS
            or cells.gradient.shape != config.layers[self._layer : self._layer + 2]
        ):
            return
        if self._layer == len(config.hidden):
            error = _LOSSES[config.loss].split(",   ")[1]
        else:
            error = "δ = (Σ w · δ of the next layer) · f′(z)"
        words = (
            f"{error},   ∂C/∂w = a · δ,   ∂C/∂b = δ,   step of w = −η · mean of ∂C/∂w over a minibatch: the drawing "
        )
        words += f"and {counted(cells.samples - 1, 'practice digit')}." if cells.samples > 1 else "alone."
        self._page.show_cells(backward_table(cells, self._shown, self._names(), self._page), words, _INPUT_COLUMN)

    def _failed(self, sentence: str) -> None:
        self._tab.accuracy.show_message(sentence, is_error=True)

    def _choose_part(self, part: int) -> None:
        self._part = part
        self.refresh()

    def _choose_layer(self, layer: str) -> None:
        self._layer = int(layer)
        self.refresh()

    def _choose_label(self, label: str) -> None:
        self._label = int(label)
        self.refresh()

    def _choose_shown(self) -> None:
        self._shown = self._page.shown.value()
        if self._cells is not None:
            self._show_way_back(self._cells)
