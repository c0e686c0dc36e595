"""The store of runs: what goes in comes out, and nothing gets lost."""

import subprocess
import sys
import threading
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import RunStoreError, SettingError
from mlp_engine.machine import this_machine
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.history import Change, EpochRecord, History
from mlp_engine.training.train import resume_training
from mlp_engine.weights.file import load_weights
from mlp_engine.weights.model_card import ModelCard

NETWORK = NetworkConfig(inputs=2, hidden=(4,), outputs=3, activations=("tanh",))
TRAINING = TrainingConfig(epochs=3, patience=2, validation=0.5)
DATA = Dataset(np.zeros((4, 2)), np.arange(4) % 3, "four points", classes=3)
RECORD = EpochRecord(1, 0.5, 0.75, None, None, 0.0, 0.1, 2.5)


def test_a_finished_run_comes_back_whole(store, train_and_keep, blobs) -> None:
    run, result = train_and_keep()
    kept = RunStore(store.folder).run(run)
    summary = kept.summary
    assert kept.history == result.history
    assert kept.history.changes == (Change(1.0, "l1", 0.25),)
    more = (
        Change(1.5, "batch_size", 7),
        Change(2.0, "augmentation", "pen"),
        Change(2.5, "noise", 0.1),
        Change(2.5, "rotation", 20.0),
    )
    for change in more:
        store.add_change(run, change)
    assert RunStore(store.folder).run(run).history.changes[1:] == more
    assert type(RunStore(store.folder).run(run).history.changes[1].value) is int
    assert (summary.id, summary.name, summary.outcome) == (run, "2-4-3 on three clouds", "finished")
    assert (summary.network, summary.training.seed) == (result.network.config, 9)
    assert (summary.data, summary.data_sha256, kept.samples) == ("three clouds", blobs.fingerprint(), 120)
    assert (kept.source, kept.message, kept.machine) == ("clouds:3", "", this_machine())
    assert (summary.star, summary.note, summary.deleted) == (False, "", False)
    assert summary.finished is not None
    assert summary.started <= summary.finished
    assert summary.epochs == 3
    assert summary.training_loss == result.history.epochs[-1].training_loss
    assert summary.best_accuracy == result.history.best.validation_accuracy
    assert kept.best_weights is not None
    assert kept.last_weights is not None
    best, last = load_weights(kept.best_weights), load_weights(kept.last_weights)
    assert np.array_equal(best.network.parameters, result.network.parameters)
    assert np.array_equal(last.network.parameters, result.last.parameters)
    assert best.card.epochs == 3
    assert np.array_equal(load_checkpoint(kept.checkpoint).state.network.parameters, result.last.parameters)


def test_a_run_that_has_not_ended_says_so(store) -> None:
    run = store.begin(NETWORK, TRAINING, DATA, name="  by hand")
    store.add_epoch(run, RECORD)
    kept = store.run(run)
    assert kept.summary == store.runs()[0]
    assert (kept.summary.name, kept.summary.outcome, kept.summary.finished) == ("  by hand", None, None)
    assert (kept.summary.network, kept.summary.training) == (NETWORK, TRAINING)
    assert kept.history == History((RECORD,))
    assert kept.summary.best_accuracy is None
    assert (kept.best_weights, kept.last_weights) == (None, None)


def test_the_choice_of_samples_and_the_series_come_back(store) -> None:
    choice = SampleChoice("random", 3, 0.25, seed=7)
    run = store.begin(NETWORK, TRAINING, DATA, choice=choice, series="five seeds")
    alone = store.begin(NETWORK, replace(TRAINING, seed=4), DATA)
    assert (store.run(run).summary.choice, store.run(run).summary.series) == (choice, "five seeds")
    assert (store.run(alone).summary.choice, store.run(alone).summary.series) == (SampleChoice(seed=4), "")


def test_runs_are_listed_newest_first(store) -> None:
    assert store.runs() == ()
    numbers = [store.begin(NETWORK, replace(TRAINING, seed=seed), DATA) for seed in range(3)]
    assert [summary.id for summary in store.runs()] == numbers[::-1]
    assert [summary.training.seed for summary in store.runs()] == [2, 1, 0]


def test_name_star_and_note_can_be_changed(store) -> None:
    run, other = (store.begin(NETWORK, TRAINING, DATA) for _ in range(2))
    store.rename(run, " Ζεύς '; DROP TABLE runs; -- ")
    store.star(run)
    store.note(run, "two\nlines")
    summary = store.run(run).summary
    assert (summary.name, summary.star, summary.note) == ("Ζεύς '; DROP TABLE runs; --", True, "two\nlines")
    store.star(run, False)
    store.note(run, "")
    assert (store.run(run).summary.star, store.run(run).summary.note) == (False, "")
    with pytest.raises(SettingError, match="The name of a run must have at least one character"):
        store.rename(run, "  ")
    assert store.run(other).summary.name == "2-4-3 on four points"


def test_a_deleted_run_can_be_restored_until_it_is_purged(store, train_and_keep) -> None:
    run, _ = train_and_keep()
    kept = store.run(run)
    with pytest.raises(RunStoreError, match=rf"must be in the bin .* Got run {run}, which is not"):
        store.purge(run)
    store.delete(run)
    assert (store.runs(), [summary.id for summary in store.runs(deleted=True)]) == ((), [run])
    store.restore(run)
    assert (store.run(run), store.runs(deleted=True)) == (kept, ())

    store.delete(run)
    store.purge(run)
    assert store.runs(deleted=True) == ()
    assert not any(path.exists() for path in (kept.best_weights, kept.last_weights, kept.checkpoint))
    assert store.begin(NETWORK, TRAINING, DATA) > run, "the number of a run that is gone is not given again"
    assert store.run(run + 1).history == History()


def test_purging_leaves_a_checkpoint_elsewhere_alone(store, tmp_path) -> None:
    path = tmp_path / "mine.checkpoint"
    path.write_bytes(b"anything")
    run = store.begin(NETWORK, TRAINING, DATA, checkpoint=path)
    store.delete(run)
    store.purge(run)
    assert path.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda store: store.run(7),
        lambda store: store.add_epoch(7, RECORD),
        lambda store: store.add_change(7, Change(0.5, "l1", 1.0)),
        lambda store: store.rename(7, "seven"),
        lambda store: store.delete(7),
        lambda store: store.purge(7),
        lambda store: store.checkpoint_of(7),
        lambda store: store.go_on(7, TRAINING, History()),
    ],
)
def test_a_run_that_is_not_there_is_one_sentence(store, act) -> None:
    with pytest.raises(RunStoreError, match=r"A run must be one of those in the store\. Got run 7, which is not there"):
        act(store)


def test_a_run_goes_on_where_its_checkpoint_is(store, train_and_keep, blobs) -> None:
    run, _ = train_and_keep()
    path = store.checkpoint_of(run)
    assert store.find_by_checkpoint(path) == run
    state = load_checkpoint(path).state
    training = replace(load_checkpoint(path).config, epochs=5)
    # What the store noted after the checkpoint was written did not happen as far as the checkpoint knows.
    store.add_epoch(run, replace(RECORD, epoch=4))
    store.go_on(run, training, state.history)
    assert (store.run(run).summary.outcome, store.run(run).history) == (None, state.history)
    result = resume_training(path, blobs, epochs=5)
    store.finish(run, result, ModelCard())
    assert store.run(run).history == result.history
    assert store.run(run).summary.training.epochs == 5
    assert len(store.runs()) == 1


def test_a_checkpoint_of_one_s_own_is_found_again(store, tmp_path) -> None:
    path = tmp_path / "mine.checkpoint"
    assert store.find_by_checkpoint(path) is None
    store.begin(NETWORK, TRAINING, DATA, checkpoint=path)
    newest = store.begin(NETWORK, TRAINING, DATA, checkpoint=path)
    assert store.find_by_checkpoint(path) == newest
    assert store.checkpoint_of(newest) == path


def test_an_interrupted_transaction_leaves_nothing(store) -> None:
    run = store.begin(NETWORK, TRAINING, DATA)
    store.add_epoch(run, RECORD)
    broken = History((replace(RECORD, epoch=1), replace(RECORD, epoch=2, training_loss=None)))
    with pytest.raises(RunStoreError, match="must be readable and writable"):
        store.go_on(run, replace(TRAINING, epochs=77), broken)
    assert store.run(run).history == History((RECORD,))
    assert store.run(run).summary.training == TRAINING


def test_threads_may_use_one_store_at_once(store) -> None:
    def keep() -> None:
        run = store.begin(NETWORK, TRAINING, DATA)
        for epoch in range(1, 11):
            store.add_epoch(run, replace(RECORD, epoch=epoch))

    threads = [threading.Thread(target=keep) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert all(summary.epochs <= 10 for summary in store.runs())
    for thread in threads:
        thread.join()
    assert [summary.epochs for summary in store.runs()] == [10] * 4


KEEP_TWENTY_EPOCHS = """
import sys
from pathlib import Path
import numpy as np
from mlp_engine import Dataset, NetworkConfig, TrainingConfig
from mlp_engine.training.history import EpochRecord
from mlp_engine.runs import RunStore

data = Dataset(np.zeros((4, 784)), np.arange(4), "four images")
sys.stdin.readline()
store = RunStore(Path(sys.argv[1]))
run = store.begin(NetworkConfig(), TrainingConfig(), data)
for epoch in range(1, 21):
    store.add_epoch(run, EpochRecord(epoch, 0.5, 0.75, None, None, 0.0, 0.1, 2.5))
"""


def test_processes_may_use_and_even_begin_one_store_at_once(tmp_path) -> None:
    command = [sys.executable, "-c", KEEP_TWENTY_EPOCHS, str(tmp_path / "runs")]
    with ExitStack() as stack:
        processes = [stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, text=True)) for _ in range(4)]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert [summary.epochs for summary in RunStore(tmp_path / "runs").runs()] == [20, 20, 20, 20]


def test_the_folder_is_the_platform_s_unless_a_variable_names_another(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("MLP_DATA_DIR", str(tmp_path))
    assert runs_folder() == tmp_path / "runs"
    monkeypatch.delenv("MLP_DATA_DIR")
    assert runs_folder().parts[-2:] == ("mlp-desktop", "runs")
