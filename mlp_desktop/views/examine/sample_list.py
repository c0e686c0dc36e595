"""Samples as small pictures with their label, answer and probability, as many as there are."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.image_grid import ImageGrid, Index, Tile
from mlp_desktop.views.kit.ink_image import PICTURE_SIDE

_AT_ONCE = 300
"""Samples that are laid out together: more than a window holds, few enough to take no time to speak of."""


class Samples(NamedTuple):
    """Samples in the order in which they are shown; of n samples each array has shape (n,).

    Attributes:
        indices: which sample of its data each one is.
        labels: what they should be read as.
        answers: what they were read as.
        probabilities: of the answers.
        ink_of: the digit image of a sample by its index, uint8, shape (28, 28).
    """

    indices: np.ndarray
    labels: np.ndarray
    answers: np.ndarray
    probabilities: np.ndarray
    ink_of: Callable[[int], np.ndarray]


class SampleList(ImageGrid):
    """Under each sample its label and its answer, and the probability of that."""

    open_requested = Signal(int)
    """A person wants the sample of this index, of its data, on the pad: by a double click or by Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, lines=2, smooth=True)
        self._samples = _SampleModel(self)
        self.setObjectName("sampleList")
        self.setAccessibleName("Samples")
        self.setModel(self._samples)
        self.activated.connect(self._open)

    def show_samples(self, samples: Samples | None) -> None:
        """Show ``samples`` from the first, or none."""
        self._samples.set_samples(samples)
        self.scrollToTop()
        if self._samples.rowCount():
            self.setCurrentIndex(self._samples.index(0))

    def count(self) -> int:
        """How many samples are shown, in sight or not."""
        return self._samples.total

    def minimumSizeHint(self) -> QSize:
        """Room for a few."""
        return QSize(3 * (PICTURE_SIDE + 2 * theme.GRID), 2 * (PICTURE_SIDE + 4 * theme.GRID))

    def tile(self, index: Index) -> Tile:
        """The sample, what it is and was read as, and how probable that seemed."""
        samples, row = self._samples.samples, index.row()
        assert samples is not None, "there is a row"
        label, answer = int(samples.labels[row]), int(samples.answers[row])
        ink = samples.ink_of(int(samples.indices[row]))
        return Tile(ink, f"{label} → {answer}", label != answer, f"{samples.probabilities[row]:.3f}")

    def _open(self, index: QModelIndex) -> None:
        self.open_requested.emit(index.data(Qt.ItemDataRole.UserRole))


class _SampleModel(QAbstractListModel):
    """The samples for the view, more of them as it is scrolled, and their words for a screen reader."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.samples: Samples | None = None
        self._offered = 0

    @property
    def total(self) -> int:
        return 0 if self.samples is None else len(self.samples.indices)

    def set_samples(self, samples: Samples | None) -> None:
        self.beginResetModel()
        self.samples = samples
        self._offered = min(_AT_ONCE, self.total)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._offered

    def canFetchMore(self, _parent: Index) -> bool:
        return self._offered < self.total

    def fetchMore(self, _parent: Index) -> None:
        offered = min(self._offered + _AT_ONCE, self.total)
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
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return (
                    f"Sample {self.samples.indices[row]}: {label}, read as {answer} "
                    f"with probability {self.samples.probabilities[row]:.3f}"
                )
        return None
