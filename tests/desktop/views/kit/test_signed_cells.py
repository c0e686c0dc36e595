from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit.cached_widget import CachedWidget
from mlp_desktop.views.kit.signed_cells import paint_signs, relative, signed_image, whole_cells
from mlp_desktop.views.kit.theme import SignedColours

BLUE, VERMILION = QColor("#0072b2"), QColor("#d55e00")


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_cells_are_whole_device_pixels_at_every_ratio(ratio: float) -> None:
    area = QRectF(3, 5, 201, 183)
    grid = whole_cells(area, 28, 28, ratio)
    assert area.contains(grid)
    for edge in (grid.left(), grid.top(), grid.width() / 28, grid.height() / 28):
        assert edge * ratio == pytest.approx(round(edge * ratio))
    assert round(grid.width() / 28 * ratio) == int(183 / 28 * ratio)


def test_values_are_measured_by_the_largest_magnitude() -> None:
    assert relative(np.array([[0.5, -2.0], [1.0, 0.0]])).tolist() == [[0.25, -1.0], [0.5, 0.0]]
    assert relative(np.zeros((2, 2))).tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert relative(np.array([np.nan, np.inf, 3.0])).tolist() == [0.0, 0.0, 1.0]


def test_the_sign_is_told_by_the_hue_and_the_size_by_the_opacity() -> None:
    image = signed_image(np.array([[1.0, -1.0, 0.5, 0.0]]), SignedColours(BLUE, VERMILION))
    assert image.pixelColor(0, 0) == BLUE
    assert image.pixelColor(1, 0) == VERMILION
    assert image.pixelColor(2, 0).alpha() == pytest.approx(128, abs=1)
    assert image.pixelColor(3, 0).alpha() == 0


def test_signs_stand_in_the_cells_that_matter_and_in_no_other() -> None:
    image = QImage(30, 10, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_signs(painter, QRectF(0, 0, 30, 10), np.array([[1.0, -0.9, 0.1]]), QColor("black"), above=0.5)
    painter.end()
    alpha = np.array([[image.pixelColor(x, y).alpha() for x in range(30)] for y in range(10)]) > 0
    plus, minus, nothing = alpha[:, :10], alpha[:, 10:20], alpha[:, 20:]
    assert plus.any(axis=1).sum() >= 4  # as tall as it is wide
    assert 0 < minus.any(axis=1).sum() <= 2
    assert not nothing.any()


class Counting(CachedWidget):
    def __init__(self) -> None:
        super().__init__()
        self.painted = 0

    def paint(self, painter: QPainter) -> None:
        self.painted += 1
        painter.fillRect(self.rect(), BLUE)

    def paint_over(self, painter: QPainter) -> None:
        painter.fillRect(0, 0, 4, 4, VERMILION)


def test_a_picture_is_painted_once_and_copied_from_then_on(
    qtbot: QtBot, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    picture = Counting()
    qtbot.addWidget(picture)
    picture.resize(20, 10)
    for _ in range(3):
        assert count(painted(picture), BLUE) == 20 * 10 - 16
        assert count(painted(picture), VERMILION) == 16
    assert picture.painted == 1
    picture.repaint_all()
    painted(picture)
    assert picture.painted == 2
    picture.resize(30, 10)
    assert count(painted(picture), BLUE) == 30 * 10 - 16
    assert picture.painted == 3
