"""The Samples dialog: the samples of the chosen data, their averages, and the effect of an augmentation."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QDialog, QPushButton, QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.plain_words import counted
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, describe, give_role
from mlp_desktop.views.kit.ink_image import IMAGE_SIDE, TILE_SIDE, ink_image
from mlp_desktop.views.kit.labels import ElidedLabel, plain_label
from mlp_desktop.views.kit.layouts import hbox, vbox
from mlp_desktop.views.kit.mean_tiles import MeanRow, MeanTiles
from mlp_desktop.views.kit.number_spin import NumberSpin
from mlp_desktop.views.train.ink_histogram import InkHistogram
from mlp_desktop.views.train.samples_grid import InkOf, SamplesGrid

_ALL = -1
_ROWS = ("as they are", "distorted")
_MOST = 10
AVERAGE = "Average of each class"


class SamplesDialog(QDialog):
    """Samples of all classes or of one, with a preview of an augmentation below.

    The dialog asks for the images of the preview; see ``augmentation_requested``.
    """

    augmentation_requested = Signal(str)
    """A person wants this augmentation shown: they chose it or a noise, or want the samples distorted once more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = np.empty(0, np.int64)
        self._ink_of: InkOf | None = None
        self.setObjectName("samplesDialog")
        self.setWindowTitle("Samples")
        self._title = ElidedLabel("samplesTitle", heading=True)
        self._classes = _combo("samplesClass", "Class", "Show the samples of all classes or of one.")
        self._classes.currentIndexChanged.connect(self._filter)
        self.grid = SamplesGrid()
        self._augmentation = _combo(
            "previewAugmentation",
            "Augmentation",
            "Show how each augmentation distorts samples. The run does not change.",
        )
        self._augmentation.currentIndexChanged.connect(self._request_augmentation)
        self._noise = NumberSpin()
        tip = (
            "Standard deviation of a random number that is added to every pixel, in shares of full ink. "
            "The run does not change."
        )
        describe(self._noise, "previewNoise", "Noise", tip)
        self._noise.setRange(0, 1)
        self._noise.setSingleStep(0.05)
        self._noise.setMinimumHeight(28)
        self._noise.valueChanged.connect(self._request_augmentation)
        self._again = QPushButton("Again")
        self._again.setObjectName("previewAgain")
        self._again.setAccessibleName("Distort again")
        self._again.setToolTip("Distort the same samples again. In a run, every epoch distorts them differently.")
        self._again.setAutoDefault(False)
        self._again.clicked.connect(self._request_augmentation)
        self.averages = MeanTiles("samplesAverages", "Average images", 1)
        self.ink = InkHistogram()
        self.strip = DistortionsStrip()
        self._preview, self._in_common = QWidget(), QWidget()
        self._lay_out()
        self.resize(self.sizeHint().width() + 2 * theme.GRID, 90 * theme.GRID)

    def set_augmentations(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer augmentations (value, label)."""
        with QSignalBlocker(self._augmentation):
            for value, label in choices:
                self._augmentation.addItem(label, value)

    def choose_augmentation(self, value: str) -> None:
        """Choose an augmentation without a signal."""
        with QSignalBlocker(self._augmentation):
            self._augmentation.setCurrentIndex(self._augmentation.findData(value))

    @property
    def noise(self) -> float:
        """The noise of the preview: a standard deviation in shares of full ink."""
        return self._noise.value()

    def choose_noise(self, value: float) -> None:
        """Choose a noise without a signal."""
        with QSignalBlocker(self._noise):
            self._noise.setValue(value)

    def show_samples(self, title: str, labels: np.ndarray, ink_of: InkOf, *, can_be_distorted: bool) -> None:
        """Show a data set from its first sample.

        Args:
            title: its name.
            labels: of all its samples, shape (n,).
            ink_of: returns the ink of a sample.
            can_be_distorted: whether there is a preview of an augmentation.
        """
        self._labels, self._ink_of = labels, ink_of
        self._title.setText(title)
        with QSignalBlocker(self._classes):
            self._classes.clear()
            self._classes.addItem(f"All classes: {counted(len(labels), 'sample')}", _ALL)
            for label, count in zip(*np.unique(labels, return_counts=True), strict=True):
                self._classes.addItem(f"{label}: {counted(count, 'sample')}", int(label))
        self._preview.setVisible(can_be_distorted)
        self._in_common.hide()
        self._filter()

    def show_averages(self, images: Sequence[np.ndarray | None], counts: np.ndarray) -> None:
        """Show the mean image of each class, ``None`` for one without samples, and how many pixels have how much ink.

        They belong to the data set shown last.
        """
        self.averages.show_rows([MeanRow(AVERAGE, images)])
        self.ink.show_counts(counts)
        self._in_common.show()

    def _filter(self) -> None:
        if self._ink_of is None:
            return
        label = self._classes.currentData()
        places = np.arange(len(self._labels)) if label == _ALL else np.flatnonzero(self._labels == label)
        self.grid.show_samples(places, self._labels, self._ink_of)

    def _request_augmentation(self) -> None:
        self.augmentation_requested.emit(self._augmentation.currentData())

    def _lay_out(self) -> None:
        top = hbox(spacing=2 * theme.GRID)
        top.addWidget(self._title, 1)
        top.addWidget(self._classes)
        label = plain_label("Augmentation")
        label.setBuddy(self._augmentation)
        noise = plain_label("Noise")
        noise.setBuddy(self._noise)
        choice = hbox(label, self._augmentation, noise, self._noise, self._again, spacing=2 * theme.GRID)
        choice.addStretch()
        vbox(choice, parent=self._preview).addWidget(self.strip, 0, Qt.AlignmentFlag.AlignLeft)
        page = vbox(top, parent=self, spacing=2 * theme.GRID)
        page.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID)
        page.addWidget(self.grid, 1)
        in_common = hbox(parent=self._in_common, spacing=2 * theme.GRID)
        in_common.addWidget(self.averages, 1)
        in_common.addWidget(self.ink)
        page.addWidget(self._in_common)
        page.addWidget(self._preview)
        self.grid.setFocus()  # so that the arrow keys move through the samples at once


@guarded
class DistortionsStrip(QWidget):
    """A row of samples over a row of their distorted versions; its size does not depend on their number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Graphic)
        self._images = np.empty((2, 0, IMAGE_SIDE, IMAGE_SIDE), np.uint8)
        self.setObjectName("distortions")
        self.setAccessibleName("Samples as they are, and distorted")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_images(self, samples: np.ndarray, distorted: np.ndarray) -> None:
        """Show ``samples`` and their ``distorted`` versions: uint8, both of shape (n, 28, 28) with n up to ten."""
        self._images = np.stack([samples, distorted])
        self.setAccessibleDescription(f"{counted(len(samples), 'sample')}, each with a distorted version under it")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for ten samples, with words beside them."""
        step = TILE_SIDE + theme.GRID
        return QSize(self._words_width() + _MOST * step, 2 * step)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words and images."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        step, left = TILE_SIDE + theme.GRID, self._words_width()
        for row, (words, images) in enumerate(zip(_ROWS, self._images, strict=True)):
            top = row * step + theme.GRID / 2
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(QRectF(0, top, left, TILE_SIDE), Qt.AlignmentFlag.AlignVCenter, words)
            for column, image in enumerate(images):
                square = QRectF(left + column * step, top, TILE_SIDE, TILE_SIDE)
                painter.setPen(theme.faint(palette, 0.18))
                painter.setBrush(palette.color(QPalette.ColorRole.Base))
                painter.drawRoundedRect(square.adjusted(-2.5, -2.5, 2.5, 2.5), 4, 4)
                painter.drawImage(square, ink_image(image, palette.color(QPalette.ColorRole.Text)))

    def _words_width(self) -> int:
        return max(self.fontMetrics().horizontalAdvance(words) for words in _ROWS) + 2 * theme.GRID


def _combo(name: str, spoken: str, tip: str) -> QComboBox:
    combo = QComboBox()
    describe(combo, name, spoken, tip)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.setMinimumHeight(28)
    return combo
