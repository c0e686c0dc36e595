"""The list of examined samples: each as a small image with label, answer and probability."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_text import plain_tip
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.image_grid import ImageGrid, Index, Tile
from mlp_desktop.views.kit.ink_image import TILE_SIDE

_BATCH = 300
"""Number of samples added at a time: more than fit in the window, and few enough to be laid out at once."""


class ExaminedSamples(NamedTuple):
    """Samples in the order in which they are shown. Each array has shape (n,).

    Attributes:
        indices: index of each sample in its data.
        labels: label of each sample.
        answers: answer of the network for each sample.
        probabilities: probability of each answer.
        ink_of: returns the digit image of the sample with an index, uint8, shape (28, 28).
        measure: what ``probabilities`` are, if they are something else.
    """

    indices: np.ndarray
    labels: np.ndarray
    answers: np.ndarray
    probabilities: np.ndarray
    ink_of: Callable[[int], np.ndarray]
    measure: str = "probability"


@guarded
class SampleList(ImageGrid):
    """Each sample with its label and answer, and the probability of the answer, below."""

    open_requested = Signal(int)
    """A person wants the sample with this index in its data on the pad: by a double click or by Enter."""
    current_changed = Signal(int)
    """The sample with this index in its data is the current one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, lines=2, smooth=True)
        self._samples = _SampleModel(self)
        self.setObjectName("sampleList")
        self.setAccessibleName("Samples")
        self.setModel(self._samples)
        self.activated.connect(self._open)
        self.selectionModel().currentChanged.connect(self._announce)

    def show_samples(self, samples: ExaminedSamples | None) -> None:
        """Show ``samples``, or none."""
        self._samples.set_samples(samples)
        self.scrollToTop()
        if self._samples.rowCount():
            self.setCurrentIndex(self._samples.index(0))

    def count(self) -> int:
        """Number of samples shown, visible or not."""
        return self._samples.total

    def current(self) -> int | None:
        """The index of the chosen sample in its data; ``None`` without one."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def minimumSizeHint(self) -> QSize:
        """Room for a few samples."""
        return QSize(3 * (TILE_SIDE + 2 * theme.GRID), 2 * (TILE_SIDE + 4 * theme.GRID))

    def tile(self, index: Index) -> Tile:
        """The sample with its label, its answer and the probability."""
        samples, row = self._samples.samples, index.row()
        assert samples is not None, "there is a row"
        label, answer = int(samples.labels[row]), int(samples.answers[row])
        ink = samples.ink_of(int(samples.indices[row]))
        decimals = 3 if samples.measure == "probability" else 2
        return Tile(ink, f"{label} → {answer}", label != answer, f"{samples.probabilities[row]:.{decimals}f}")

    def _announce(self, index: QModelIndex) -> None:
        if index.isValid():
            self.current_changed.emit(index.data(Qt.ItemDataRole.UserRole))

    def _open(self, index: QModelIndex) -> None:
        self.open_requested.emit(index.data(Qt.ItemDataRole.UserRole))


@guarded
class _SampleModel(QAbstractListModel):
    """The model of the list: it offers more samples as the list is scrolled, with words for a screen reader."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.samples: ExaminedSamples | None = None
        self._offered = 0

    @property
    def total(self) -> int:
        return 0 if self.samples is None else len(self.samples.indices)

    def set_samples(self, samples: ExaminedSamples | None) -> None:
        self.beginResetModel()
        self.samples = samples
        self._offered = min(_BATCH, self.total)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._offered

    def canFetchMore(self, _parent: Index) -> bool:
        return self._offered < self.total

    def fetchMore(self, _parent: Index) -> None:
        offered = min(self._offered + _BATCH, self.total)
        self.beginInsertRows(QModelIndex(), self._offered, offered - 1)
        self._offered = offered
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.samples is None or not index.isValid():
            return None
        row = index.row()
        label, answer = int(self.samples.labels[row]), int(self.samples.answers[row])
        match role:
            case Qt.ItemDataRole.UserRole:
                return int(self.samples.indices[row])
            case Qt.ItemDataRole.DisplayRole:
                return f"{label} → {answer}"
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:  # numbers only
                return plain_tip(
                    f"Sample {self.samples.indices[row]}: {label}, read as {answer} "
                    f"with {self.samples.measure} {self.samples.probabilities[row]:.3f}"
                )
        return None
