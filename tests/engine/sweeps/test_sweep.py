"""The points of a sweep and its rungs."""

import pytest

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.sweeps import Sweep, parse_axis
from tests.engine.sweeps.conftest import sweep_over

KEYS = ["d0cfdc78f2b0", "c74a58972392", "0d193eec53b2", "693060997941"]
"""The points of L2 0 and 1 with 8 and 3-2 hidden neurons, before the data could vary."""


def test_a_grid_has_all_combinations_the_last_axis_fastest() -> None:
    sweep = sweep_over("l2=0,1", "hidden=5,3-2")
    assert [str(point) for point in sweep.points] == [
        "l2 0, hidden 5", "l2 0, hidden 3-2", "l2 1, hidden 5", "l2 1, hidden 3-2",
    ]  # fmt: skip
    last = sweep.points[-1]
    assert last.training.l2 == 1.0
    assert last.network.layers == (2, 3, 2, 3)
    assert last.network.activations == ("sigmoid", "sigmoid")


def test_settings_that_belong_together_move_together() -> None:
    sweep = sweep_over("optimizer=sgd,adam", "output=softmax,sigmoid", "activation=relu", "hidden=0,4-4")
    rates = {point.training.optimizer: point.training.learning_rate for point in sweep.points}
    assert rates == {"sgd": 0.1, "adam": 0.001}
    assert {(p.network.output, p.network.loss) for p in sweep.points} == {
        ("softmax", "log-likelihood"), ("sigmoid", "cross-entropy"),
    }  # fmt: skip
    assert {point.network.activations for point in sweep.points} == {(), ("relu", "relu")}


def test_a_loss_brings_its_output_with_it() -> None:
    sweep = sweep_over("loss=log-likelihood,cross-entropy,quadratic")
    assert [(p.network.output, p.network.loss) for p in sweep.points] == [
        ("softmax", "log-likelihood"), ("sigmoid", "cross-entropy"), ("sigmoid", "quadratic"),
    ]  # fmt: skip


def test_a_loss_and_an_output_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(SettingError, match="Loss of a softmax output must be log-likelihood"):
        sweep_over("output=softmax", "loss=quadratic")


def test_points_that_vary_the_data_leave_network_and_training_as_they_are() -> None:
    sweep = sweep_over("samples=20,40", "label_noise=0,0.4")
    assert sweep.varies_data
    assert [(p.samples, p.label_noise) for p in sweep.points] == [(20, 0.0), (20, 0.4), (40, 0.0), (40, 0.4)]
    assert {(p.network, p.training) for p in sweep.points} == {(sweep.network, sweep.training)}
    assert len({point.key("data") for point in sweep.points}) == 4
    assert not sweep_over("l2=0,1").varies_data


def test_the_keys_of_stored_sweeps_stay_what_they_are() -> None:
    """A trained point is found by its key."""
    assert [point.key("data") for point in sweep_over("l2=0,1", "hidden=8,3-2").points] == KEYS


def test_random_points_are_the_same_for_the_same_seed() -> None:
    first = sweep_over("l2=1e-5..1:log:5", random=6)
    assert len(first.points) == 6
    assert first.points == sweep_over("l2=1e-5..1:log:5", random=6).points


def test_halving_keeps_a_third_of_the_points_for_three_times_the_epochs() -> None:
    sweep = sweep_over("l2=1..20:20", epochs=30, seeds=2, halving=True)
    assert sweep.rungs == (2, 4, 10, 30)
    assert [sweep.points_in_rung(rung) for rung in range(4)] == [20, 7, 3, 1]
    assert sweep.trial_count == 2 * (20 + 7 + 3 + 1)


def test_without_halving_there_is_one_rung() -> None:
    sweep = sweep_over("l2=1..20:20", epochs=30)
    assert sweep.rungs == (30,)
    assert sweep.trial_count == 20


def test_a_point_is_known_by_its_settings_and_its_data_whatever_the_seed() -> None:
    first, second = sweep_over("l2=0,1").points
    (same,) = Sweep((parse_axis("l2=0"),), first.network, TrainingConfig(
        epochs=4, validation=0.2, learning_rate=0.5, seed=9,
    )).points  # fmt: skip
    assert first.key("data") == same.key("data")
    assert len({first.key("data"), second.key("data"), first.key("other data")}) == 3


@pytest.mark.parametrize(
    ("axes", "options", "sentence"),
    [
        (("l2=0", "l2=1"), {}, "Each setting must be swept over once. Got l2 twice."),
        (("l2=0..1:1000",), {"seeds": 9999}, "whole number of at most 1000000. Got 9999000."),
        (("l2=0,1",), {"seeds": 0}, "Seeds must be a whole number from 1"),
        (("l2=0,1",), {"random": 0}, "Number of random points must be a whole number from 1"),
        (("l2=-1,1",), {}, "L2 strength must be a number of at least 0. Got -1.0."),
        (("hidden=30000",), {}, "Neurons of hidden layer 1"),
        (("label_noise=0,2",), {}, "Label noise must be a number of at least 0 and of at most 1. Got 2.0."),
        (("samples=0,5",), {}, "Training samples must be a whole number of at least 1. Got 0."),
        (("l1=0..1:200", "l2=0..1:200"), {}, "Number of points must be a whole number of at most 10000. Got 40000."),
    ],
)
def test_a_sweep_that_cannot_be_is_refused(axes, options, sentence) -> None:
    with pytest.raises(SettingError) as caught:
        sweep_over(*axes, **options)
    assert sentence in str(caught.value)


def test_points_need_something_to_be_compared_on() -> None:
    with pytest.raises(SettingError, match="Validation share of a sweep must be above 0"):
        Sweep((parse_axis("l2=0,1"),), NetworkConfig(), TrainingConfig())


def test_the_step_of_l1_tells_points_apart_only_where_there_is_l1() -> None:
    """The points of version 0.1.0, which had one step, keep their keys."""
    keys = {
        (l1, step): Sweep((), NetworkConfig(), TrainingConfig(l1=l1, l1_step=step, validation=0.2))
        .points[0]
        .key("data")
        for l1 in (0.0, 1.0)
        for step in ("proximal", "subgradient")
    }
    assert keys[0.0, "proximal"] == keys[0.0, "subgradient"]
    assert len(set(keys.values())) == 3
