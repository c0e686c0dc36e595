"""From a kept run back to the form: every choice of samples and every setting comes back as it was."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_desktop.controllers.run_comparison import differing_rows, rows_of
from mlp_desktop.controllers.run_settings import form_values, lost_settings, samples_of
from mlp_desktop.controllers.training_settings import FIRST_VALUES, read_form
from mlp_engine.config import NetworkConfig, TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.runs import RunStore, StoredRun

DATA = Dataset(np.zeros((60, 784), np.uint8), np.arange(60) % 10, "some, first 3 or so")
NETWORK = NetworkConfig(hidden=(30, 20), activations=("tanh",), output="sigmoid", loss="quadratic", initializer="he")
TRAINING = TrainingConfig(
    l1=0.125,
    l2=1e-7,
    optimizer="adam",
    learning_rate=0.00123456789,
    schedule="cosine",
    batch_size=7,
    epochs=3,
    validation=0.25,
    patience=2,
    augmentation="affine",
    seed=11,
)


@pytest.fixture
def keep(tmp_path):
    """Keeps a run and hands it out as the store does."""
    store = RunStore(tmp_path / "runs")

    def begin(samples: SampleChoice = SampleChoice(), network=NETWORK, training=TRAINING) -> StoredRun:  # noqa: B008
        return store.run(store.begin(network, training, samples.apply(DATA), source="practice:20000"))

    return begin


@pytest.mark.parametrize(
    "samples",
    [
        SampleChoice(seed=11),
        SampleChoice("first", 25, seed=11),
        SampleChoice("random", 25, 0.3, 11),
        SampleChoice("per-class", 2, 1e-1, 11),
        SampleChoice(label_noise=0.125, seed=11),
    ],
    ids=lambda samples: f"{samples.slice}-{samples.label_noise}",
)
def test_the_same_samples_are_chosen_again(keep, samples) -> None:
    run = keep(samples)
    again = samples_of(run)
    assert again.apply(DATA).fingerprint() == samples.apply(DATA).fingerprint()
    assert read_form(FIRST_VALUES | form_values(run)).samples.apply(DATA).fingerprint() == run.summary.data_sha256


def test_the_form_gets_every_setting_that_it_has_a_field_for(keep) -> None:
    run = keep()
    values = FIRST_VALUES | form_values(run)
    reading = read_form(values)
    assert reading.errors == {}
    assert reading.training == TRAINING
    assert (reading.network.hidden, reading.network.loss) == ((30, 20), "quadratic")
    assert lost_settings(run, values) == []


def test_a_network_without_hidden_layers_comes_back(keep) -> None:
    run = keep(network=NetworkConfig(hidden=()))
    assert read_form(FIRST_VALUES | form_values(run)).network.hidden == ()


def test_what_the_form_cannot_hold_is_named(keep) -> None:
    run = keep(training=replace(TRAINING, momentum=0.5, gradient_clip=1.0))
    values = FIRST_VALUES | form_values(run)
    assert lost_settings(run, values | {"data": "mnist"}) == ["data", "momentum", "gradient clip"]


def test_several_runs_are_compared_by_scores_and_by_what_differs(keep) -> None:
    one, other = keep(), keep(training=replace(TRAINING, seed=12))
    labels = [label for label, _ in differing_rows([one, other], running=one.summary.id)]
    assert labels == ["Best error", "Last training loss", "Last validation loss", "Time", "Outcome", "Seed"]
    rows = dict(differing_rows([one, other], running=one.summary.id))
    assert rows["Seed"] == ["11", "12"]
    assert rows["Outcome"] == ["running", "interrupted"]
    assert dict(rows_of(one, None))["Learning rate"] == ["0.00123457"]
