"""Sweeps over the data: how many samples, and how many of their labels are wrong."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.sweeps import StoredSweep, check_samples, pool_data, run_sweep, samples_of, stored_results
from mlp_engine.sweeps.trial_data import TrialData
from mlp_engine.training.train import train_new_network
from tests.engine.sweeps.conftest import sweep_over


def test_a_sweep_that_does_not_vary_the_data_holds_the_chosen_samples(clouds) -> None:
    held = pool_data(sweep_over("l2=0,1"), clouds, SampleChoice("first", 50))
    assert len(held) == 50
    assert pool_data(sweep_over("samples=20,40"), clouds, SampleChoice("random", 100)) is clouds


def test_validation_samples_are_as_many_at_every_point(clouds) -> None:
    sweep = sweep_over("samples=20,90,240", seeds=2)
    data = TrialData(sweep, clouds, SampleChoice())
    for point in sweep.points:
        for trial in sweep.trials(point):
            training, validation = data.samples(trial).split(
                data.of(trial).training.validation, np.random.default_rng(0)
            )
            assert (len(training), len(validation)) == (point.samples, 60)
    assert samples_of(sweep, 300) == (80, 150, 300)
    first, second = (data.of(trial).choice for trial in sweep.trials(sweep.points[0]))
    assert (first, second) == (SampleChoice("random", 80, 0.0, 0), SampleChoice("random", 80, 0.0, 1))


def test_each_seed_draws_its_own_wrong_labels(clouds) -> None:
    sweep = sweep_over("label_noise=0,0.3", seeds=2)
    data = TrialData(sweep, clouds, SampleChoice("first", 200))
    clean, noisy = sweep.points
    assert (data.samples(sweep.trials(clean)[0]).labels == clouds.labels[:200]).all()
    wrong = [data.samples(trial).labels != clouds.labels[:200] for trial in sweep.trials(noisy)]
    assert [labels.sum() for labels in wrong] == [60, 60]
    assert (wrong[0] != wrong[1]).any()


def test_more_samples_than_validation_leaves_are_refused_before_anything_is_trained(clouds, pool, store) -> None:
    sweep = sweep_over("samples=20,300")
    sentence = "Training samples must be at most 240, as 60 of 300 are kept for validation. Got 300."
    with pytest.raises(SettingError, match=sentence):
        run_sweep(sweep, clouds, pool, store, name="too many")
    assert store.runs() == ()
    with pytest.raises(SettingError, match="must be at most 80, as 20 of 100 are kept"):
        pool_data(sweep, clouds, SampleChoice("first", 100))
    check_samples(sweep, 400)


def test_a_run_of_such_a_sweep_is_an_ordinary_run(clouds, pool, store) -> None:
    """What is kept with a run, given to an ordinary training, makes the same network."""
    sweep = sweep_over("samples=60", "label_noise=0.3", seeds=2)
    result = run_sweep(sweep, clouds, pool, store, name="data", choice=SampleChoice())
    for trial in result.points[0].trials:
        run = store.run(trial.run)
        assert (run.summary.choice.count, run.summary.choice.label_noise) == (120, 0.3)
        samples = run.summary.choice.apply(clouds)
        assert run.summary.data_sha256 == samples.fingerprint()
        again = train_new_network(samples, run.summary.network, run.summary.training)
        assert [_measured(record) for record in again.history.epochs] == [
            _measured(record) for record in trial.history.epochs
        ]


def test_it_is_found_again_and_not_repeated(clouds, pool, store) -> None:
    sweep = sweep_over("samples=30,60", epochs=6, seeds=2, halving=True)
    result = run_sweep(sweep, clouds, pool, store, name="data", choice=SampleChoice())
    found: list[bool] = []
    again = run_sweep(
        sweep, clouds, pool, store, name="data", choice=SampleChoice(), on_done=lambda event: found.append(event.found)
    )
    assert all(found)
    assert again == result
    assert stored_results(StoredSweep("data", sweep, "clouds", SampleChoice()), store).points == result.points
    other = replace(clouds, labels=(clouds.labels + 1) % 3)
    found.clear()
    run_sweep(
        sweep, other, pool, store, name="data", choice=SampleChoice(), on_done=lambda event: found.append(event.found)
    )
    assert not any(found[:2]), "on other data it is another sweep"


def _measured(record):
    return replace(record, seconds=0.0)
