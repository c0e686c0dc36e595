"""What goes on inside the network: activations, one neuron's arithmetic, the strongest paths."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mlp_desktop.views.explain.layers_view import NO_NEURON, LayersView
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.scroll_bar import make_slim

HOW_TO_POINT = "Point at a neuron to see its numbers, or press Tab and the arrow keys."

_FACT_LINES = 3


class NeuronsPage(QWidget):
    """The layers over a few lines about the neuron that is pointed at.

    ``neuron_pointed`` tells layer (0 is the input) and neuron, or −1, −1 for none; whoever listens answers with
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
        self.facts = QLabel()
        self.facts.setObjectName("neuronFacts")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.facts.setFixedHeight(_FACT_LINES * self.facts.fontMetrics().lineSpacing() + 2)
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.paths = QCheckBox("Strongest paths into the answer")
        self.paths.setObjectName("pathsSwitch")
        self.paths.setChecked(True)
        self.paths.toggled.connect(self.layers.show_paths)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
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
            activations: one array a layer, of any shape; ``None`` without a drawing.
            signed: for each layer, whether its activations may be below 0.
        """
        self.layers.set_layers(names, activations, signed)

    def set_paths(self, paths: Sequence[tuple[Sequence[int], float]]) -> None:
        """Show the strongest paths: a neuron of every layer, and the share of the path, 0 to 1."""
        self.layers.set_paths(paths)

    def set_facts(self, words: str, weights: np.ndarray | None) -> None:
        """Say what the neuron does, and show the weights into it (shape (28, 28)) if it is of the first layer."""
        self.facts.setText(words or HOW_TO_POINT)
        self.layers.setAccessibleDescription(words or HOW_TO_POINT)
        self.layers.set_weights(weights)

    def _pass_on(self, layer: int, neuron: int) -> None:
        if (layer, neuron) == NO_NEURON:
            self.set_facts("", None)
        else:
            self._bring_into_sight(self.layers.cell(layer, neuron).toAlignedRect())
        self.neuron_pointed.emit(layer, neuron)

    def _bring_into_sight(self, cell: QRect) -> None:
        """Scroll to a cell that the keyboard reached out of sight."""
        if not self.layers.visibleRegion().contains(cell):
            self._area.ensureVisible(cell.center().x(), cell.center().y(), 0, 3 * theme.GRID)
