"""A window beside the Train tab: the samples of the chosen data, and what an augmentation makes of some."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.labels import ElidedLabel
from mlp_desktop.views.train.distortions_strip import DistortionsStrip
from mlp_desktop.views.train.samples_grid import InkOf, SamplesGrid

_ALL = -1


class SamplesDialog(QDialog):
    """Shows samples of all classes or of one; the pictures under them are asked for."""

    augmentation_requested = Signal(str)
    """Show what this augmentation makes of some samples: another was chosen, or once more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = np.empty(0, np.int64)
        self._ink_of: InkOf | None = None
        self.setObjectName("samplesDialog")
        self.setWindowTitle("Samples")
        self._title = ElidedLabel()
        self._title.setObjectName("samplesTitle")
        self._title.setFont(theme.text_font("heading"))
        self._classes = _combo("samplesClass", "Class", "Show the samples of all classes or of one.")
        self._classes.currentIndexChanged.connect(self._filter)
        self.grid = SamplesGrid()
        self._augmentation = _combo(
            "previewAugmentation", "Augmentation", "See how each augmentation distorts samples; the run is not changed."
        )
        self._augmentation.currentIndexChanged.connect(self._ask)
        self._again = QPushButton("Again")
        self._again.setObjectName("previewAgain")
        self._again.setAccessibleName("Distort again")
        self._again.setToolTip("Distort the same samples once more: in a run every epoch sees them differently.")
        self._again.setAutoDefault(False)
        self._again.clicked.connect(self._ask)
        self.strip = DistortionsStrip()
        self._preview = QWidget()
        self._lay_out()
        self.resize(self.sizeHint().width() + 2 * theme.GRID, 90 * theme.GRID)

    def set_augmentations(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer augmentations: (value, label)."""
        with QSignalBlocker(self._augmentation):
            for value, label in choices:
                self._augmentation.addItem(label, value)

    def choose_augmentation(self, value: str) -> None:
        """Choose an augmentation, unannounced."""
        with QSignalBlocker(self._augmentation):
            self._augmentation.setCurrentIndex(self._augmentation.findData(value))

    def show_samples(self, title: str, labels: np.ndarray, ink_of: InkOf, *, can_be_distorted: bool) -> None:
        """Show a data set from its first sample.

        Args:
            title: its name.
            labels: of all its samples, shape (n,).
            ink_of: gives what to paint of a sample.
            can_be_distorted: whether there is anything to show under them.
        """
        self._labels, self._ink_of = labels, ink_of
        self._title.setText(title)
        with QSignalBlocker(self._classes):
            self._classes.clear()
            self._classes.addItem(f"All classes: {_samples(len(labels))}", _ALL)
            for label, count in zip(*np.unique(labels, return_counts=True), strict=True):
                self._classes.addItem(f"{label}: {_samples(count)}", int(label))
        self._preview.setVisible(can_be_distorted)
        self._filter()

    def _filter(self) -> None:
        if self._ink_of is None:
            return
        label = self._classes.currentData()
        places = np.arange(len(self._labels)) if label == _ALL else np.flatnonzero(self._labels == label)
        self.grid.show_samples(places, self._labels, self._ink_of)

    def _ask(self) -> None:
        self.augmentation_requested.emit(self._augmentation.currentData())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * theme.GRID)
        top.addWidget(self._title, 1)
        top.addWidget(self._classes)
        label = QLabel("Augmentation")
        label.setBuddy(self._augmentation)
        choice = QHBoxLayout()
        choice.setSpacing(2 * theme.GRID)
        choice.addWidget(label)
        choice.addWidget(self._augmentation)
        choice.addWidget(self._again)
        choice.addStretch()
        preview = QVBoxLayout(self._preview)
        preview.setContentsMargins(0, 0, 0, 0)
        preview.setSpacing(theme.GRID)
        preview.addLayout(choice)
        preview.addWidget(self.strip, 0, Qt.AlignmentFlag.AlignLeft)
        page = QVBoxLayout(self)
        page.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID)
        page.setSpacing(2 * theme.GRID)
        page.addLayout(top)
        page.addWidget(self.grid, 1)
        page.addWidget(self._preview)
        self.grid.setFocus()  # the arrow keys walk through the samples at once


def _combo(name: str, spoken: str, tip: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(spoken)
    combo.setToolTip(tip)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.setMinimumHeight(28)
    return combo


def _samples(count: int) -> str:
    return f"{count:,} sample" if count == 1 else f"{count:,} samples"
