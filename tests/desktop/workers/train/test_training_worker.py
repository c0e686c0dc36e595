"""A training in a thread, whose run is kept in the store of runs."""

import threading

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from mlp_desktop.workers.train.training_worker import TrainingWorker
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import RunStoreError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training.history import TrainingEvent

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


class _SlowWindow(QObject):
    """Takes longer for what it is told of first than the training takes for many steps."""

    def __init__(self, worker: TrainingWorker, many_steps: threading.Event) -> None:
        super().__init__()
        self.told: list[int] = []
        self.told_before_its_timer: int | None = None
        self._worker = worker
        self._many_steps = many_steps
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._its_turn)

    def take(self, events: list[TrainingEvent]) -> None:
        self.told.append(len(events))
        if len(self.told) == 1:
            self._timer.start()
            assert self._many_steps.wait(60)
        if len(self.told) == 3:
            self._worker.control.stop()

    def _its_turn(self) -> None:
        self.told_before_its_timer = len(self.told)


def test_a_window_slower_than_slow_motion_comes_to_its_timers(
    qtbot: QtBot, striped_digits: Dataset, monkeypatch
) -> None:
    """All steps are told in the end, some of them together."""
    many_steps, reported = threading.Event(), list[TrainingEvent]()
    report = TrainingWorker._report

    def count(worker: TrainingWorker, event: TrainingEvent) -> None:
        report(worker, event)
        reported.append(event)
        if len(reported) > 20:
            many_steps.set()

    monkeypatch.setattr(TrainingWorker, "_report", count)
    config = TrainingConfig(epochs=1000, batch_size=10)
    worker = TrainingWorker(striped_digits, SampleChoice(), NetworkConfig(hidden=(5,)), config, source_name="striped")
    worker.control.set_pace(1e6)
    window = _SlowWindow(worker, many_steps)
    worker.progressed.connect(window.take)
    with qtbot.waitSignal(worker.finished, timeout=60_000):
        worker.start()
    worker.wait()
    assert window.told_before_its_timer is not None
    assert window.told_before_its_timer <= 2
    assert sum(window.told) == len(reported)
    window.deleteLater()
