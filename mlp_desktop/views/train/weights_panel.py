"""What training has made of the weights: the first layer as pictures, every layer in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.scroll_bar import make_slim
from mlp_desktop.views.train.layer_figures import Figure, LayerFigures
from mlp_desktop.views.train.weight_histogram import WeightHistogram
from mlp_desktop.views.train.weight_pictures import WeightPictures

NO_WEIGHTS = "No weights yet: press Start"


@dataclass(frozen=True, eq=False)
class LayerFacts:
    """One layer: its name, the histogram of its weights between ±reach, its numbers as bars and in words."""

    name: str
    counts: np.ndarray
    reach: float
    figures: Sequence[Figure]
    words: str


class WeightsPanel(QWidget):
    """Pictures on the left, a histogram and a few numbers a layer on the right; or a word that says what is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weightsPanel")
        self.setAccessibleName("Weights of the network")
        self.pictures = WeightPictures()
        self._title = QLabel()
        self._title.setObjectName("weightPicturesTitle")
        self._title.setFont(theme.text_font("heading"))
        self._rows: list[_LayerRow] = []
        self._area = QScrollArea()
        self._area.setObjectName("layerFactsArea")
        self._area.setAccessibleName("Layers in numbers")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFixedWidth(30 * theme.GRID)
        make_slim(self._area)
        left = QVBoxLayout()
        left.setSpacing(theme.GRID)
        left.addWidget(self._title)
        left.addWidget(self.pictures, 1)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        row.addLayout(left, 1)
        row.addWidget(self._area)
        self._empty = QLabel(NO_WEIGHTS)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def clear(self, note: str = NO_WEIGHTS) -> None:
        """Show nothing but ``note``."""
        self._empty.setText(note)
        self._pages.setCurrentIndex(0)

    def show_weights(self, pictures: np.ndarray | None, neurons: int, layers: Sequence[LayerFacts]) -> None:
        """Show a network.

        Args:
            pictures: weights into the first neurons of the first layer, shape (some, height, width); ``None`` where
                the inputs are no picture.
            neurons: how many the first layer has.
            layers: every layer, first to last.
        """
        self.pictures.setVisible(pictures is not None)
        if pictures is not None:
            self.pictures.show_pictures(pictures)
            first = f"the first {self.pictures.count} of {neurons}"
            how_many = f"all {neurons}" if self.pictures.count == neurons else first
            self._title.setText(f"First layer, {how_many}")
        else:
            self._title.setText("The inputs are no picture")
        self._show_layers(layers)
        self._pages.setCurrentIndex(1)

    def _show_layers(self, layers: Sequence[LayerFacts]) -> None:
        if len(self._rows) != len(layers):
            # The old page goes with it; while there are as many layers, the page stays where it is scrolled.
            self._rows = [_LayerRow(number) for number in range(1, len(layers) + 1)]
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, theme.GRID, 0)
            column.setSpacing(2 * theme.GRID)
            for row in self._rows:
                column.addWidget(row)
            column.addStretch()
            self._area.setWidget(page)
        for row, layer in zip(self._rows, layers, strict=True):
            row.show_facts(layer)


class _LayerRow(QWidget):
    """A layer's name, histogram and numbers, one under the other."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._name = QLabel()
        self._name.setFont(theme.text_font("heading"))
        self._histogram = WeightHistogram()
        self._histogram.setObjectName(f"weightHistogram{number}")
        self._figures = LayerFigures()
        self._figures.setObjectName(f"layerFigures{number}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        for part in (self._name, self._histogram, self._figures):
            column.addWidget(part)

    def show_facts(self, layer: LayerFacts) -> None:
        self._name.setText(layer.name)
        self._histogram.show_counts(layer.counts, layer.reach)
        self._figures.setAccessibleName(f"{layer.name} in numbers")
        self._figures.show_figures(layer.figures, layer.words)
