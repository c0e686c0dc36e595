"""L1 does what its tool tip says, and trainings that are older than the proximal step go on as they began."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from mlp_engine.perceptron.config import OPTIMIZERS, NetworkConfig, OptimizerName, TrainingConfig
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.config_record import config_record, training_config_of
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.settings import SETTINGS
from mlp_engine.training.train import resume_training, train_new_network

NETWORK = NetworkConfig(hidden=(30,))
TRAINING = TrainingConfig(learning_rate=0.5, batch_size=10, epochs=30, validation=0.2, seed=1)
RATES: dict[OptimizerName, float] = {
    "sgd": 0.5,
    "momentum": 0.05,
    "nesterov": 0.05,
    "adam": 0.005,
    "adamw": 0.005,
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_tip_is_true_l1_pulls_weights_to_exactly_zero(striped_digits, optimizer) -> None:
    assert "pulls weights to exactly zero" in SETTINGS["l1"].description
    training = replace(TRAINING, optimizer=optimizer, learning_rate=RATES[optimizer], l1=0.3)
    last = train_new_network(striped_digits, NETWORK, training).history.epochs[-1]
    first = last.layers[0]
    assert first.zero > 0.5
    assert first.near_zero >= first.zero
    assert last.validation_accuracy is not None
    assert last.validation_accuracy > 0.9, "and the network still reads the digits"
    swinging = train_new_network(striped_digits, NETWORK, replace(training, l1_step="subgradient"))
    assert swinging.history.epochs[-1].layers[0].zero == 0
    assert train_new_network(striped_digits, NETWORK, replace(training, l1=0.0)).history.epochs[-1].layers[0].zero == 0


def test_settings_without_l1_step_are_older_than_it() -> None:
    record = config_record(replace(TRAINING, l1=0.5))
    del record["l1_step"]
    assert training_config_of(record).l1_step == "subgradient"
    assert training_config_of(record | {"l1": 0.0}).l1_step == "proximal"
    assert training_config_of(config_record(replace(TRAINING, l1=0.5))).l1_step == "proximal"


def older(path: Path) -> None:
    """Make the checkpoint one of a program that did not know the setting."""
    with safe_open(path, framework="numpy") as file:
        entries = dict(file.metadata())
    training = json.loads(entries["training"])
    del training["l1_step"]
    save_file(load_file(path), path, entries | {"training": json.dumps(training)})


@pytest.mark.parametrize("l1", [0.0, 0.5])
def test_an_older_training_goes_on_to_the_weights_that_it_would_have_had(blobs, tmp_path, l1) -> None:
    network = NetworkConfig(inputs=2, hidden=(4,), outputs=3)
    training = TrainingConfig(l1=l1, l1_step="subgradient", epochs=4, seed=2)

    def raise_l1(control: RunControl, *, stop_after: int | None = None):
        def act(event: TrainingEvent) -> None:
            if isinstance(event, EpochFinished):
                if event.record.epoch == 1:
                    control.change(l1=0.75)
                if event.record.epoch == stop_after:
                    control.stop()

        return act

    control = RunControl()
    whole = train_new_network(blobs, network, training, on_progress=raise_l1(control), control=control)
    control, path = RunControl(), tmp_path / "run.checkpoint"
    act = raise_l1(control, stop_after=2)
    train_new_network(blobs, network, training, on_progress=act, control=control, checkpoint=path)
    older(path)
    assert load_checkpoint(path).config.l1_step == "subgradient"
    assert np.array_equal(resume_training(path, blobs).network.parameters, whole.network.parameters)
