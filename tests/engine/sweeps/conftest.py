"""Small sweeps, and a pool of processes that several tests share, for to start one takes a second."""

import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore
from mlp_engine.sweeps import Sweep, SweepResult, WorkerPool, parse_axis, process_pool, run_sweep
from mlp_engine.sweeps.worker import Task, TaskResult, train_trial
from mlp_engine.training.control import RunControl

SECONDS_TO_BEGIN = 60.0


@pytest.fixture(scope="module")
def clouds() -> Dataset:
    """Three clouds of points that touch each other, 100 each."""
    rng = np.random.default_rng(0)
    centres = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
    labels = np.repeat(np.arange(3), 100)
    return Dataset(centres[labels] + rng.normal(0, 0.7, (300, 2)), labels, "touching clouds", classes=3)


@pytest.fixture(scope="module")
def pool(clouds: Dataset) -> Iterator[WorkerPool]:
    """Two processes that hold the clouds."""
    with process_pool(clouds, 2) as pool:
        yield pool


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def sweep_over(*axes: str, epochs: int = 4, hidden: int = 8, **options: object) -> Sweep:
    """A sweep on the clouds."""
    network = NetworkConfig(inputs=2, hidden=(hidden,), outputs=3)
    training = TrainingConfig(epochs=epochs, validation=0.2, learning_rate=0.5)
    return Sweep(tuple(map(parse_axis, axes)), network, training, **options)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def announced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which every training of a pool leaves a file when it begins."""
    folder = tmp_path / "announced"
    folder.mkdir()
    monkeypatch.setattr("mlp_engine.sweeps.worker_pool.train_trial", partial(train_announced, folder))
    return folder


def train_announced(folder: Path, data: Dataset | Path, task: Task) -> TaskResult | None:
    """What a worker does for a test that has to know when trainings run, however busy the machine is."""
    (folder / f"l2 {task.training.l2}").touch()
    return train_trial(data, task)


def stopped_once_two_run(
    sweep: Sweep, data: Dataset, pool: WorkerPool, store: RunStore, name: str, announced: Path
) -> SweepResult:
    """Run a sweep, and stop it half a second after two of its trainings began."""
    control = RunControl()

    def stop() -> None:
        deadline = time.monotonic() + SECONDS_TO_BEGIN
        while len(list(announced.iterdir())) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)
        control.stop()

    thread = threading.Thread(target=stop)
    thread.start()
    result = run_sweep(sweep, data, pool, store, name=name, control=control)
    thread.join()
    return result
