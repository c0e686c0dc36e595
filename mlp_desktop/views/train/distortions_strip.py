"""A few samples, and under each what an augmentation makes of it."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.ink_image import IMAGE_SIDE, PICTURE_SIDE, ink_image

_ROWS = ("as they are", "distorted")
_PLACES = 10


class DistortionsStrip(QWidget):
    """Two rows of pictures, one under the other; keeps its size when there is nothing to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = np.empty((2, 0, IMAGE_SIDE, IMAGE_SIDE), np.uint8)
        self.setObjectName("distortions")
        self.setAccessibleName("Samples as they are, and distorted")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_pictures(self, samples: np.ndarray, distorted: np.ndarray) -> None:
        """Show ``samples`` and what became of them, uint8, both of shape (n, 28, 28) with n up to ten."""
        self._pictures = np.stack([samples, distorted])
        self.setAccessibleDescription(f"{len(samples)} samples, each with a distorted version under it")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for ten pictures in two rows, and the words before them."""
        step = PICTURE_SIDE + theme.GRID
        return QSize(self._words_width() + _PLACES * step, 2 * step)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words and pictures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        step, left = PICTURE_SIDE + theme.GRID, self._words_width()
        for row, (words, pictures) in enumerate(zip(_ROWS, self._pictures, strict=True)):
            top = row * step + theme.GRID / 2
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(QRectF(0, top, left, PICTURE_SIDE), Qt.AlignmentFlag.AlignVCenter, words)
            for column, picture in enumerate(pictures):
                square = QRectF(left + column * step, top, PICTURE_SIDE, PICTURE_SIDE)
                painter.setPen(theme.faint(palette, 0.18))
                painter.setBrush(palette.color(QPalette.ColorRole.Base))
                painter.drawRoundedRect(square.adjusted(-2.5, -2.5, 2.5, 2.5), 4, 4)
                painter.drawImage(square, ink_image(picture, palette.color(QPalette.ColorRole.Text)))

    def _words_width(self) -> int:
        return max(self.fontMetrics().horizontalAdvance(words) for words in _ROWS) + 2 * theme.GRID
