"""Tiles of all grids of digits: ink on paper, a frame for the chosen one, and words that stand out where wrong."""

import numpy as np
import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.growth import text_size_of
from mlp_desktop.views.kit.image_grid import ImageGrid, Index, Tile
from mlp_desktop.views.kit.ink_image import TILE_SIDE


class Example(ImageGrid):
    """Full ink, blank paper, and something that is wrong."""

    def __init__(self) -> None:
        super().__init__(lines=2)
        self.setModel(QStringListModel(["full", "blank", "wrong"], self))

    def tile(self, index: Index) -> Tile:
        words = index.data()
        ink = None if words == "blank" else np.full((28, 28), 255, np.uint8)
        return Tile(ink, words, words == "wrong", "0.123" if words == "wrong" else "")


@pytest.fixture
def grid(qtbot: QtBot) -> Example:
    grid = Example()
    qtbot.addWidget(grid)
    grid.resize(400, 200)
    grid.show()
    qtbot.waitExposed(grid)
    return grid


def colours(pixels: np.ndarray) -> set[tuple[int, ...]]:
    return set(map(tuple, pixels.reshape(-1, pixels.shape[-1]).tolist()))


def rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def seen(grid: Example, painted, row: int) -> tuple[np.ndarray, np.ndarray]:
    """What is painted of a row: its picture with the frame, and its words."""
    place = grid.visualRect(grid.model().index(row, 0))
    pixels = painted(grid)[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
    end = theme.GRID // 2 + TILE_SIDE + 6
    return pixels[:end], pixels[end:]


def test_the_ink_is_in_the_colour_of_text_on_paper(grid: Example, painted) -> None:
    text, paper = rgb(grid.palette().text().color()), rgb(grid.palette().base().color())
    assert text in colours(seen(grid, painted, 0)[0])
    blank, _ = seen(grid, painted, 1)
    assert paper in colours(blank)
    assert text not in colours(blank)


def test_what_is_wrong_is_in_the_colour_of_errors_with_quiet_words_below(grid: Example, painted) -> None:
    error = rgb(theme.error_colour())
    _, right = seen(grid, painted, 0)
    _, wrong = seen(grid, painted, 2)
    assert error in colours(wrong)
    assert error not in colours(right)
    ground = tuple(right[-1, 0].tolist())
    lower_half = slice(len(wrong) // 2, None)
    assert len(colours(wrong[lower_half])) > 1
    assert colours(right[lower_half]) == {ground}


def test_the_chosen_tile_has_a_frame_in_the_accent(qtbot: QtBot, grid: Example, painted) -> None:
    accent = rgb(grid.palette().accent().color())
    assert accent not in colours(seen(grid, painted, 1)[0])
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(grid.model().index(1, 0)).center())
    assert accent in colours(seen(grid, painted, 1)[0])
    assert accent not in colours(seen(grid, painted, 2)[0])


def test_tiles_grow_with_their_words(qapp: QApplication, grid: Example) -> None:
    first = grid.model().index(0, 0)
    before = grid.visualRect(first).size()
    size = text_size_of(qapp)
    try:
        size.choose(200)
        qapp.processEvents()
        after = grid.visualRect(first).size()
        words = theme.text_font("body")
        words.setBold(True)
        assert QFontMetrics(words).horizontalAdvance("0 → 0") < after.width()
    finally:
        size.choose(100)
    qapp.processEvents()
    assert after.width() > 1.5 * before.width()
    assert grid.visualRect(first).size() == before
