"""What happens in a worker: it holds the data, trains one trial after the other, and stops when it is told."""

import pickle
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.sweeps.in_memory import train_in_memory
from mlp_engine.training.checkpoint import load_checkpoint, save_checkpoint
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.state import Checkpoint


@dataclass(frozen=True, eq=False)
class Task:
    """One trial as it travels to a worker.

    Attributes:
        crew: the crew that does it, which is what :func:`stop_crew` names.
        network: the architecture.
        training: the settings, with its seed.
        epochs: where to stop; fewer than those of the settings if the trial may go on later.
        checkpoint: the content of the checkpoint to go on from; ``None`` to begin.
    """

    crew: str
    network: NetworkConfig
    training: TrainingConfig
    epochs: int
    checkpoint: bytes | None


@dataclass(frozen=True, eq=False)
class Answer:
    """What comes back.

    Attributes:
        result: what the training left behind.
        checkpoint: the content of its checkpoint if it was stopped, to go on from; else ``None``.
    """

    result: TrainingResult
    checkpoint: bytes | None


_lock = Lock()
_stopped: set[str] = set()
_controls: dict[str, set[RunControl]] = {}


def train_trial(data: Dataset | Path, task: Task) -> Answer | None:
    """Train as ``task`` says; ``None`` if its crew was stopped before it began.

    Args:
        data: what to train on, or the file that holds it, which is read once in the life of a process.
        task: what to train.
    """
    samples = _read(data) if isinstance(data, Path) else data
    with _control(task.crew) as control:
        if control.is_stopped:
            return None

        def on_progress(event: TrainingEvent) -> None:
            if isinstance(event, EpochFinished) and event.record.epoch >= task.epochs:
                control.stop()

        found = None if task.checkpoint is None else _checkpoint_of(task.checkpoint)
        result, checkpoint = train_in_memory(
            samples, task.network, task.training, found, on_progress=on_progress, control=control
        )
        return Answer(result, None if checkpoint is None else _content_of(checkpoint))


def stop_crew(crew: str) -> None:
    """Stop what this process trains for a crew after its current minibatch, and begin nothing more for it."""
    with _lock:
        _stopped.add(crew)
        for control in _controls.get(crew, ()):
            control.stop()


def write_data(path: Path, data: Dataset) -> None:
    """Write the file of data that workers on this machine read."""
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
    # A pickle can run code. This one is our parent's, in a folder that nobody else can write to.
    with path.open("rb") as file:
        return pickle.load(file)


@contextmanager
def _control(crew: str) -> Generator[RunControl]:
    """The control of one training for this crew."""
    control = RunControl()
    with _lock:
        _controls.setdefault(crew, set()).add(control)
        if crew in _stopped:
            control.stop()
    try:
        yield control
    finally:
        with _lock:
            _controls[crew].discard(control)
