"""The diagram of the network in training, with the drawing on the pad as its input."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from mlp_desktop.views.lab.network_diagram import NetworkDiagram
from mlp_desktop.views.lab.shown_layer import ShownLayer
from mlp_engine.explain.activations import layer_outputs
from mlp_engine.perceptron.network import Network


class LiveDiagram(QObject):
    """Shows one network after the other; the chosen neuron stays the same."""

    def __init__(self, diagram: NetworkDiagram, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._diagram = diagram
        self._network: Network | None = None
        self._image: NDArray[np.uint8] | None = None
        self._chosen = (0, 0)
        diagram.neuron_chosen.connect(self._choose)

    def show_network(self, network: Network, image: NDArray[np.uint8] | None) -> None:
        """Show a network and, with an ``image`` of shape (28, 28), what it makes of it."""
        layer, neuron = self._chosen
        sizes = network.config.layers[1:]
        if layer >= len(sizes) or neuron >= sizes[layer]:
            self._chosen = (0, 0)
        self._network, self._image = network, image
        sample = np.zeros(network.config.inputs, np.uint8) if image is None else image.ravel()
        outputs = layer_outputs(network, sample)
        names = [*(f"Hidden {number}" for number in range(1, len(outputs))), "Output"]
        layers = [
            ShownLayer(name, weights, output.activations)
            for name, weights, output in zip(names, network.weights, outputs, strict=True)
        ]
        self._diagram.show_network(image, layers, self._chosen)
        layer, neuron = self._chosen
        found = outputs[layer].neuron(neuron)
        words = f"{names[layer]}, neuron {neuron + 1}: z = {found.logit:.4g}, activation {found.output:.4g}"
        # A word at every change would keep a screen reader busy for the whole run.
        self._diagram.setAccessibleDescription(words)

    def _choose(self, layer: int, neuron: int) -> None:
        self._chosen = (layer, neuron)
        if self._network is not None:
            self.show_network(self._network, self._image)
            self._diagram.describe(self._diagram.accessibleDescription())
