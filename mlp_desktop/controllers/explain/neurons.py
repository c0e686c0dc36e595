"""The activations inside the network for the chosen digit."""

import numpy as np
from PySide6.QtCore import QObject

from mlp_desktop.models.draw.reading import Reading
from mlp_desktop.models.window.session import Session
from mlp_desktop.views.explain.neurons_page import NeuronsPage
from mlp_engine.explain.activations import LayerOutputs, layer_outputs, strongest_input, strongest_paths
from mlp_engine.explain.weight_pictures import weight_picture
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.reading import ReadDigit

PATHS = 5
_SIGNED = ("tanh",)


class NeuronsExplanation(QObject):
    """Shows the activations of every layer, the strongest paths, and the figures of the neuron under the pointer."""

    def __init__(self, session: Session, reading: Reading, page: NeuronsPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = reading
        self._page = page
        # The network and digit that the page shows until the next refresh.
        self._network = session.in_use.network
        self._read: ReadDigit | None = None
        self._outputs: tuple[LayerOutputs, ...] = ()
        self._pointed = (-1, -1)
        page.neuron_pointed.connect(self._point)

    def refresh(self) -> None:
        """Show the activations for the chosen digit."""
        self._network, self._read = self._session.in_use.network, self._reading.digit
        config = self._network.config
        signed = [False, *(name in _SIGNED for name in config.activations), False]
        if self._read is None:
            self._page.set_layers(layer_names(config), None, signed)
            self._page.set_paths([])
        else:
            sample = self._read.image.ravel()
            self._outputs = layer_outputs(self._network, sample)
            activations = [sample / 255.0, *(layer.activations for layer in self._outputs)]
            self._page.set_layers(layer_names(config), activations, signed)
            self._show_paths(self._read)
        self._point(*self._pointed)

    def rest(self) -> None:
        """No work goes on between refreshes."""

    def _show_paths(self, read: ReadDigit) -> None:
        """Show each path, from the pixel that contributes most to its first neuron."""
        paths = strongest_paths(self._network, self._outputs, read.digit, PATHS)
        strongest = max((abs(path.contribution) for path in paths), default=1.0)
        self._page.set_paths(
            [
                (
                    (strongest_input(self._network, read.image.ravel(), path.neurons[0]), *path.neurons),
                    abs(path.contribution) / strongest,
                )
                for path in paths
            ]
        )

    def _point(self, layer: int, neuron: int) -> None:
        self._pointed = layer, neuron
        layers = self._network.config.layers
        if self._read is None or not 0 <= layer < len(layers) or neuron >= layers[layer]:
            self._page.set_facts("", None)
        elif layer == 0:
            row, column = divmod(neuron, self._read.image.shape[1])
            ink = int(self._read.image[row, column])
            self._page.set_facts(f"Input, row {row + 1}, column {column + 1}: ink {ink} of 255, {ink / 255:.3f}", None)
        else:
            self._page.set_facts(self._facts(layer, neuron), self._weights(layer, neuron), self._reach())

    def _facts(self, layer: int, neuron: int) -> str:
        facts = self._outputs[layer - 1].neuron(neuron)
        is_output = layer == len(self._outputs)
        return (
            f"{layer_names(self._network.config)[layer]}, {neuron if is_output else f'neuron {neuron + 1}'}: "
            f"weighted sum {_number(facts.weighted_sum)} {_term(facts.bias)} bias "
            f"= {_number(facts.logit)} → {facts.activation} → {_number(facts.output)}"
        )

    def _reach(self) -> float:
        """The largest weight of the first layer, or the deviation that weights begin with if all are smaller."""
        weights = self._network.weights[0]
        return max(float(np.abs(weights).max()), 1 / weights.shape[0] ** 0.5)

    def _weights(self, layer: int, neuron: int) -> np.ndarray | None:
        return weight_picture(self._network, neuron) if layer == 1 else None


def layer_names(config: NetworkConfig) -> list[str]:
    """The names of the layers, the input first."""
    if len(config.hidden) == 1:
        return ["Input", "Hidden", "Output"]
    return ["Input", *(f"Hidden {number}" for number in range(1, len(config.hidden) + 1)), "Output"]


def _term(value: float) -> str:
    return f"− {-value:.3f}" if value < 0 else f"+ {value:.3f}"


def _number(value: float) -> str:
    return f"{value:.3f}".replace("-", "−")
