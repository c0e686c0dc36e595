"""Snapshots of a run: at log-spaced epochs, small, whole, gone with the run, and without any effect on the training."""

import os
import stat
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import WeightsWriteError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import RunStore, runs_folder, snapshots
from mlp_engine.runs.run_keeper import RunKeeper
from mlp_engine.training.snapshots import Snapshot, is_snapshot_epoch
from mlp_engine.training.train import resume_training, train_new_network
from mlp_engine.weights.file import load_weights
from mlp_engine.weights.model_card import card_of_training

NETWORK, TRAINING = NetworkConfig(hidden=(8,)), TrainingConfig(epochs=6, batch_size=20, validation=0.2, seed=5)


def kept(data, training=TRAINING, tell=lambda _: None) -> RunStore:
    """A store with one run on ``data``, as the command line keeps it."""
    with RunKeeper("striped", tell) as keeper:
        keeper.begin(NETWORK, training, data, SampleChoice())
        result = train_new_network(
            data, NETWORK, training,
            on_progress=keeper.event, on_snapshot=keeper.snapshot, checkpoint=keeper.checkpoint,
        )  # fmt: skip
        keeper.finish(result, card_of_training(result, data, training))
    return RunStore(runs_folder())


def test_epochs_are_dense_at_the_beginning_and_few_in_all() -> None:
    epochs = [epoch for epoch in range(1001) if is_snapshot_epoch(epoch)]
    assert epochs == [0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800]
    assert sum(map(is_snapshot_epoch, range(1_000_001))) == 31 <= snapshots.MOST


def test_the_networks_are_those_of_the_epochs_in_half_precision_and_private(striped_digits) -> None:
    seen: list[Snapshot] = []
    plain = train_new_network(striped_digits, NETWORK, TRAINING)
    watched = train_new_network(striped_digits, NETWORK, TRAINING, on_snapshot=seen.append)
    assert np.array_equal(plain.network.parameters, watched.network.parameters), "snapshots change nothing"
    store = kept(striped_digits)
    stored = store.snapshots(1)
    assert [snapshot.epoch for snapshot in stored] == [0, 1, 2, 3, 5] == [snapshot.epoch for snapshot in seen]
    start = Network.initialise(NETWORK, np.random.default_rng(TRAINING.seed))
    assert np.array_equal(seen[0].network.parameters, start.parameters)
    for file, snapshot in zip(stored, seen, strict=True):
        network, card, _ = load_weights(file.path)
        assert (card.epochs, card.seed) == (snapshot.epoch, TRAINING.seed)
        assert np.array_equal(network.parameters, snapshot.network.parameters.astype(np.float16).astype(np.float32))
        assert file.size < 2 * network.config.parameter_count + 4000
        if os.name == "posix":
            assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    later = train_new_network(striped_digits, NETWORK, replace(TRAINING, epochs=3))
    assert later.last is not None
    assert np.array_equal(later.last.parameters, seen[3].network.parameters)


def test_they_go_with_the_run_and_what_a_killed_process_left_too(striped_digits) -> None:
    store = kept(striped_digits)
    folder = store.folder / "snapshots"
    (folder / ".1-8.safetensors.ab12cd34.part").write_bytes(b"half of it")
    other = folder / "11-0.safetensors"
    other.write_bytes(b"of another run")
    store.delete(1)
    assert len(store.snapshots(1)) == 5
    store.purge(1)
    assert list(folder.iterdir()) == [other]


def test_whatever_else_is_in_the_folder_is_passed_over(striped_digits, monkeypatch) -> None:
    store = kept(striped_digits)
    folder = store.folder / "snapshots"
    for name in ("1-x", "1-00", f"1-{'9' * 240}", "1-\udcff", os.fsdecode("1-\u0663".encode()), "11-7", "-1-7", "1--7"):
        (folder / f"{name}.safetensors").write_bytes(b"x")
    with (folder / "1-70.safetensors").open("wb") as huge:
        huge.truncate(1 << 36)  # without a byte on the disk
    (folder / "1-71.safetensors").mkdir()
    (folder / "1-72.safetensors").symlink_to("nowhere")
    assert [snapshot.epoch for snapshot in store.snapshots(1)] == [0, 1, 2, 3, 5]
    for number in range(100, 200):
        (folder / f"1-{number}.safetensors").write_bytes(b"x")
    assert len(store.snapshots(1)) == snapshots.MOST
    store.delete(1)
    store.purge(1)
    assert not list(folder.glob("1-1??.safetensors"))


@pytest.mark.parametrize("lost", ["is_file", "stat", "scandir"])
def test_snapshots_on_a_disk_that_breaks_are_as_if_not_there(striped_digits, monkeypatch, lost) -> None:
    store, scandir = kept(striped_digits), os.scandir

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    class Entry:
        def __init__(self, entry: os.DirEntry) -> None:
            self.name, self.path = entry.name, entry.path
            self.is_file, self.stat = entry.is_file, entry.stat
            setattr(self, lost, fail)

    @contextmanager
    def broken(path: object):
        with scandir(path) as entries:
            yield map(Entry, entries)

    monkeypatch.setattr(snapshots.os, "scandir", fail if lost == "scandir" else broken)
    assert store.snapshots(1) == ()


def test_a_resumed_run_goes_on_with_them_and_other_settings_remove_later_ones(striped_digits) -> None:
    store = kept(striped_digits, replace(TRAINING, epochs=2))
    for epochs in (8, 9):
        with RunKeeper("striped", print) as keeper:
            settings = replace(TRAINING, epochs=epochs)
            keeper.go_on(store.checkpoint_of(1), settings, striped_digits, SampleChoice(), 1)
            result = resume_training(
                store.checkpoint_of(1), striped_digits, epochs=epochs,
                on_progress=keeper.event, on_snapshot=keeper.snapshot,
            )  # fmt: skip
            keeper.finish(result, card_of_training(result, striped_digits, settings))
    assert [snapshot.epoch for snapshot in store.snapshots(1)] == [0, 1, 2, 3, 5, 8]
    leftover = store.folder / "snapshots" / ".1-2.safetensors.ab12cd34.part"
    leftover.write_bytes(b"half of it, by a killed process")
    store.go_on(1, settings, result.history)
    assert not leftover.exists()
    leftover.mkdir()
    store.go_on(1, settings, result.history)  # what cannot be deleted does not keep a run from being kept
    leftover.rmdir()
    store.go_on(1, replace(TRAINING, l2=1.0), replace(result.history, epochs=result.history.epochs[:3]))
    assert [snapshot.epoch for snapshot in store.snapshots(1)] == [0, 1, 2, 3]


@pytest.mark.parametrize(("limit", "count"), [("MOST", 3), ("MOST_PARAMETERS", 0)])
def test_neither_many_nor_large_ones_are_kept(striped_digits, monkeypatch, limit, count) -> None:
    monkeypatch.setattr(snapshots, limit, 3)
    assert len(kept(striped_digits).snapshots(1)) == count


def test_a_full_disk_is_told_of_once_and_the_training_ends_as_ever(striped_digits, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise WeightsWriteError("Weights must be saved where files can be written. Got a full disk.")

    monkeypatch.setattr(snapshots, "save_weights", refuse)
    told: list[str] = []
    store = kept(striped_digits, tell=told.append)
    assert told == [
        "A snapshot of epoch 0 is not kept: Weights must be saved where files can be written. Got a full disk."
    ]
    assert store.run(1).summary.outcome == "finished"
    assert store.snapshots(1) == ()


def test_weights_too_large_for_half_precision_are_passed_over(striped_digits) -> None:
    store = kept(striped_digits, replace(TRAINING, epochs=1))
    network = load_weights(store.snapshots(1)[0].path).network
    huge = network.writable_copy()
    huge.parameters[0] = 1e6
    store.keep_snapshot(1, Snapshot(2, huge), TRAINING)
    assert [snapshot.epoch for snapshot in store.snapshots(1)] == [0, 1]
