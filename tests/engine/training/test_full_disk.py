"""A disk that is full, broken or not to be written amid a training does not end it, and is told of once."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.errors import CheckpointError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, NotSaved, TrainingEvent
from mlp_engine.training.train import resume_training, train_new_network

NETWORK = NetworkConfig(hidden=(12,))
TRAINING = TrainingConfig(epochs=6, batch_size=16, validation=0.25, seed=6)
FAILURES = [errno.ENOSPC, errno.EACCES, errno.EIO]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.checkpoint"


@pytest.fixture
def always_due(monkeypatch) -> None:
    """Epochs of a moment are saved as often as long ones."""
    monkeypatch.setattr("mlp_engine.training.checkpoint_saver.SHARE_OF_TIME", 1.0)


@pytest.fixture
def break_disk(monkeypatch) -> Callable[[int | None], None]:
    """Make every file that is to be safe on the disk fail with this error from now on; ``None`` mends it."""
    whole = os.fsync

    def switch(number: int | None) -> None:
        def fsync(descriptor: int) -> None:
            if number is not None:
                raise OSError(number, os.strerror(number))
            whole(descriptor)

        monkeypatch.setattr(os, "fsync", fsync)

    return switch


@pytest.mark.parametrize("number", FAILURES)
@pytest.mark.usefixtures("always_due")
def test_the_training_goes_on_and_ends_as_if_the_disk_were_sound(striped_digits, path, break_disk, number) -> None:
    events: list[TrainingEvent] = []

    def watch(event: TrainingEvent) -> None:
        events.append(event)
        if isinstance(event, EpochFinished) and event.record.epoch == 2:
            break_disk(number)

    whole = train_new_network(striped_digits, NETWORK, TRAINING)
    result = train_new_network(striped_digits, NETWORK, TRAINING, on_progress=watch, checkpoint=path)
    assert (result.outcome, len(result.history)) == ("finished", 6)
    assert np.array_equal(result.network.parameters, whole.network.parameters)
    (told,) = [event for event in events if isinstance(event, NotSaved)]
    assert told.message.startswith(
        "The training goes on, and saving is tried again as it does. The last checkpoint of this training stands at "
        f"epoch 2: A checkpoint must be saved where files can be written. Got {path} ({os.strerror(number)})"
    )
    assert result.not_saved.startswith("The last checkpoint of this training stands at epoch 2: A checkpoint must be")
    break_disk(None)
    assert [file.name for file in path.parent.iterdir()] == [path.name], "nothing half written is left"
    assert len(load_checkpoint(path).state.history) == 2
    assert np.array_equal(resume_training(path, striped_digits).network.parameters, whole.network.parameters)


@pytest.mark.usefixtures("always_due")
def test_once_there_is_room_again_the_checkpoint_catches_up(striped_digits, path, break_disk) -> None:
    told: list[NotSaved] = []

    def watch(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished):
            break_disk(errno.ENOSPC if event.record.epoch in (1, 2, 4) else None)
        elif isinstance(event, NotSaved):
            told.append(event)

    result = train_new_network(striped_digits, NETWORK, TRAINING, on_progress=watch, checkpoint=path)
    assert len(told) == 1
    assert result.not_saved == ""
    assert len(load_checkpoint(path).state.history) == 6


def test_a_disk_that_was_full_all_along_is_told_of_too(striped_digits, path, break_disk) -> None:
    events: list[TrainingEvent] = []
    break_disk(errno.ENOSPC)
    result = train_new_network(striped_digits, NETWORK, TRAINING, on_progress=events.append, checkpoint=path)
    assert len(result.history) == 6
    assert isinstance(events[0], NotSaved), "before the first epoch: there is time to do something about it"
    assert result.not_saved.startswith("No checkpoint of this training was saved: A checkpoint must be")
    assert not path.exists()


def test_stopping_on_a_full_disk_stops(striped_digits, path, break_disk) -> None:
    control = RunControl()

    def stop(event: TrainingEvent) -> None:
        break_disk(errno.ENOSPC)
        control.stop()

    result = train_new_network(striped_digits, NETWORK, TRAINING, on_progress=stop, control=control, checkpoint=path)
    assert result.outcome == "stopped"
    assert "stands at epoch" in result.not_saved


def test_whatever_ends_a_training_the_newest_finished_epoch_is_saved_before(striped_digits, path) -> None:
    def interrupt(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished) and event.record.epoch == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_new_network(striped_digits, NETWORK, TRAINING, on_progress=interrupt, checkpoint=path)
    assert len(load_checkpoint(path).state.history) == 5


def test_a_folder_where_nothing_may_be_written_is_refused_before_the_training(
    striped_digits, path, monkeypatch
) -> None:
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) != path.parent)  # root may write everywhere
    with pytest.raises(CheckpointError, match="must be in a folder where files can be written"):
        train_new_network(striped_digits, NETWORK, TRAINING, checkpoint=path)
