"""The time left is honest: on simulated machines it is within a quarter of the truth after the first tenth."""

from collections.abc import Callable

import numpy as np
import pytest

from mlp_engine.training.time_left import TimeLeft

Pace = Callable[[float], float]
"""How many times as long as usual a minibatch takes, after so many epochs."""


def promises(
    epochs: int, pace: Pace, *, rest: float = 0.0, validated: float = 0.0, begun: float = 0.0, minibatches: int = 50
) -> np.ndarray:
    """Train on a simulated machine: a second of minibatches an epoch, and a rest; shape (reports, 3).

    Each row: epochs done, seconds left as estimated, seconds left in truth.
    """
    now = 100.0 * begun
    watch = TimeLeft(epochs, validated, done=begun, seconds=now)
    reports: list[tuple[float, float, float]] = []
    for step in range(round(begun * minibatches), epochs * minibatches):
        now += pace(step / minibatches) / minibatches
        done = (step + 1) / minibatches
        reports.append((done, watch.estimate(done, now), now))
        if (step + 1) % minibatches == 0:
            trained, now = now, now + rest * pace(done)
            watch.epoch_ended(round(done), trained, now)
    table = np.array(reports)
    table[:, 2] = now - table[:, 2]
    return table


def worst(table: np.ndarray, after: float) -> float:
    """The largest deviation, as a share of the truth or of a fiftieth of an epoch, after so many epochs."""
    _, estimated, truth = table[table[:, 0] >= after].T
    return float((np.abs(estimated - truth) / np.maximum(truth, 0.02)).max())


def steady(done: float) -> float:
    return 1.0


@pytest.mark.parametrize("epochs", [1, 2, 10, 300])
@pytest.mark.parametrize("rest", [0.0, 0.1, 0.7])
def test_on_a_steady_machine_it_is_exact_once_an_epoch_has_shown_what_validating_takes(epochs, rest) -> None:
    table = promises(epochs, steady, rest=rest, validated=4 * rest)
    if epochs > 1:
        assert worst(table, after=1.02) < 1e-6
    assert worst(table[:-10], after=0.1 * epochs) < 0.25, "before that, it expects what validating usually takes"


def test_it_ends_in_nothing() -> None:
    _, estimated, truth = promises(4, steady, rest=0.3, validated=1.0)[-1]
    assert estimated == pytest.approx(truth)
    assert truth == pytest.approx(0.3)


def test_a_restless_machine_makes_it_no_worse_than_a_quarter() -> None:
    rng = np.random.default_rng(0)
    for epochs in (5, 30):
        hiccups = rng.lognormal(0, 0.4, epochs * 50 + 1)
        table = promises(epochs, lambda done, factors=hiccups: factors[round(done * 50)], rest=0.1, validated=0.3)
        late = table[table[:, 2] > 1.0]  # of the last second nobody can know how restless it will be
        assert worst(late, after=0.1 * epochs) < 0.25


def test_a_slow_first_epoch_is_soon_forgotten() -> None:
    table = promises(30, lambda done: 2.0 if done < 1 else 1.0)
    assert worst(table, after=3.0) < 0.25
    assert worst(table, after=4.1) < 1e-6


def test_a_machine_that_gets_slower_is_followed() -> None:
    table = promises(60, lambda done: 1.0 if done < 20 else 2.0)
    # The mean of all so far would be a quarter off until epoch 40.
    assert worst(table, after=27.1) < 0.25
    assert worst(table, after=41.0) < 1e-6


def test_a_sitting_knows_nothing_of_the_pace_of_another_one() -> None:
    table = promises(30, steady, rest=0.2, validated=0.5, begun=10.0)  # a hundred seconds an epoch, before
    assert worst(table, after=12.0) < 0.01
    midway = promises(30, steady, begun=10.5)
    assert worst(midway, after=11.5) < 1e-6


def test_before_the_first_minibatch_nothing_is_known() -> None:
    watch = TimeLeft(5, 0.0, done=2.0, seconds=50.0)
    assert watch.estimate(2.0, 50.0) == 0.0
    watch.epoch_ended(3.0, 51.0, 52.0)
    assert repr(watch) == "TimeLeft(1 epochs watched of 5)"
