"""What blank paper says."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from mlp_desktop.views.draw.pad_invitation import invite


def rows_with_words(side: int) -> np.ndarray:
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    invite(painter, QRectF(0, 0, side, side))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(side, image.bytesPerLine())[:, :side]
    return np.flatnonzero((pixels < 128).any(axis=1))


def test_large_paper_tells_of_pictures_too_and_in_larger_letters(qapp: QApplication) -> None:
    def height(side: int) -> int:
        return int(np.ptp(rows_with_words(side)))

    assert height(200) < height(400) < height(1200)
    assert abs(rows_with_words(200).mean() - 100) < 10, "the one line lies in the middle"
    both = rows_with_words(1200)
    assert both.min() < 600 < both.max()
    assert (np.diff(both) > 2).any(), "two lines"
