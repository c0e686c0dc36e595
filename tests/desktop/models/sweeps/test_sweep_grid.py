"""The heat map's rows and columns: which point lies where, and what several points of a cell come to."""

import numpy as np

from mlp_desktop.models.sweeps.sweep_grid import MOST_GROUPS, cell_values, grid_of
from tests.desktop.sweep_results import filled, sweep_over


def test_two_settings_make_a_cell_a_point() -> None:
    table = filled(sweep_over("l1=10,0,1", "hidden=30,10"), lambda trial: 0.5 + 0.01 * trial.point.training.l1)
    grid = grid_of(table, "l1", "hidden")
    assert grid.columns == ("0", "1", "10"), "numbers grow to the right, however they were typed"
    assert grid.rows == ("10", "30")
    assert all(len(cell) == 1 for cells in grid.members for cell in cells)
    values = cell_values(grid, table.rows, "validation", "mean")
    assert np.allclose(values, [[0.5, 0.51, 0.6]] * 2)
    for place, row in enumerate(table.rows):
        r, c = grid.cell_of(place)
        assert grid.columns[c] == f"{row.values['l1']:g}"
        assert grid.rows[r] == str(row.values["hidden"][0])


def test_a_single_setting_makes_a_single_row() -> None:
    grid = grid_of(filled(sweep_over("l1=0,1"), lambda _: 0.5), "l1", "")
    assert (grid.columns, grid.rows) == (("0", "1"), ("",))


def test_the_third_setting_is_folded_into_its_mean_or_its_best() -> None:
    table = filled(
        sweep_over("l1=0,1", "l2=0,1", "momentum=0.1,0.9"),
        lambda trial: 0.5 + 0.4 * (trial.point.training.momentum > 0.5),
        training=0.9,
    )
    grid = grid_of(table, "l1", "l2")
    assert np.allclose(cell_values(grid, table.rows, "validation", "mean"), 0.7)
    assert np.allclose(cell_values(grid, table.rows, "validation", "best"), 0.9)
    assert np.allclose(cell_values(grid, table.rows, "gap", "best"), 0.0), "the gap of the point that is read best"


def test_cells_without_a_training_have_no_figure() -> None:
    table = filled(sweep_over("l1=0,1", "l2=0,1"), lambda trial: float("nan") if trial.point.training.l1 else 0.8)
    assert np.array_equal(
        np.isnan(cell_values(grid_of(table, "l1", "l2"), table.rows, "validation", "mean")), [[False, True]] * 2
    )


def test_random_values_are_gathered_in_ranges_none_left_out() -> None:
    table = filled(sweep_over("l1=0.01..10:log:5", "l2=0..1:3", random=40), lambda _: 0.5)
    grid = grid_of(table, "l1", "l2")
    assert 1 < len(grid.columns) <= MOST_GROUPS
    places = sorted(place for cells in grid.members for cell in cells for place in cell)
    assert places == list(range(40))
