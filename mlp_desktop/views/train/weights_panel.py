"""The weights of a network in training: the first layer as pictures, every layer in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import follow, grown
from mlp_desktop.views.kit.labels import ElidedLabel, empty_note
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.scroll_bar import make_slim
from mlp_desktop.views.train.layer_statistics import Statistic, StatisticBars, WeightHistogram
from mlp_desktop.views.train.weight_pictures import WeightPictures, WeightScale

NO_WEIGHTS = "No weights yet: press Start"

_FIGURES = 27 * theme.GRID  # least width of the figures
_MARK = "▸ "  # before the name of the layer that a finding is about


@dataclass(frozen=True, eq=False)
class LayerSummary:
    """One layer.

    Attributes:
        name: of the layer.
        counts: histogram of its weights, shape (n,).
        reach: the histogram covers weights from −reach to reach.
        statistics: its numbers.
        words: the same for a screen reader.
        start: histogram of the weights that the run began with, shape (n,); ``None`` if they are not known.
        spread: both histograms in a sentence; empty without a start.
    """

    name: str
    counts: np.ndarray
    reach: float
    statistics: Sequence[Statistic]
    words: str
    start: np.ndarray | None = None
    spread: str = ""


class WeightsPanel(QWidget):
    """Pictures on the left, a histogram and a few numbers for each layer on the right; or a note instead.

    Args:
        parent: its parent, if it has one already.
        prefix: stands before all object names, where there is another such panel.
    """

    def __init__(self, parent: QWidget | None = None, *, prefix: str = "") -> None:
        super().__init__(parent)
        self._prefix = prefix
        self.setObjectName(_named(prefix, "weightsPanel"))
        self.setAccessibleName("Weights of the network")
        self.pictures = WeightPictures()
        self.pictures.setObjectName(_named(prefix, "weightPictures"))
        self._title = ElidedLabel(_named(prefix, "weightPicturesTitle"), heading=True, shrinks=True)
        self._rows: list[_LayerRow] = []
        self._marked: int | None = None
        self._area = QScrollArea()
        self._area.setObjectName(_named(prefix, "layerFactsArea"))
        self._area.setAccessibleName("Layers in numbers")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        follow(self._area, _fit_figures)
        make_slim(self._area)
        left = vbox(self._title)
        left.addWidget(self.pictures, 1)
        self._scale = WeightScale()
        self._scale.setObjectName(_named(prefix, "weightScale"))
        left.addWidget(self._scale)
        shown = QWidget()
        row = hbox(parent=shown, spacing=2 * theme.GRID)
        row.addLayout(left, 3)
        row.addWidget(self._area, 2)
        self._empty = empty_note("", NO_WEIGHTS, wraps=False)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def mark_layer(self, number: int | None) -> None:
        """Mark the layer, from 1, that a finding is about, or none."""
        if number != self._marked:
            self._marked = number
            for place, row in enumerate(self._rows, 1):
                row.mark(place == number)

    def clear(self, note: str = NO_WEIGHTS) -> None:
        """Show only ``note``."""
        self._empty.setText(note)
        self._pages.setCurrentIndex(0)

    def show_weights(self, pictures: np.ndarray | None, neurons: int, layers: Sequence[LayerSummary]) -> None:
        """Show a network.

        Args:
            pictures: weights into the first neurons of the first layer, shape (n, height, width); ``None`` if the
                inputs are no image.
            neurons: number of neurons in the first layer.
            layers: all layers, first to last.
        """
        self.pictures.setVisible(pictures is not None)
        self._scale.setVisible(pictures is not None)
        if pictures is not None:
            self.pictures.show_pictures(pictures)
            self._scale.show_reach(self.pictures.reach)
            first = f"the first {self.pictures.count} of {neurons}"
            how_many = f"all {neurons}" if self.pictures.count == neurons else first
            self._title.setText(f"First layer, {how_many}")
        else:
            self._title.setText("The inputs are not a picture")
        self._show_layers(layers)
        self._pages.setCurrentIndex(1)

    def _show_layers(self, layers: Sequence[LayerSummary]) -> None:
        if len(self._rows) != len(layers):
            # setWidget deletes the old page. With the same number of layers the page stays as it is scrolled.
            self._rows = [_LayerRow(number, self._prefix) for number in range(1, len(layers) + 1)]
            page = QWidget()
            column = vbox(*self._rows, parent=page, spacing=2 * theme.GRID)
            column.setContentsMargins(0, 0, theme.GRID, 0)
            column.addStretch()
            self._area.setWidget(page)
        for number, (row, layer) in enumerate(zip(self._rows, layers, strict=True), 1):
            row.show_layer(layer, marked=number == self._marked)


class _LayerRow(QWidget):
    """The name, histogram and numbers of a layer, from top to bottom."""

    def __init__(self, number: int, prefix: str) -> None:
        super().__init__()
        self._name = ElidedLabel(heading=True, shrinks=True)
        self._histogram = WeightHistogram()
        self._histogram.setObjectName(_named(prefix, f"weightHistogram{number}"))
        self._statistics = StatisticBars()
        self._statistics.setObjectName(_named(prefix, f"layerFigures{number}"))
        self._layer = ""
        self._is_marked = False
        vbox(self._name, self._histogram, self._statistics, parent=self)

    def mark(self, marked: bool) -> None:
        """Show or remove the sign that a finding is about this layer."""
        if marked != self._is_marked:
            self._is_marked = marked
            self.setAutoFillBackground(marked)
            self.setBackgroundRole(QPalette.ColorRole.AlternateBase if marked else QPalette.ColorRole.NoRole)
            self._name.setText(f"{_MARK}{self._layer}" if marked else self._layer)

    def show_layer(self, layer: LayerSummary, *, marked: bool) -> None:
        self._layer = layer.name
        self._is_marked = not marked  # writes the name anew
        self.mark(marked)
        self._histogram.show_counts(layer.counts, layer.reach, layer.start, layer.spread)
        self._statistics.setAccessibleName(f"{layer.name} in numbers")
        self._statistics.show_statistics(layer.statistics, layer.words)


def _fit_figures(area: QScrollArea) -> None:
    area.setMinimumWidth(max(_FIGURES, grown(20 * theme.GRID)))
    area.setMaximumWidth(max(_FIGURES, grown(30 * theme.GRID)))


def _named(prefix: str, name: str) -> str:
    return f"{prefix}{name[0].upper()}{name[1:]}" if prefix else name
