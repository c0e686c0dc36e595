from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mlp_desktop.views.draw.answer_tile import AnswerTile


@pytest.fixture
def tile(qtbot: QtBot) -> AnswerTile:
    tile = AnswerTile()
    qtbot.addWidget(tile)
    tile.resize(200, 200)
    tile.show()
    return tile


def inked_box(picture: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is dark on the tile, its frame left out."""
    dark = picture[4:-4, 4:-4].min(axis=2) < 128
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


def test_text_and_name_are_the_answer(tile: AnswerTile) -> None:
    assert (tile.text(), tile.accessibleName()) == ("", "Predicted digit: none")
    tile.set_answer(["7"], 0)
    assert (tile.text(), tile.accessibleName()) == ("7", "Predicted digit: 7")
    tile.set_answer(["2026", "1?"], 0)
    assert (tile.text(), tile.accessibleName()) == ("2026\n1?", "Predicted number: 2026, 1?")


def test_one_digit_fills_most_of_the_tile(tile: AnswerTile, painted: Callable[[QWidget], np.ndarray]) -> None:
    tile.set_answer(["8"], 0)
    _, top, _, bottom = inked_box(painted(tile))
    assert 0.4 * tile.height() < bottom - top < 0.9 * tile.height()


@pytest.mark.parametrize("rows", [["2026"], ["888888"], ["12", "345678"], ["1", "2", "3"]])
def test_a_number_stays_inside_the_tile(
    tile: AnswerTile, painted: Callable[[QWidget], np.ndarray], rows: list[str]
) -> None:
    tile.set_answer(rows, 0)
    left, top, right, bottom = inked_box(painted(tile))
    assert min(left, top) > 4
    assert right < tile.width() - 12
    assert bottom < tile.height() - 12


def test_a_click_chooses_the_digit_under_it(qtbot: QtBot, tile: AnswerTile) -> None:
    tile.set_answer(["12", "34"], 0)
    with qtbot.waitSignal(tile.digit_chosen) as chosen:
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton, pos=QPoint(125, 140))
    assert chosen.args == [3]


def test_arrow_keys_choose_the_neighbour_and_stop_at_the_ends(qtbot: QtBot, tile: AnswerTile) -> None:
    tile.set_answer(["12", "3"], 1)
    with qtbot.waitSignal(tile.digit_chosen) as chosen:
        qtbot.keyClick(tile, Qt.Key.Key_Right)
    assert chosen.args == [2]
    tile.set_answer(["12", "3"], 2)
    with qtbot.assertNotEmitted(tile.digit_chosen):
        qtbot.keyClick(tile, Qt.Key.Key_Right)


def test_a_single_digit_leaves_nothing_to_choose(qtbot: QtBot, tile: AnswerTile) -> None:
    tile.set_answer(["7"], 0)
    assert tile.focusPolicy() == Qt.FocusPolicy.NoFocus
    with qtbot.assertNotEmitted(tile.digit_chosen):
        qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)


def test_only_the_chosen_digit_has_the_accent(
    tile: AnswerTile, painted: Callable[[QWidget], np.ndarray], count: Callable[[np.ndarray, QColor], int]
) -> None:
    accent = tile.palette().color(QPalette.ColorRole.Accent)
    tile.set_answer(["8"], 0)
    assert count(painted(tile), accent) == 0
    tile.set_answer(["88"], 1)
    picture = painted(tile)
    assert count(picture[:, :100], accent) == 0
    assert count(picture[:, 100:], accent) > 50
