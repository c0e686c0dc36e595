"""Runs are told apart by their names."""

from dataclasses import replace

import pytest

from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig

NETWORK = NetworkConfig(inputs=2, hidden=(4,), outputs=3)
TRAINING = TrainingConfig(l2=5.0)


def name_of(store, data, network: NetworkConfig = NETWORK, training: TrainingConfig = TRAINING) -> str:
    return store.run(store.begin(network, training, data)).summary.name


def test_the_first_run_and_its_repetition_have_the_name_of_their_data(store, blobs) -> None:
    assert name_of(store, blobs) == "2-4-3 on three clouds"
    assert name_of(store, blobs, training=replace(TRAINING, seed=9)) == "2-4-3 on three clouds"


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"l2": 0.0}, "2-4-3 · L2 0"),
        ({"l1": 0.5, "l2": 1.0}, "2-4-3 · L1 0.5 · L2 1"),
        ({"learning_rate": 0.25}, "2-4-3 · rate 0.25"),
        ({"optimizer": "adam", "epochs": 7}, "2-4-3 · Adam · epochs 7"),
        ({"augmentation": "affine"}, "2-4-3 · augmentation affine"),
        ({"patience": 1}, "2-4-3 · stop early after 1 epoch"),
        ({"dropout": (0.5,)}, "2-4-3 · dropout 0.5"),
        ({"optimizer": "adamw"}, "2-4-3 · AdamW"),
        ({"optimizer": "nesterov", "momentum": 0.5}, "2-4-3 · Nesterov · momentum 0.5"),
    ],
)
def test_what_differs_from_the_runs_before_is_in_the_name(store, blobs, changes, name) -> None:
    name_of(store, blobs)
    assert name_of(store, blobs, training=replace(TRAINING, **changes)) == name
    store.begin(NETWORK, TRAINING, blobs, name="mine")
    assert name_of(store, blobs).startswith("2-4-3 · "), "a setting that varies is named for every run"


def test_the_activation_is_in_the_name_and_other_data_too(store, blobs) -> None:
    name_of(store, blobs)
    other = replace(blobs, name="other clouds")
    relu = replace(NETWORK, activations=("relu",))
    assert name_of(store, other, relu) == "2-4-3 · ReLU on other clouds"
    assert name_of(store, blobs, replace(NETWORK, hidden=(4, 4), activations=("relu", "tanh"))).startswith(
        "2-4-4-3 · ReLU-Tanh"
    )


def test_leaks_and_scales_are_in_the_name(store, blobs) -> None:
    name_of(store, blobs)
    changed = replace(NETWORK, activations=("leaky-relu",), initial_scale=0.1)
    assert name_of(store, blobs, changed) == "2-4-3 · Leaky ReLU · scale of initial weights 0.1"


def test_runs_in_the_bin_are_no_neighbours(store, blobs) -> None:
    run = store.begin(NETWORK, replace(TRAINING, l2=0.0), blobs)
    store.delete(run)
    assert name_of(store, blobs) == "2-4-3 on three clouds"
