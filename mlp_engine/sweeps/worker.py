"""The work of a worker process: it holds the data, trains one trial at a time, and stops on request."""

import pickle
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.sweeps.in_memory import train_in_memory
from mlp_engine.training.checkpoint import load_checkpoint, save_checkpoint
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.state import Checkpoint


@dataclass(frozen=True, eq=False)
class Task:
    """One trial as it is sent to a worker.

    Attributes:
        pool: name of the worker pool, for :func:`stop_pool`.
        network: the architecture.
        training: the settings, with the trial's seed.
        epochs: epoch after which to stop; less than in the settings if the trial may be resumed later.
        checkpoint: content of the checkpoint to resume; ``None`` for a new training.
        choice: which of the pool's samples it has, and with which labels; ``None`` for all as they are.
    """

    pool: str
    network: NetworkConfig
    training: TrainingConfig
    epochs: int
    checkpoint: bytes | None
    choice: SampleChoice | None = None


@dataclass(frozen=True, eq=False)
class TaskResult:
    """The result of a task, as it is sent back.

    Attributes:
        result: the result of the training.
        checkpoint: content of its checkpoint if it was stopped; else ``None``.
    """

    result: TrainingResult
    checkpoint: bytes | None


_lock = Lock()
_stopped: set[str] = set()
_controls: dict[str, set[RunControl]] = {}


def train_trial(data: Dataset | Path, task: Task) -> TaskResult | None:
    """Train the trial of ``task``; ``None`` if its pool was stopped before the trial began.

    Args:
        data: the data set, or the file that holds it, which each process reads once.
        task: the trial.
    """
    samples = _read(data) if isinstance(data, Path) else data
    if task.choice is not None:
        samples = task.choice.apply(samples)
    with _control(task.pool) as control:
        if control.is_stopped:
            return None

        def on_progress(event: TrainingEvent) -> None:
            if isinstance(event, EpochFinished) and event.record.epoch >= task.epochs:
                control.stop()

        found = None if task.checkpoint is None else _checkpoint_of(task.checkpoint)
        result, checkpoint = train_in_memory(
            samples, task.network, task.training, found, on_progress=on_progress, control=control
        )
        return TaskResult(result, None if checkpoint is None else _content_of(checkpoint))


def stop_pool(pool: str) -> None:
    """Stop this process's trainings for a pool after their current minibatch, and start no more for it."""
    with _lock:
        _stopped.add(pool)
        for control in _controls.get(pool, ()):
            control.stop()


def write_data(path: Path, data: Dataset) -> None:
    """Write the data file for the workers on this machine."""
    with path.open("wb") as file:
        pickle.dump(data, file, protocol=pickle.HIGHEST_PROTOCOL)


def _checkpoint_of(content: bytes) -> Checkpoint:
    with TemporaryDirectory(prefix="mlp-trial-") as folder:
        path = Path(folder) / "checkpoint"
        path.write_bytes(content)
        return load_checkpoint(path)


def _content_of(checkpoint: Checkpoint) -> bytes:
    with TemporaryDirectory(prefix="mlp-trial-") as folder:
        path = Path(folder) / "checkpoint"
        save_checkpoint(path, checkpoint)
        return path.read_bytes()


@cache
def _read(path: Path) -> Dataset:
    # A pickle can run code. Our parent wrote this one, in a folder that no other user can write to.
    with path.open("rb") as file:
        return pickle.load(file)


@contextmanager
def _control(pool: str) -> Generator[RunControl]:
    """The control of one training for this pool."""
    control = RunControl()
    with _lock:
        _controls.setdefault(pool, set()).add(control)
        if pool in _stopped:
            control.stop()
    try:
        yield control
    finally:
        with _lock:
            _controls[pool].discard(control)
