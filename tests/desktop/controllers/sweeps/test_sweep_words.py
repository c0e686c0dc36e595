"""What is told of a sweep and its points, how long it takes, and what its pictures show."""

import numpy as np
import pytest

from mlp_desktop.controllers.sweeps import sweep_time
from mlp_desktop.controllers.sweeps.sweep_plots import (
    colour_range,
    curves_of,
    error_bars_of,
    heat_of,
    lines_of,
    summary,
)
from mlp_desktop.controllers.sweeps.sweep_time import SECONDS_TO_BEGIN, SweepProgress, sweep_seconds
from mlp_desktop.controllers.sweeps.sweep_words import (
    end_line,
    explanation_of_bars,
    headline,
    plan_line,
    point_words,
    progress_line,
)
from mlp_desktop.models.sweeps.sweep_grid import grid_of
from mlp_desktop.models.sweeps.sweep_table import SweepTable
from mlp_engine.sweeps import TrialResult
from mlp_engine.training.history import History
from tests.desktop.sweep_results import filled, result_of, sweep_over


def test_the_plan_tells_points_seeds_trainings_and_time() -> None:
    sweep = sweep_over("l1=0,1", "l2=0,1,2", seeds=3)
    assert plan_line(sweep, 61.0, 2, cluster=False) == "6 points × 3 seeds = 18 trainings\n≈ 1 min with 2 processes"
    one = sweep_over("l1=0")
    assert plan_line(one, 0.5, 1, cluster=False) == "1 point, 1 training\n≈ 0.50 s with 1 process"
    assert plan_line(one, 5, 1, cluster=True, supposed=10_000).endswith("of one worker, for 10,000 samples")
    halved = sweep_over("l1=0..8:9", epochs=9, halving=True)
    assert plan_line(halved, 5, 2, cluster=False).startswith("9 points, 1 seed, in 3 rungs: 13 trainings")
    whole = sweep_over("l1=0..8:9", epochs=1, halving=True)
    assert plan_line(whole, 5, 2, cluster=False).startswith("9 points, 1 seed, in 1 rung: 9 trainings")


def test_the_progress_tells_what_is_left_and_what_failed() -> None:
    assert progress_line(3, 10, 42.0, 1) == "3 of 10 trainings · 42 s left · 1 failed"
    assert progress_line(0, 1, None, 0) == "0 of 1 training"


def test_a_sweep_with_two_processes_takes_half_the_time() -> None:
    sweep = sweep_over("l1=0..9:10", epochs=20)
    one, two = (sweep_seconds(sweep, 5000, at_once, 1.0) - SECONDS_TO_BEGIN for at_once in (1, 2))
    assert one == pytest.approx(2 * two)
    assert sweep_seconds(sweep_over("l1=0..9:10", epochs=20, halving=True), 5000, 2, 1.0) < two


def test_the_time_left_follows_the_trainings_that_came_in_and_not_those_that_were_found(monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr(sweep_time.time, "monotonic", lambda: now[0])
    progress = SweepProgress(sweep_over("l1=0..3:4"))
    progress.add(1, found=True)
    assert progress.seconds_left is None
    assert progress.fraction == 0.25
    now[0] += 6
    progress.add(2, found=False)
    assert progress.seconds_left == pytest.approx(12)
    progress.add(3, found=False)
    progress.add(4, found=False)
    assert (progress.seconds_left, progress.fraction) == (0, 1)


def test_a_training_of_a_later_rung_counts_by_its_epochs() -> None:
    sweep = sweep_over("l1=0..8:9", epochs=9, halving=True)
    progress = SweepProgress(sweep)
    for done in range(1, 10):
        progress.add(done, found=False)
    assert progress.fraction == pytest.approx(9 * 1 / (9 * 1 + 3 * 2 + 1 * 6))


def test_a_point_is_told_with_rank_spread_and_overfitting() -> None:
    table = filled(sweep_over("l2=0,1", seeds=2), lambda t: 0.8 + 0.1 * t.point.training.l2 + 0.02 * t.seed, 0.99)
    best = point_words(table, 1)
    assert best.heading == "Best: L2 strength 1"
    assert best.scores == "Validation 91.00 ± 1.41%, training 99.00%: overfitted by 8.0 points"
    assert best.about.startswith("Seeds 0, 1 · 2 epochs · 1 s each")
    assert point_words(table, 0).heading == "Number 2 of 2: L2 strength 0"


def test_a_point_that_failed_says_why() -> None:
    sweep = sweep_over("l2=0")
    trial = sweep.trials(sweep.points[0])[0]
    table = SweepTable(sweep, [TrialResult(trial, 1, None, History(), "The training failed twice: no memory")])
    assert point_words(table, 0).about == "1 of 1 failed: The training failed twice: no memory"
    assert "1 training failed. Resume tries again." in end_line(table, stopped=False, retried=0)


def test_an_end_tells_of_a_stop_and_of_a_process_that_died() -> None:
    table = filled(sweep_over("l2=0,1"), lambda _: 0.9)
    assert end_line(table, stopped=False, retried=0) == "Done: 2 trainings."
    assert end_line(table, stopped=True, retried=0).startswith("Stopped. What is done is kept.")
    assert "1 training had to be started again because the process died." in end_line(table, stopped=False, retried=1)


def test_the_headline_names_the_settings() -> None:
    table = filled(sweep_over("l1=0,1", "l2=0,1", seeds=2), lambda _: 0.9)
    assert headline(table, unfinished=True) == (
        "L1 strength × L2 strength · 4 points · 2 seeds · 2 epochs · unfinished"
    )


def test_the_heat_map_tells_every_figure_and_where_the_best_is() -> None:
    table = filled(sweep_over("l1=0,1", "l2=0,1"), lambda t: 0.5 + 0.3 * t.point.training.l1)
    heat = heat_of(table, grid_of(table, "l1", "l2"), "validation", "mean")
    assert heat.texts == (("50.0", "80.0"), ("50.0", "80.0"))
    assert np.array_equal(heat.shares, [[0, 1], [0, 1]])
    assert heat.best == (0, 1)
    assert heat.words[0][1] == "L1 strength 1, L2 strength 0: validation accuracy 80.00%"
    assert [text for _, text in heat.legend] == ["50.0", "65.0", "80.0"]


def test_a_single_setting_has_points_with_bars_over_the_seeds() -> None:
    table = filled(sweep_over("samples=50,100,400", seeds=2), lambda t: 0.001 * (t.point.samples or 0) + 0.1 * t.seed)
    bars = error_bars_of(table, "validation")
    assert bars.across == "Training samples"
    assert [label for _, label in bars.x_ticks] == ["50", "100", "400"]
    assert bars.is_joined
    assert (bars.order, bars.best) == ((0, 1, 2), 2)
    validation, training = bars.series
    assert (validation.name, training.name) == ("Validation accuracy", "Training accuracy")
    share = 0.2 / np.sqrt(2) / 2  # two seeds 0.1 apart have a standard deviation of 0.1/√2
    low, high = (validation.heights - validation.low, validation.high - validation.heights)
    assert np.allclose(low, high)
    assert np.allclose(np.diff(validation.heights) / low[0], [0.05 / share, 0.3 / share])
    assert "validation" not in error_bars_of(table, "gap").series[0].name.lower()[:10]
    words = summary(table)
    assert words.count("Training samples 50: ") == 1
    assert words.index("samples 50: ") < words.index("samples 100: ")


def test_shares_of_dropout_are_joined_like_other_numbers() -> None:
    bars = error_bars_of(filled(sweep_over("dropout=0,0.2,0.5"), lambda t: 0.9), "validation")
    assert bars.is_joined
    assert [label for _, label in bars.x_ticks] == ["0", "0.2", "0.5"]


def test_names_have_places_and_no_line() -> None:
    table = filled(
        sweep_over("loss=log-likelihood,quadratic"), lambda t: 0.5 if t.point.network.loss == "quadratic" else 0.9
    )
    bars = error_bars_of(table, "validation")
    assert not bars.is_joined
    assert [label for _, label in bars.x_ticks] == ["log-likelihood", "quadratic"]
    assert np.isnan(bars.series[0].low).all(), "one seed has no spread"
    assert "of one seed" in explanation_of_bars("validation", 1)
    assert "mean of 3 seeds; bars: ± standard deviation" in explanation_of_bars("seconds", 3)


def test_a_gap_below_zero_has_a_minus_a_reader_can_tell_from_a_hyphen() -> None:
    table = filled(sweep_over("l1=0"), lambda _: 0.95, training=0.9)
    assert heat_of(table, grid_of(table, "l1", ""), "gap", "mean").texts == (("−5.0",),)


def test_a_few_points_that_failed_altogether_do_not_make_all_others_look_alike() -> None:
    values = np.array([0.1, 0.1, 0.90, 0.92, 0.93, 0.94, 0.95])
    low, high = colour_range(values, low_is_best=False)
    assert (low, high) == (pytest.approx(0.95 - 4 * 0.03), 0.95)
    assert colour_range(np.array([1.0, 2.0, 3.0, 50.0]), low_is_best=True) == (1.0, pytest.approx(7.0))
    assert colour_range(np.array([np.nan]), low_is_best=False) == (0.0, 1.0)


def test_lines_cross_an_axis_for_each_setting_and_both_accuracies() -> None:
    table = filled(sweep_over("l2=0.01..10:log:4", "hidden=10,20"), lambda t: 0.5 + 0.04 * t.point.training.l2)
    lines = lines_of(table)
    assert [axis.title for axis in lines.axes] == [
        "L2 strength (log)",
        "Hidden layers",
        "Training accuracy",
        "Validation accuracy",
    ]
    assert lines.places.shape == (8, 4)
    assert lines.ranking[0] == table.best
    assert lines.places[lines.ranking[0], -1] == 1


def test_a_sweep_without_results_has_pictures_too() -> None:
    table = SweepTable(sweep_over("l1=0,1", "l2=0,1"))
    heat = heat_of(table, grid_of(table, "l1", "l2"), "validation", "mean")
    assert np.isnan(heat.shares).all()
    assert (heat.best, heat.legend) == (None, ())
    assert lines_of(table).ranking == ()
    assert summary(table) == "0 of 4 points are trained."


def test_the_curves_of_a_point_are_training_and_validation_with_a_band_over_its_seeds() -> None:
    sweep = sweep_over("l2=0", seeds=2)
    trials = sweep.trials(sweep.points[0])
    table = SweepTable(sweep, [result_of(trials[0], 0.8), result_of(trials[1], 0.9)])
    training, validation = curves_of(table.rows[0])
    assert (training.name, validation.name, validation.seeds) == ("training", "validation", 2)
    assert np.allclose(validation.values, 0.85)
    assert np.allclose([validation.low, validation.high], [[0.8, 0.8], [0.9, 0.9]])  # pyright: ignore[reportArgumentType]
