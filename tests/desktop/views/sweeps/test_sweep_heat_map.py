"""The heat map of a sweep: what is seen, how a cell is chosen, and that every figure can be read."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from mlp_desktop.views.kit import theme
from mlp_desktop.views.sweeps.plot_data import EMPTY_HEAT_MAP, HeatMapData
from mlp_desktop.views.sweeps.sweep_heat_map import SweepHeatMap, contrast, ramp_colour, words_on

SHARES = np.array([[0.0, 0.5, 1.0], [0.2, np.nan, 0.4]])
HEAT = HeatMapData(
    "L1",
    "L2",
    ("0", "1", "10"),
    ("0", "5"),
    SHARES,
    (("80.0", "85.0", "90.0"), ("82.0", "", "84.0")),
    tuple(tuple(f"row {row}, column {column}" for column in range(3)) for row in range(2)),
    ((0.0, "80"), (1.0, "90")),
    (0, 2),
)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def heat_map(qtbot: QtBot) -> SweepHeatMap:
    heat_map = SweepHeatMap()
    qtbot.addWidget(heat_map)
    heat_map.resize(520, 320)
    heat_map.set_data(HEAT, "Best: L1 10")
    heat_map.show()
    qtbot.waitExposed(heat_map)
    return heat_map


@pytest.fixture
def chosen(heat_map: SweepHeatMap) -> QSignalSpy:
    return QSignalSpy(heat_map.cell_chosen)


def centre(heat_map: SweepHeatMap, row: int, column: int) -> QPoint:
    return heat_map.cell_rect(row, column).center().toPoint()


def test_rows_grow_upwards_and_columns_to_the_right(heat_map) -> None:
    assert heat_map.cell_rect(0, 0).top() > heat_map.cell_rect(1, 0).top()
    assert heat_map.cell_rect(0, 1).left() > heat_map.cell_rect(0, 0).left()


def test_a_click_chooses_a_cell_and_a_double_click_opens_it(qtbot: QtBot, heat_map, chosen) -> None:
    qtbot.mouseClick(heat_map, LEFT, pos=centre(heat_map, 1, 0))
    assert heat_map.current == (1, 0)
    assert [chosen.at(0)[0], chosen.at(0)[1]] == [1, 0]
    with qtbot.waitSignal(heat_map.opened):
        qtbot.mouseDClick(heat_map, LEFT, pos=centre(heat_map, 1, 0))


def test_a_click_beside_the_cells_chooses_nothing(qtbot: QtBot, heat_map, chosen) -> None:
    qtbot.mouseClick(heat_map, LEFT, pos=QPoint(2, 2))
    qtbot.mouseClick(heat_map, LEFT, pos=QPoint(heat_map.width() - 2, heat_map.height() - 2))
    assert chosen.count() == 0


def test_the_arrows_begin_at_the_best_and_stop_at_the_edges(qtbot: QtBot, heat_map) -> None:
    qtbot.keyClick(heat_map, Qt.Key.Key_Left)
    assert heat_map.current == (0, 2)
    for key, expected in (
        (Qt.Key.Key_Right, (0, 2)),
        (Qt.Key.Key_Up, (1, 2)),
        (Qt.Key.Key_Up, (1, 2)),
        (Qt.Key.Key_Left, (1, 1)),
        (Qt.Key.Key_Down, (0, 1)),
        (Qt.Key.Key_Home, (0, 2)),
    ):
        qtbot.keyClick(heat_map, key)
        assert heat_map.current == expected


def test_enter_opens_what_is_chosen_and_nothing_else(qtbot: QtBot, heat_map) -> None:
    opened = QSignalSpy(heat_map.opened)
    qtbot.keyClick(heat_map, Qt.Key.Key_Return)
    assert opened.count() == 0
    qtbot.keyClick(heat_map, Qt.Key.Key_Home)
    qtbot.keyClick(heat_map, Qt.Key.Key_Return)
    assert opened.count() == 1


def test_a_screen_reader_finds_a_table_with_the_highest_row_first(qtbot: QtBot, heat_map) -> None:
    table = heat_map.findChild(QTableView, "sweepHeatMapTable")
    rows = table.model().rowCount()
    names = [table.model().headerData(row, Qt.Orientation.Vertical) for row in range(rows)]
    assert names == ["L2 5", "L2 0"]
    assert table.model().headerData(2, Qt.Orientation.Horizontal) == "L1 10"
    heat_map.choose((1, 2))
    assert table.currentIndex().row() == 0
    assert table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == "row 1, column 2"
    assert table.accessibleDescription() == "Best: L1 10"
    heat_map.set_current(None)
    assert not table.currentIndex().isValid()


def test_without_cells_nothing_happens(qtbot: QtBot, heat_map, chosen) -> None:
    heat_map.set_data(EMPTY_HEAT_MAP, "")
    qtbot.mouseClick(heat_map, LEFT, pos=heat_map.rect().center())
    qtbot.keyClick(heat_map, Qt.Key.Key_Left)
    assert chosen.count() == 0
    assert not heat_map.grab().isNull()


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_every_cell_has_its_colour_and_the_best_one_a_frame(qapp, heat_map, painted, count, scheme) -> None:
    theme.set_scheme(qapp, scheme)
    pixels = painted(heat_map)
    for row, column in np.argwhere(~np.isnan(SHARES)):
        cell = heat_map.cell_rect(row, column)
        assert count(pixels, ramp_colour(SHARES[row, column])) > cell.width() * cell.height() / 4
    best = heat_map.cell_rect(*HEAT.best).toRect()
    inside = pixels[best.top() : best.bottom(), best.left() : best.right()]
    assert count(inside, words_on(ramp_colour(1.0))) > best.width(), "its frame"


def test_the_ramp_grows_in_lightness_so_that_nobody_needs_its_hues() -> None:
    black = QColor("black")
    against_black = [contrast(ramp_colour(share), black) for share in np.linspace(0, 1, 50)]
    assert against_black == sorted(against_black)
    assert against_black[-1] > 10 * against_black[0] / 2


def test_every_figure_stands_out_from_its_cell() -> None:
    for share in np.linspace(0, 1, 200):
        colour = ramp_colour(float(share))
        assert contrast(words_on(colour), colour) >= 4.5
