"""A single step shows itself: its figures are those of the update, and the training is not changed by them."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, MinibatchStep
from mlp_engine.training.train import train_new_network

NETWORK = NetworkConfig(inputs=2, hidden=(4,), outputs=3)


def stepped(blobs, training: TrainingConfig, steps: int = 3):
    """A training that is paused after its first epoch, does ``steps`` single minibatches, and goes on to its end."""
    control = RunControl()
    found: list[MinibatchStep] = []
    networks = []

    def report(event) -> None:
        if isinstance(event, EpochFinished) and event.record.epoch == 1:
            control.pause()
            control.request_network(networks.append)
            control.step()
        elif isinstance(event, MinibatchStep):
            found.append(event)
            control.request_network(networks.append)
            control.step() if len(found) < steps else threading.Timer(0.01, control.resume).start()

    result = train_new_network(blobs, NETWORK, training, control=control, on_progress=report)
    return result, found, networks


@pytest.mark.parametrize(
    "options",
    [{}, {"optimizer": "adam", "learning_rate": 0.01}, {"l1": 0.5, "l2": 1.0}, {"dropout": (0.5,)}],
    ids=["sgd", "adam", "l1, l2", "dropout"],
)
def test_a_step_tells_how_far_it_moved_and_what_it_did_to_its_loss(blobs, options) -> None:
    training = replace(TrainingConfig(epochs=2, learning_rate=0.2, batch_size=10, seed=3), **options)
    result, found, networks = stepped(blobs, training)
    assert [step.samples for step in found] == [10] * 3
    minibatches = len(blobs) // 10
    assert [step.epoch for step in found] == pytest.approx([1 + (number + 1) / minibatches for number in range(3)])
    for step, before, after in zip(found, networks, networks[1:], strict=False):
        moved = after.parameters - before.parameters
        assert step.length == pytest.approx(np.linalg.norm(moved), rel=1e-5)
        layers = [np.linalg.norm(a - b) for a, b in zip(after.weights, before.weights, strict=True)]
        assert step.layers == pytest.approx(layers, rel=1e-5)
        assert step.weights_moved == sum((a != b).sum() for a, b in zip(after.weights, before.weights, strict=True))
    if not options:
        assert all(step.loss_after < step.loss_before for step in found), "a small step of SGD goes downhill"
    alone = train_new_network(blobs, NETWORK, training)
    assert np.array_equal(alone.network.parameters, result.network.parameters), "measuring changes nothing"


def test_minibatches_that_nobody_asked_for_one_by_one_are_not_measured(blobs) -> None:
    control, found = RunControl(), []
    control.pause()
    control.step_epoch()
    control.step_epoch()

    def report(event) -> None:
        found.append(event)

    train_new_network(blobs, NETWORK, TrainingConfig(epochs=2), control=control, on_progress=report)
    assert not any(isinstance(event, MinibatchStep) for event in found)
