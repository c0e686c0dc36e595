"""A disk that fails amid ``mlp-engine train`` is told of in one line, and costs nothing but the file."""

import errno
import os
from pathlib import Path

import pytest

from mlp_engine.errors import RunStoreError
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training.history import EpochRecord
from mlp_engine.weights.file import load_weights

EPOCHS = 8


@pytest.fixture(autouse=True)
def always_due(monkeypatch) -> None:
    """Epochs of a moment are saved as often as long ones."""
    monkeypatch.setattr("mlp_engine.training.checkpoint_saver.SHARE_OF_TIME", 1.0)


def train(run, folder: Path, *more: object):
    return run("train", "--data", folder, "--hidden", "12", "--epochs", EPOCHS, "--batch-size", 15, *more, "--json")


def test_a_checkpoint_that_cannot_be_written(run, digits_folder, tmp_path, monkeypatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    checkpoint = tmp_path / "mine.checkpoint"
    monkeypatch.setattr(os, "fsync", full)
    ended = train(run, digits_folder, "--no-store", "--checkpoint", checkpoint)
    assert ended.code == 0
    assert len(ended.out.splitlines()) == EPOCHS
    lines = ended.err.splitlines()
    assert len(lines) == 3, ended.err
    assert lines[0].startswith("mlp-engine: The training goes on, and saving is tried again as it does. No checkpoint")
    assert lines[1].startswith("mlp-engine: No checkpoint of this training was saved: A checkpoint must be saved where")
    assert "No space left on device" in lines[1]
    assert lines[2].startswith("Finished after 8 epochs.")
    assert not checkpoint.exists()


def test_a_store_that_fails_for_a_while_catches_up(run, digits_folder, tmp_path, monkeypatch) -> None:
    whole = RunStore.add_epoch

    def add_epoch(store: RunStore, number: int, record: EpochRecord) -> None:
        if record.epoch in (2, 3, 5):
            raise RunStoreError("The store of runs must be readable and writable. Got a full disk.")
        whole(store, number, record)

    monkeypatch.setattr(RunStore, "add_epoch", add_epoch)
    ended = train(run, digits_folder, "--out", tmp_path / "mine.safetensors")
    assert ended.code == 0
    lines = ended.err.splitlines()
    assert lines[:-1] == [
        "mlp-engine: This run cannot be kept at the moment; that is tried again after every epoch: "
        "The store of runs must be readable and writable. Got a full disk."
    ]
    assert lines[-1].endswith("Kept as run 1.")
    kept = RunStore(runs_folder()).run(1)
    assert [record.epoch for record in kept.history.epochs] == list(range(1, EPOCHS + 1))
    assert kept.best_weights is not None


def test_a_store_that_cannot_keep_the_end_leaves_the_weights_file_alone(
    run, digits_folder, tmp_path, monkeypatch
) -> None:
    def finish(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(RunStore, "finish", finish)
    out = tmp_path / "mine.safetensors"
    ended = train(run, digits_folder, "--out", out)
    assert ended.code == 0
    assert "mlp-engine: This run is not kept: [Errno 5] Input/output error" in ended.err
    assert "Kept as run" not in ended.err
    assert load_weights(out).network.config.hidden == (12,)


def test_a_training_that_cannot_begin_says_why_when_the_store_fails_too(run, digits_folder, monkeypatch) -> None:
    def delete(*_: object) -> None:
        raise RunStoreError("The store of runs must be readable and writable. Got a full disk.")

    monkeypatch.setattr(RunStore, "delete", delete)
    ended = train(run, digits_folder, "--checkpoint", "/no/such/folder/a")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        "mlp-engine: This run is not kept: The store of runs must be readable and writable. Got a full disk.",
        "mlp-engine: The checkpoint must be a file in an existing folder. Got /no/such/folder/a.",
    ]
