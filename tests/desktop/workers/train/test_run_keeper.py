"""Keeping a run on a disk that fails amid the training: told of once, tried again, and caught up with at the end."""

from dataclasses import replace

from mlp_desktop.workers.train.run_keeper import Label, RunKeeper
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import RunStoreError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training.history import EpochRecord, NotSaved, TrainingEvent
from mlp_engine.training.train import train_new_network
from mlp_engine.weights.model_card import card_of_training

FULL = "The store of runs must be readable and writable. Got a full disk."


def test_a_full_disk_is_told_of_once_and_the_end_is_kept(striped_digits, monkeypatch) -> None:
    whole = RunStore.add_epoch

    def add_epoch(store: RunStore, run: int, record: EpochRecord) -> None:
        if record.epoch in (2, 3):
            raise RunStoreError(FULL)
        whole(store, run, record)

    monkeypatch.setattr(RunStore, "add_epoch", add_epoch)
    told: list[str] = []
    network, training = NetworkConfig(hidden=(8,)), TrainingConfig(epochs=5, batch_size=20)
    keeper = RunKeeper("striped", told.append)
    keeper.begin(network, training, striped_digits, SampleChoice(), Label())

    def report(event: TrainingEvent) -> None:
        keeper.event(event)
        keeper.event(NotSaved("The checkpoint cannot be written either."))

    result = train_new_network(striped_digits, network, training, on_progress=report, checkpoint=keeper.checkpoint)
    assert told == ["The checkpoint cannot be written either."], "of two troubles of one disk the first is told"
    keeper.finish(replace(result, not_saved="The last checkpoint stands at epoch 3."), _card(result, striped_digits))
    keeper.close()
    assert told[1:] == ["The last checkpoint stands at epoch 3."], "the end is told, whatever was told before"
    assert len(RunStore(runs_folder()).run(1).history) == 5


def test_a_store_that_fails_amid_the_training_is_tried_again(striped_digits, monkeypatch) -> None:
    told: list[str] = []
    network, training = NetworkConfig(hidden=(8,)), TrainingConfig(epochs=4, batch_size=20)
    keeper = RunKeeper("striped", told.append)
    keeper.begin(network, training, striped_digits, SampleChoice(), Label())
    with monkeypatch.context() as broken:
        broken.setattr(RunStore, "add_epoch", _refuse)
        result = train_new_network(striped_digits, network, training, on_progress=keeper.event)
    assert told == [f"This run cannot be kept at the moment; that is tried again after every epoch: {FULL}"]
    assert keeper.run is not None
    keeper.finish(result, _card(result, striped_digits))
    keeper.close()
    assert len(RunStore(runs_folder()).run(keeper.run).history) == 4


def _refuse(*_: object) -> None:
    raise RunStoreError(FULL)


def _card(result, data):
    return card_of_training(result, data, TrainingConfig())
