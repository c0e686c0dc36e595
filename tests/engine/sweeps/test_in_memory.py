"""Trainings whose checkpoint stays in memory: the same, bit for bit, as those with a file."""

import numpy as np
import pytest

from mlp_engine.errors import DataError, MlpError, SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.sweeps.in_memory import train_in_memory
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import TrainingEvent
from mlp_engine.training.train import resume_training, train_new_network

NETWORK = NetworkConfig(inputs=2, hidden=(6,), outputs=3)
SETTINGS = {
    "plain": {},
    "nothing to validate on": {"validation": 0.0},
    "a memory": {"optimizer": "adam", "learning_rate": 0.01, "schedule": "cosine"},
    "patience": {"patience": 1, "epochs": 50},
    "calibrated": {"calibrate": True},
    "diverging": {"learning_rate": 1e30, "optimizer": "sgd", "l2": 1.0},
}


def config(**settings) -> TrainingConfig:
    return TrainingConfig(**{"epochs": 4, "validation": 0.2, "learning_rate": 0.5, "batch_size": 7} | settings)


class StopsAfter(RunControl):
    """Stops after so many minibatches."""

    def __init__(self, minibatches: int) -> None:
        super().__init__()
        self.left = minibatches

    def wait_while_paused(self, *, epoch_ended: bool = False) -> bool:
        if not epoch_ended:
            self.left -= 1
        if self.left <= 0:
            self.stop()
        return super().wait_while_paused(epoch_ended=epoch_ended)


def ignore(event: TrainingEvent) -> None:
    """Nobody looks."""


def same(ours, theirs) -> None:
    assert ours.outcome == theirs.outcome
    assert ours.message == theirs.message
    assert ours.temperature == theirs.temperature
    assert ours.network.fingerprint() == theirs.network.fingerprint()
    assert [record.training_loss for record in ours.history.epochs] == [
        record.training_loss for record in theirs.history.epochs
    ]


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_it_ends_as_a_training_with_a_file_does(clouds, tmp_path, settings) -> None:
    theirs = train_new_network(clouds, NETWORK, config(**settings), checkpoint=tmp_path / "checkpoint")
    ours, checkpoint = train_in_memory(
        clouds, NETWORK, config(**settings), None, on_progress=ignore, control=RunControl()
    )
    same(ours, theirs)
    assert checkpoint is None


@pytest.mark.parametrize("name", ["plain", "nothing to validate on", "a memory"])
@pytest.mark.parametrize("minibatches", [1, 50, 70])
def test_stopped_anywhere_it_goes_on_as_if_it_had_not_been(clouds, tmp_path, name, minibatches) -> None:
    settings = config(**SETTINGS[name])
    path = tmp_path / "checkpoint"
    theirs = train_new_network(clouds, NETWORK, settings, checkpoint=path, control=StopsAfter(minibatches))
    ours, checkpoint = train_in_memory(
        clouds, NETWORK, settings, None, on_progress=ignore, control=StopsAfter(minibatches)
    )
    same(ours, theirs)
    assert checkpoint is not None
    in_file = load_checkpoint(path)
    assert checkpoint.origin == in_file.origin
    assert checkpoint.config == in_file.config == settings
    assert checkpoint.state.rng == in_file.state.rng
    np.testing.assert_array_equal(checkpoint.state.logits, in_file.state.logits)

    again, none = train_in_memory(clouds, NETWORK, settings, checkpoint, on_progress=ignore, control=RunControl())
    same(again, resume_training(path, clouds))
    same(again, train_new_network(clouds, NETWORK, settings))
    assert again.outcome == "finished"
    assert none is None


@pytest.mark.parametrize(
    ("network", "settings", "error"),
    [
        (NetworkConfig(inputs=3, outputs=3), {}, DataError),
        (NETWORK, {"validation": 0.0, "patience": 3}, SettingError),
        (NETWORK, {"validation": 0.0, "calibrate": True}, SettingError),
        (NetworkConfig(inputs=2, outputs=3, output="sigmoid", loss="cross-entropy"), {"calibrate": True}, MlpError),
    ],
)
def test_what_a_training_with_a_file_refuses_is_refused(clouds, network, settings, error) -> None:
    with pytest.raises(error):
        train_new_network(clouds, network, config(**settings))
    with pytest.raises(error):
        train_in_memory(clouds, network, config(**settings), None, on_progress=ignore, control=RunControl())
