"""One step of a training: what it moves, and when it does not."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.step import TrainingStep

PLANE = NetworkConfig(inputs=2, hidden=(4,), outputs=3, dtype="float64")
ALL = np.arange(120)


def parameters_after_a_step(data: Dataset, training: TrainingConfig) -> np.ndarray:
    network = Network.initialise(PLANE, np.random.default_rng(0)).writable_copy()
    step = TrainingStep(Backprop(network, 120), data, training, np.random.default_rng(0))
    assert step.take(ALL, training.learning_rate, np.empty((120, 3)))
    return network.parameters


def test_a_gradient_shorter_than_its_clip_is_left_as_it_is(blobs) -> None:
    training = TrainingConfig(batch_size=120, learning_rate=0.1)
    free = parameters_after_a_step(blobs, training)
    before = Network.initialise(PLANE, np.random.default_rng(0)).parameters
    length = float(np.linalg.norm(free - before)) / training.learning_rate
    wide, narrow = (replace(training, gradient_clip=share * length) for share in (1.01, 0.5))
    np.testing.assert_allclose(parameters_after_a_step(blobs, wide), free, rtol=1e-12)
    half = parameters_after_a_step(blobs, narrow) - before
    np.testing.assert_allclose(half, (free - before) / 2, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_answers_that_are_not_finite_are_told_of_and_move_nothing(blobs, bad: float) -> None:
    inputs = blobs.inputs.copy()
    inputs[7, 1] = bad
    network = Network.initialise(replace(PLANE, activations=("relu",)), np.random.default_rng(0)).writable_copy()
    network.weights[0][1] = 1.0  # a neuron that passes it on
    before = network.parameters.copy()
    data = Dataset(inputs, blobs.labels, "broken clouds", classes=3)
    step = TrainingStep(Backprop(network, 120), data, TrainingConfig(batch_size=120), np.random.default_rng(0))
    with np.errstate(invalid="ignore"):
        assert not step.take(ALL, 0.1, np.empty((120, 3)))
    assert np.array_equal(network.parameters, before)
