"""A training in a thread, whose run is kept in the store of runs."""

import pytest
from pytestqt.qtbot import QtBot

from mlp_desktop.workers.train.training_worker import TrainingWorker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import RunStoreError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, runs_folder

TOO_FEW_OUTPUTS = NetworkConfig(hidden=(5,), outputs=2)


@pytest.mark.parametrize("store_fails", [False, True])
def test_a_training_that_cannot_begin_says_why_even_when_the_store_fails_too(
    qtbot: QtBot, striped_digits: Dataset, monkeypatch, store_fails: bool
) -> None:
    def refuse(*_: object) -> None:
        raise RunStoreError("disk full")

    if store_fails:
        monkeypatch.setattr(RunStore, "delete", refuse)
    worker = TrainingWorker(
        striped_digits, SampleChoice(), TOO_FEW_OUTPUTS, TrainingConfig(epochs=1), source_name="striped"
    )
    failed: list[str] = []
    not_kept: list[str] = []
    worker.failed.connect(failed.append)
    worker.not_kept.connect(not_kept.append)
    with qtbot.waitSignal(worker.finished, timeout=10_000):
        worker.start()
    worker.wait()
    assert len(failed) == 1
    assert "the 2 classes of this network" in failed[0]
    assert not_kept == (["This run is not kept: disk full"] if store_fails else [])
    left = RunStore(runs_folder()).runs()
    assert len(left) == int(store_fails)
    assert not any(run.running for run in left), "the run is let go"
