"""The diagram and the page of the chosen neuron, for the drawing on the pad."""

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from mlp_desktop.controllers.kit.latest_work import LatestWork, Wanted
from mlp_desktop.controllers.lab.lab_hints import LabHints
from mlp_desktop.controllers.lab.names import layer_names, neuron_labels, number, source_label
from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.lab.lab_network import LabNetwork
from mlp_desktop.plain_words import a_digit, counted
from mlp_desktop.views.lab.lab_tab import LabTab
from mlp_desktop.views.lab.shown_layer import ShownLayer
from mlp_desktop.views.lab.terms_table import TermRow
from mlp_desktop.workers.lab.lab_workers import AscentWorker
from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.explain.activations import LayerOutputs
from mlp_engine.lab.drives import NeuronSum, neuron_sum, outgoing
from mlp_engine.lab.places import neuron_name

ASCENT_WAITS_MS = 250
"""How long nothing changes before the input that excites the neuron is looked for again."""
PAINTED_MS = 2
"""After a step of the display: a timer without an interval would come before the window has painted that step."""
PAGE_BESIDE_PEN_MS = 60
"""While a pen moves, the page of the neuron follows this much later, sixteen times a second: the pen comes first."""
_TERMS = 8


class NeuronDisplay(QObject):
    """Shows the network and its chosen neuron while the Network page is in front; emits ``ended``."""

    ended = Signal()

    def __init__(self, tab: LabTab, lab: LabNetwork, reading: Reading, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tab = tab
        self._lab = lab
        self._reading = reading
        self._outputs: tuple[LayerOutputs, ...] = ()
        self._computed: tuple[object, object] | None = None
        self._climbed: tuple[object, int, int] | None = None
        self._hints = LabHints(tab.hint, lab, self)
        self._ascent = LatestWork(self)
        self._ascent.ended.connect(self.ended)
        self._soon = QTimer(self, singleShot=True)
        self._soon.setInterval(ASCENT_WAITS_MS)
        self._soon.timeout.connect(self._climb)
        tab.diagram.neuron_chosen.connect(lab.choose_neuron)
        tab.neuron.terms.source_chosen.connect(self._offer_weight)
        lab.neuron_chosen.connect(self.refresh)
        self._next_step = QTimer(self, singleShot=True)
        self._next_step.timeout.connect(self._show_neuron)

    @property
    def is_running(self) -> bool:
        """Whether a worker is running."""
        return self._ascent.is_running

    def stop(self) -> None:
        """Stop all work; ``ended`` follows."""
        self._soon.stop()
        self._next_step.stop()
        self._ascent.drop()

    def refresh(self) -> None:
        """Show the newest network for the newest drawing."""
        self._show_network()
        self._show_neuron()

    def refresh_in_steps(self, *, beside_pen: bool) -> None:
        """Show the answer and the diagram now, and the page of the neuron when the window has painted them.

        Together they take longer than a frame, in which no point of the pen would be taken in.
        """
        self._show_network()
        if not beside_pen:
            self._next_step.start(PAINTED_MS)
        elif not self._next_step.isActive():
            self._next_step.start(PAGE_BESIDE_PEN_MS)

    def _sample(self) -> np.ndarray:
        digit = self._reading.digit
        return np.zeros(self._lab.edited.base.config.inputs, np.uint8) if digit is None else digit.image.ravel()

    def _compute(self) -> None:
        """Compute all layers, unless this drawing, by this network, was the last one that they were computed for."""
        wanted = (self._lab.edited, self._reading.digit)
        if self._computed != wanted:
            self._outputs = self._lab.edited.outputs(self._sample())
            self._computed = wanted

    def _show_network(self) -> None:
        digit, edited = self._reading.digit, self._lab.edited
        image = None if digit is None else digit.image
        config = edited.base.config
        self._compute()
        p = self._outputs[-1].activations
        answer = int(p.argmax())
        words = f"Reads {a_digit(answer)}, {p[answer]:.0%}" if image is not None else "Draw a digit"
        self._tab.show_answer(words, None if image is None else p.tolist())
        names = [name.replace("Hidden layer", "Hidden") for name in layer_names(config)]
        layers = [
            ShownLayer(name, state.weights, values.activations, frozenset(state.pinned))
            for name, state, values in zip(names, edited.layers, self._outputs, strict=True)
        ]
        self._tab.diagram.show_network(image, layers, self._lab.neuron)
        self._hints.show(None if image is None else self._outputs)

    def _show_neuron(self) -> None:
        self._next_step.stop()
        self._compute()
        edited, (layer, neuron) = self._lab.edited, self._lab.neuron
        config, state = edited.base.config, edited.layers[layer]
        page = self._tab.neuron
        name = neuron_name(config, layer, neuron)
        found = neuron_sum(edited, self._outputs, self._sample(), layer, neuron, _TERMS)
        is_hidden = layer < len(config.hidden)
        page.title.setText(f"{name} of {config.layers[layer + 1]:,}" if is_hidden else name)
        self._tab.diagram.describe(f"{name}: z = {number(found.logit)}, activation {number(found.activation)}")
        page.terms.show_rows(self._rows(found, layer))
        weights, added = outgoing(edited, self._outputs, layer, neuron)
        page.outgoing.show_values(neuron_labels(config, layer + 1) if is_hidden else [], weights, added)
        page.pictures.set_weights(state.weights[:, neuron], found.products)
        reach = max(2.0, 2 * abs(float(self._lab.origin.network.biases[layer][neuron])))
        page.controls.show_neuron(
            layer_names(config)[layer],
            found.bias,
            max(reach, abs(found.bias)),
            state.pinned.get(neuron),
            is_hidden=is_hidden,
        )
        page.controls.set_temperature(edited.layers[-1].temperature)
        self._offer_weight(page.terms.source)
        wanted = (edited, layer, neuron)
        if wanted != self._climbed:
            self._climbed = wanted
            self._soon.start()

    def _rows(self, found: NeuronSum, layer: int) -> list[TermRow]:
        config = self._lab.edited.base.config
        rows = [
            TermRow(
                (
                    source_label(config, layer, term.source).capitalize(),
                    number(term.activation),
                    number(term.weight),
                    number(term.product),
                ),
                term.source,
            )
            for term in found.terms
        ]
        if found.others:
            rows.append(TermRow((counted(found.others, "other"), "", "", number(found.rest))))
        rows.append(TermRow(("Bias", "", "", number(found.bias))))
        rows.append(TermRow(("z", "", "", number(found.logit)), bold=True))
        rows.append(TermRow((f"{found.function}(z)", "", "", number(found.computed)), bold=not found.pinned))
        if found.pinned:
            words = "Switched off" if found.activation == 0 else "Pinned at"
            rows.append(TermRow((words, "", "", number(found.activation)), bold=True))
        return rows

    def _offer_weight(self, source: int) -> None:
        layer, neuron = self._lab.neuron
        config = self._lab.edited.base.config
        if not 0 <= source < config.layers[layer]:
            self._tab.neuron.controls.set_term("", None)
            return
        weight = float(self._lab.edited.layers[layer].weights[source, neuron])
        self._tab.neuron.controls.set_term(source_label(config, layer, source), weight)

    def _climb(self) -> None:
        edited, (layer, neuron) = self._lab.edited, self._lab.neuron
        if edited.base.config.inputs == IMAGE_PIXELS:
            self._ascent.begin(Wanted(lambda: AscentWorker(edited, layer, neuron), self._found, self._failed))

    def _found(self, shares: np.ndarray) -> None:
        self._tab.neuron.pictures.set_input(shares)

    def _failed(self, _sentence: str) -> None:
        self._tab.neuron.pictures.set_input(None)
