"""A grid of the samples of a data set, tens of thousands of them."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit.accessibility import describe
from mlp_desktop.views.kit.image_grid import ImageGrid, Index, Tile

InkOf = Callable[[int], np.ndarray]
"""Returns the ink of the sample at a place in the data: uint8, shape (height, width)."""


class SamplesGrid(ImageGrid):
    """Each sample with its label below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples = _SamplesModel(self)
        describe(self, "samplesGrid", "Samples", "The samples of the data, each with its label.")
        self.setModel(self._samples)
        # Always on, so that its appearance does not change the number of columns.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def show_samples(self, places: np.ndarray, labels: np.ndarray, ink_of: InkOf) -> None:
        """Show some samples of a data set.

        Args:
            places: of the samples in the data set, in the order to show them, shape (m,).
            labels: of the whole data set, shape (n,).
            ink_of: returns the ink of a sample.
        """
        self._samples.show(places, labels, ink_of)
        self.scrollToTop()
        self.setCurrentIndex(self._samples.index(0))

    def count(self) -> int:
        """Number of samples shown, visible or not."""
        return self._samples.rowCount()

    def tile(self, index: Index) -> Tile:
        """The sample and its label."""
        return Tile(index.data(Qt.ItemDataRole.UserRole), index.data())


@guarded
class _SamplesModel(QAbstractListModel):
    """The model of the grid, with words for a screen reader."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._places = np.empty(0, np.int64)
        self._labels = np.empty(0, np.int64)
        self._ink_of: InkOf | None = None

    def show(self, places: np.ndarray, labels: np.ndarray, ink_of: InkOf) -> None:
        self.beginResetModel()
        self._places, self._labels, self._ink_of = places, labels, ink_of
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._ink_of is None or not index.isValid():
            return None
        place = int(self._places[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(self._labels[place])
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:  # numbers only
                return plain_tip(f"Sample {place + 1}, labelled {self._labels[place]}")
            case Qt.ItemDataRole.UserRole:
                return self._ink_of(place)
        return None
