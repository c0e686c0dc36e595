"""The table of a sweep: what its points come to, and which is best."""

from math import isnan

import pytest

from mlp_desktop.models.sweeps.sweep_table import SweepTable
from mlp_engine.sweeps import TrialResult
from mlp_engine.training.history import History
from tests.desktop.sweep_results import filled, result_of, sweep_over


def test_a_row_holds_means_over_the_seeds_and_their_spread() -> None:
    table = filled(sweep_over("l2=0,1", seeds=2), lambda trial: 0.8 + 0.02 * trial.seed, training=0.95)
    row = table.rows[0]
    assert row.validation == pytest.approx(0.81)
    assert row.spread == pytest.approx(0.02 / 2**0.5)
    assert row.training == pytest.approx(0.95)
    assert row.gap == row.measured("gap") == pytest.approx(0.14)
    assert row.measured("seconds") == 1.0
    assert row.values == {"l2": 0.0}


def test_points_without_a_training_have_no_figures_and_no_rank() -> None:
    sweep = sweep_over("l2=0,1,2")
    table = SweepTable(sweep)
    assert table.best is None
    assert all(isnan(row.validation) and isnan(row.seconds) for row in table.rows)
    table.add(result_of(sweep.trials(sweep.points[2])[0], 0.7))
    assert table.ranking == [2]
    table.add(result_of(sweep.trials(sweep.points[0])[0], 0.8))
    assert table.ranking == [0, 2]
    assert table.best == 0


def test_points_that_halving_left_behind_come_after_those_that_were_trained_to_their_end() -> None:
    sweep = sweep_over("l2=0,1,2", epochs=3, halving=True)
    trials = [sweep.trials(point)[0] for point in sweep.points]
    left = [result_of(trials[0], 0.9, outcome="stopped"), result_of(trials[1], 0.7, outcome="stopped")]
    table = SweepTable(sweep, [*left, result_of(trials[2], 0.8)])
    assert table.ranking == [2, 0, 1]


def test_a_training_that_goes_on_takes_the_place_of_what_was_known_of_it() -> None:
    sweep = sweep_over("l2=0", epochs=3)
    trial = sweep.trials(sweep.points[0])[0]
    table = SweepTable(sweep, [result_of(trial, 0.6, outcome="stopped", epochs=1)])
    table.add(result_of(trial, 0.9, epochs=3))
    assert (table.rows[0].validation, table.rows[0].found.epochs, table.rows[0].is_complete) == (0.9, 3, True)


def test_failures_are_counted_and_are_not_measured() -> None:
    sweep = sweep_over("l2=0,1")
    trial = sweep.trials(sweep.points[0])[0]
    table = SweepTable(sweep, [TrialResult(trial, 1, None, History(), "The training failed twice: gone")])
    assert table.failed == 1
    assert table.ranking == []
