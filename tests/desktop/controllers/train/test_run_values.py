"""From a kept run back to the form: every choice of samples and every setting comes back as it was."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_desktop.controllers.runs.run_comparison import columns_of, differing_rows, heading_of, rows_of
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES, lost_settings, read_form, run_values
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, StoredRun
from mlp_engine.training.history import EpochRecord, History

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
        data = samples.apply(DATA)
        return store.run(store.begin(network, training, data, source="practice:20000", choice=samples))

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
    again = run.summary.choice
    assert again.apply(DATA).fingerprint() == samples.apply(DATA).fingerprint()
    assert read_form(FIRST_VALUES | run_values(run)).samples.apply(DATA).fingerprint() == run.summary.data_sha256


def test_the_form_gets_every_setting_that_it_has_a_field_for(keep) -> None:
    run = keep()
    values = FIRST_VALUES | run_values(run)
    reading = read_form(values)
    assert reading.errors == {}
    assert reading.training == TRAINING
    assert (reading.network.hidden, reading.network.loss) == ((30, 20), "quadratic")
    assert lost_settings(run, values) == []


@pytest.mark.parametrize(
    ("activations", "text"), [(("relu", "tanh"), "relu, tanh"), (("relu", "relu"), "relu"), (("tanh",), "tanh")]
)
def test_each_layers_activation_comes_back(keep, activations, text) -> None:
    run = keep(network=replace(NETWORK, activations=activations))
    values = run_values(run)
    assert values["activations"] == text
    assert read_form(FIRST_VALUES | values).network == run.summary.network
    assert lost_settings(run, FIRST_VALUES | values) == []


def test_a_network_without_hidden_layers_comes_back(keep) -> None:
    run = keep(network=NetworkConfig(hidden=()))
    assert read_form(FIRST_VALUES | run_values(run)).network.hidden == ()


def test_what_the_form_cannot_hold_is_named(keep) -> None:
    run = keep(network=replace(NETWORK, dtype="float64"), training=replace(TRAINING, l1_step="subgradient"))
    values = FIRST_VALUES | run_values(run)
    assert lost_settings(run, values | {"data": "mnist"}) == ["data", "floating type", "L1 step"]
    held = keep(training=replace(TRAINING, momentum=0.5, gradient_clip=1.0))
    assert lost_settings(held, FIRST_VALUES | run_values(held)) == []


def test_several_runs_are_compared_by_scores_and_by_what_differs(keep) -> None:
    one, other = keep(), keep(training=replace(TRAINING, seed=12))
    rows = dict(differing_rows(columns_of([one, other])))
    scores = ["Best error", "Last error", "Last training loss", "Last validation loss", "Time", "Outcome"]
    assert list(rows) == [*scores, "Seed"]
    assert rows["Seed"] == ["11", "12"]
    assert rows["Outcome"] == ["interrupted", "interrupted"]
    assert dict(rows_of([one]))["Learning rate"] == ["0.00123457"]


def test_slice_and_label_noise_are_among_the_settings_and_the_differences(keep) -> None:
    plain, noisy = keep(), keep(SampleChoice("per-class", 2, 0.1, 11))
    assert dict(rows_of([noisy]))["Slice"] == ["first 2 of each class"]
    assert dict(rows_of([noisy]))["Data"] == dict(rows_of([plain]))["Data"] == [DATA.name]
    assert dict(rows_of([keep(SampleChoice("random", 25, 0.3, 11))]))["Data"] == [DATA.name]
    rows = dict(differing_rows(columns_of([plain, noisy])))
    assert "Data" not in rows
    assert rows["Slice"] == ["all", "first 2 of each class"]
    assert rows["Label noise"] == ["0", "0.1"]


def finished(run: StoredRun, seed: int, accuracy: float, series: str = "five") -> StoredRun:
    """The run with another seed and one epoch of this validation accuracy."""
    record = EpochRecord(1, 1 - accuracy, accuracy, 2 - accuracy, accuracy, 0, 0.1, 1.5)
    training = replace(run.summary.training, seed=seed)
    name = f"mine, seed {seed}"
    summary = replace(run.summary, id=seed, name=name, training=training, series=series, outcome="finished")
    return replace(run, summary=summary, history=History((record,)))


def test_runs_that_differ_in_the_seed_are_one_column_of_means_and_standard_deviations(keep) -> None:
    alone = keep()
    repeated = [finished(alone, seed, accuracy) for seed, accuracy in ((3, 0.97), (1, 0.91), (2, 0.94))]
    columns = columns_of([repeated[0], alone, *repeated[1:]])
    assert [heading_of(column) for column in columns] == ["mine, 3 seeds", alone.summary.name]
    rows = dict(rows_of(columns[0]))
    assert rows["Best error"] == rows["Last error"] == ["6.00% ± 3.00%"]
    assert rows["Last training loss"] == ["0.0600 ± 0.0300"]
    assert rows["Last validation loss"] == ["1.0600 ± 0.0300"]
    assert rows["Time"] == ["1.5 s ± 0.0 s"]
    assert rows["Outcome"] == ["3 finished"]
    assert rows["Seed"] == ["1, 2, 3"]
    assert rows["Epochs"] == ["3"]
    compared = dict(differing_rows(columns))
    assert compared["Seed"] == ["1, 2, 3", "11"]
    assert compared["Best error"] == ["6.00% ± 3.00%", "–"]


def test_a_single_run_of_a_series_keeps_its_name_and_its_own_scores(keep) -> None:
    (column,) = columns_of([finished(keep(), 4, 0.9)])
    assert heading_of(column) == "mine, seed 4"
    assert dict(rows_of(column))["Best error"] == ["10.00% in epoch 1"]
