"""Keeping a run, also on a disk that fails: told of once, tried again, caught up with at the end."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import CheckpointError, DataError, RunStoreError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.runs.run_keeper import RunKeeper, RunTitle
from mlp_engine.training.history import EpochRecord, NotSaved, TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.train import resume_training, train_new_network
from mlp_engine.weights.model_card import ModelCard, card_of_training

FULL = "The store of runs must be readable and writable. Got a full disk."
NETWORK, TRAINING = NetworkConfig(hidden=(8,)), TrainingConfig(epochs=4, batch_size=20)


def test_a_full_disk_is_told_of_once_and_the_end_is_kept(striped_digits, monkeypatch) -> None:
    whole = RunStore.add_epoch

    def add_epoch(store: RunStore, run: int, record: EpochRecord) -> None:
        if record.epoch in (2, 3):
            raise RunStoreError(FULL)
        whole(store, run, record)

    monkeypatch.setattr(RunStore, "add_epoch", add_epoch)
    told: list[str] = []
    with RunKeeper("striped", told.append) as keeper:
        keeper.begin(NETWORK, TRAINING, striped_digits, SampleChoice())

        def report(event: TrainingEvent) -> None:
            keeper.event(event)
            keeper.event(NotSaved("The checkpoint cannot be written either."))

        result = train_new_network(striped_digits, NETWORK, TRAINING, on_progress=report, checkpoint=keeper.checkpoint)
        assert told == ["The checkpoint cannot be written either."], "of two troubles of one disk the first is told"
        behind = replace(result, not_saved="The last checkpoint stands at epoch 3.")
        keeper.finish(behind, card(result, striped_digits))
    assert told[1:] == ["The last checkpoint stands at epoch 3."], "the end is told, whatever was told before"
    assert len(RunStore(runs_folder()).run(1).history) == 4


def test_a_store_that_fails_amid_the_training_is_tried_again(striped_digits, monkeypatch) -> None:
    told: list[str] = []
    with RunKeeper("striped", told.append) as keeper:
        keeper.begin(NETWORK, TRAINING, striped_digits, SampleChoice())
        with monkeypatch.context() as broken:
            broken.setattr(RunStore, "add_epoch", refuse)
            result = train_new_network(striped_digits, NETWORK, TRAINING, on_progress=keeper.event)
        assert told == [f"This run cannot be kept at the moment; that is tried again after every epoch: {FULL}"]
        assert keeper.run is not None
        keeper.finish(result, card(result, striped_digits))
    assert len(RunStore(runs_folder()).run(keeper.run).history) == 4


def test_a_new_run_whose_training_cannot_begin_is_forgotten(striped_digits) -> None:
    told: list[str] = []
    with pytest.raises(DataError, match="100 inputs"):
        train_in_vain(striped_digits, told.append)
    assert RunStore(runs_folder()).runs() == RunStore(runs_folder()).runs(deleted=True) == ()
    assert told == []


@pytest.mark.parametrize("broken", ["run", "delete", "purge"])
def test_a_store_that_fails_to_forget_leaves_the_error_of_the_training(striped_digits, monkeypatch, broken) -> None:
    told: list[str] = []
    monkeypatch.setattr(RunStore, broken, refuse)
    with pytest.raises(DataError, match="100 inputs"):
        train_in_vain(striped_digits, told.append)
    assert told == [f"This run is not kept: {FULL}"]


def test_a_run_that_goes_on_is_noted_at_its_first_event_and_stays_if_it_fails(striped_digits) -> None:
    before = trained(striped_digits, RunTitle("mine", "a series"))
    assert (before.name, before.series, before.epochs) == ("mine", "a series", 4)
    checkpoint, longer = RunStore(runs_folder()).checkpoint_of(before.id), replace(TRAINING, epochs=6)
    with pytest.raises(DataError, match="must be the samples that this training began with"):
        go_on_with_other_samples(checkpoint, longer, striped_digits)
    assert RunStore(runs_folder()).runs() == (before,)

    with RunKeeper("striped", pytest.fail) as keeper:
        keeper.go_on(checkpoint, longer, striped_digits, SampleChoice(), before.id)
        result = resume_training(checkpoint, striped_digits, epochs=6, on_progress=keeper.event)
        running = RunStore(runs_folder()).run(before.id).summary
        assert (running.outcome, running.running, running.training.epochs) == (None, True, 6)
        keeper.finish(result, card(result, striped_digits))
    (after,) = RunStore(runs_folder()).runs()
    assert (after.outcome, after.running, after.epochs) == ("finished", False, 6)


def test_a_run_that_goes_on_without_an_event_is_noted_at_its_end(striped_digits) -> None:
    before = trained(striped_digits)
    checkpoint, shorter = RunStore(runs_folder()).checkpoint_of(before.id), replace(TRAINING, epochs=5)
    result = resume_training(checkpoint, striped_digits)
    with RunKeeper("striped", pytest.fail) as keeper:
        keeper.go_on(checkpoint, shorter, striped_digits, SampleChoice())
        keeper.finish(result, card(result, striped_digits))
    assert RunStore(runs_folder()).run(before.id).summary.training.epochs == 5


def test_a_checkpoint_that_no_run_writes_becomes_a_run_of_its_own(striped_digits, tmp_path) -> None:
    checkpoint = tmp_path / "mine.checkpoint"
    train_new_network(striped_digits, NETWORK, TRAINING, checkpoint=checkpoint)
    with RunKeeper("striped", pytest.fail) as keeper:
        keeper.go_on(checkpoint, replace(TRAINING, epochs=6), striped_digits, SampleChoice())
        assert keeper.run is None, "nothing has gone on yet"
        result = resume_training(checkpoint, striped_digits, epochs=6, on_progress=keeper.event)
        keeper.finish(result, card(result, striped_digits))
    (run,) = RunStore(runs_folder()).runs()
    assert (run.id, run.epochs) == (keeper.run, 6)
    assert RunStore(runs_folder()).checkpoint_of(run.id) == checkpoint


def test_a_run_without_a_sound_checkpoint_does_not_go_on_and_is_let_go(striped_digits) -> None:
    before = trained(striped_digits)
    checkpoint = RunStore(runs_folder()).checkpoint_of(before.id)
    checkpoint.write_bytes(b"none")
    with pytest.raises(CheckpointError), RunKeeper("striped", pytest.fail) as keeper:
        keeper.go_on(checkpoint, TRAINING, striped_digits, SampleChoice(), before.id)
    assert RunStore(runs_folder()).runs() == (before,)


def trained(data, title: RunTitle = RunTitle()):  # noqa: B008 (frozen)
    """A finished run of the store."""
    with RunKeeper("striped", pytest.fail) as keeper:
        keeper.begin(NETWORK, TRAINING, data, SampleChoice(), title)
        result = train_new_network(data, NETWORK, TRAINING, on_progress=keeper.event, checkpoint=keeper.checkpoint)
        keeper.finish(result, card(result, data))
    return RunStore(runs_folder()).runs()[0]


def train_in_vain(data, tell: Callable[[str], None]) -> None:
    """Begin a run whose network does not fit its data."""
    network = NetworkConfig(inputs=100, hidden=(8,))
    with RunKeeper("striped", tell) as keeper:
        keeper.begin(network, TRAINING, data, SampleChoice())
        train_new_network(data, network, TRAINING, on_progress=keeper.event, checkpoint=keeper.checkpoint)


def go_on_with_other_samples(checkpoint: Path, training: TrainingConfig, data) -> None:
    with RunKeeper("striped", pytest.fail) as keeper:
        assert len(keeper.go_on(checkpoint, training, data, SampleChoice())) == 4
        resume_training(checkpoint, data.take(range(100)), epochs=6, on_progress=keeper.event)


def refuse(*_: object) -> None:
    raise RunStoreError(FULL)


def card(result: TrainingResult, data) -> ModelCard:
    return card_of_training(result, data, TrainingConfig())


def test_a_run_whose_folder_fails_at_the_end_is_let_go(striped_digits, monkeypatch) -> None:
    @contextmanager
    def failing(_store: RunStore, _run: int) -> Generator[None]:
        yield
        raise RunStoreError("The store of runs must be readable. Got an input/output error.")

    monkeypatch.setattr(RunStore, "hold", failing)
    told: list[str] = []
    with RunKeeper("striped", told.append) as keeper:
        keeper.begin(NETWORK, TRAINING, striped_digits, SampleChoice())
    assert told == []
