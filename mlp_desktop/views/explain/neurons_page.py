"""The Neurons page: activations, the arithmetic of one neuron, and the strongest paths."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QSizePolicy, QWidget

from mlp_desktop.views.explain.layers_view import NO_NEURON, LayersView
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import announce
from mlp_desktop.views.kit.labels import paragraph
from mlp_desktop.views.kit.layouts import vbox
from mlp_desktop.views.kit.scroll_bar import make_slim

HOW_TO_POINT = "Point at a neuron to see its numbers, or press Tab and the arrow keys."

_FACT_LINES = 3


class NeuronsPage(QWidget):
    """The layers, with a few lines below about the neuron pointed at.

    ``neuron_pointed`` carries layer (0 is the input) and neuron, or −1, −1 for none; the receiver answers by calling
    :meth:`set_facts`.
    """

    neuron_pointed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("neuronsPage")
        self.setAccessibleName("Inside the network")
        self.layers = LayersView()
        self.layers.neuron_pointed.connect(self._pass_on)
        self._area = area = QScrollArea()
        area.setObjectName("layersArea")
        area.setWidget(self.layers)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        self.layers.setAutoFillBackground(False)
        make_slim(area)
        self.facts = paragraph("neuronFacts", lines=_FACT_LINES)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.paths = QCheckBox("Strongest paths into the answer")
        self.paths.setObjectName("pathsSwitch")
        self.paths.setChecked(True)
        self.paths.toggled.connect(self.layers.show_paths)
        layout = vbox(parent=self)
        layout.addWidget(area, 1)
        layout.addWidget(self.facts)
        layout.addWidget(self.paths)
        self.set_facts("", None)

    def set_layers(
        self, names: Sequence[str], activations: Sequence[np.ndarray] | None, signed: Sequence[bool]
    ) -> None:
        """Show every layer for the current drawing.

        Args:
            names: of the layers, the input first and the output last.
            activations: one array for each layer, of any shape; ``None`` without a drawing.
            signed: for each layer, whether its activations may be below 0.
        """
        self.layers.set_layers(names, activations, signed)

    def set_paths(self, paths: Sequence[tuple[Sequence[int], float]]) -> None:
        """Show the strongest paths: one neuron of every layer, and the share of the path, 0 to 1."""
        self.layers.set_paths(paths)

    def set_facts(self, words: str, weights: np.ndarray | None, reach: float | None = None) -> None:
        """Show facts about the neuron, and the weights into it, shape (28, 28), if it belongs to the first layer.

        ``reach`` is the largest magnitude of the layer's weights: see :meth:`LayersView.set_weights`.
        """
        self.facts.setText(words or HOW_TO_POINT)
        if words and words != self.layers.accessibleDescription() and self.layers.hasFocus():
            announce(self.layers, words)
        self.layers.setAccessibleDescription(words or HOW_TO_POINT)
        self.layers.set_weights(weights, reach)

    def _pass_on(self, layer: int, neuron: int) -> None:
        if (layer, neuron) == NO_NEURON:
            self.set_facts("", None)
        else:
            self._make_visible(self.layers.cell(layer, neuron).toAlignedRect())
        self.neuron_pointed.emit(layer, neuron)

    def _make_visible(self, cell: QRect) -> None:
        """Scroll to a cell that the keyboard has reached outside the visible part."""
        if not self.layers.visibleRegion().contains(cell):
            self._area.ensureVisible(cell.center().x(), cell.center().y(), 0, 3 * theme.GRID)
