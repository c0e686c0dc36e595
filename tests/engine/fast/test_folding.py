"""A folded step is the plain step: the same weights, whatever the optimizer, the L2 strength and the network."""

import numpy as np
import pytest

from mlp_engine.fast import folding
from mlp_engine.feature_maps import FeatureMapConfig
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.feature_maps import train_feature_maps
from mlp_engine.training.step import TrainingStep
from mlp_engine.training.train import train_new_network

NARROW, WIDE = 0, 10**9


@pytest.mark.parametrize(("l1", "l2"), [(0.0, 0.0), (0.0, 0.5), (0.5, 0.0), (0.5, 0.5)])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_a_training_ends_the_same(striped_digits, monkeypatch, optimizer, l1, l2) -> None:
    network = NetworkConfig(hidden=(12, 8), activations=("relu", "sigmoid"), dtype="float64")
    training = TrainingConfig(optimizer=optimizer, learning_rate=0.02, l1=l1, l2=l2, batch_size=16, epochs=3)
    ends = []
    for pays_above in (NARROW, WIDE):
        monkeypatch.setattr(folding, "_WIDE", pays_above)
        ends.append(train_new_network(striped_digits, network, training).network.parameters)
    np.testing.assert_allclose(*ends, rtol=1e-7, atol=1e-10)
    zeros = [np.flatnonzero(parameters[: network.weight_count] == 0) for parameters in ends]
    assert np.array_equal(zeros[0], zeros[1])
    assert (zeros[0].size > 100) == (l1 > 0)


@pytest.mark.parametrize("l2", [0.0, 0.5])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_a_training_with_feature_maps_ends_the_same(striped_digits, monkeypatch, optimizer, l2) -> None:
    maps = FeatureMapConfig(maps=(2,), kernels=(4,), strides=(3,), hidden=(6,))
    training = TrainingConfig(optimizer=optimizer, learning_rate=0.02, l2=l2, batch_size=16, epochs=2)
    ends = []
    for pays_above in (NARROW, WIDE):
        monkeypatch.setattr(folding, "_WIDE", pays_above)
        ends.append(train_feature_maps(striped_digits, maps, training).network.parameters)
    np.testing.assert_allclose(*ends, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize(
    ("settings", "folds"),
    [
        ({}, True),
        ({"l2": 1.0}, True),
        ({"l1": 1.0}, True),
        ({"l1": 1.0, "l1_step": "subgradient"}, False),
        ({"gradient_clip": 9.0}, False),
        ({"optimizer": "adam"}, False),
    ],
    ids=str,
)
def test_it_folds_where_nothing_asks_for_the_gradient(striped_digits, monkeypatch, settings, folds) -> None:
    monkeypatch.setattr(folding, "_WIDE", NARROW)
    folded = []
    monkeypatch.setattr(folding.FoldedStep, "take", lambda *given: folded.append(given))
    network = Network.initialise(NetworkConfig(hidden=(5,)), np.random.default_rng(0)).writable_copy()
    before = network.parameters.copy()
    step = TrainingStep(Backprop(network, 4), striped_digits, TrainingConfig(**settings), np.random.default_rng(0))
    assert step.take(np.arange(4), 0.1, np.empty((4, 10), np.float32))
    assert bool(folded) == folds
    assert np.array_equal(network.parameters, before) == (folds and "l1" not in settings)


def test_it_folds_wide_networks_only(monkeypatch) -> None:
    config = TrainingConfig(batch_size=4)
    for hidden, folds in (((30,), False), ((100,), True)):
        network = Network.initialise(NetworkConfig(hidden=hidden), np.random.default_rng(0)).writable_copy()
        found = folding.FoldedStep.where_it_pays(network, None, config.momentum)
        assert (found is not None) == folds
