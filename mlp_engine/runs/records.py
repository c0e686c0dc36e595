"""What the store of runs hands out."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.history import History
from mlp_engine.training.result import Outcome
from mlp_engine.version import __version__


@dataclass(frozen=True)
class Machine:
    """Where a run was made.

    Attributes:
        platform: operating system and processor, in the system's own words.
        cpus: processors that it offers.
        python: version of Python.
        numpy: version of numpy.
        version: version of this program.
    """

    platform: str
    cpus: int
    python: str
    numpy: str
    version: str


def this_machine() -> Machine:
    """The machine that this is."""
    return Machine(
        platform.platform(), os.cpu_count() or 1, platform.python_version(), str(np.__version__), __version__
    )


@dataclass(frozen=True)
class RunSummary:
    """One run in the list of all.

    Attributes:
        id: its number in the store; none is given twice.
        name: what a person calls it.
        star: whether it is marked.
        note: what a person wrote about it.
        deleted: whether it is in the bin.
        network: the architecture.
        training: the settings that it began with, its seed among them.
        data: name of the data set.
        choice: which samples of its source that is, and how many of their labels were made wrong.
        data_sha256: fingerprint of the whole data set.
        series: a text that the runs share which repeat one another with other seeds; empty for a run on its own.
        started: when, in ISO 8601.
        finished: when; ``None`` while it runs, or if its program was killed.
        outcome: how it ended; ``None`` likewise.
        running: whether some process trained it at the moment of asking.
        epochs: how many were finished.
        training_loss: that of the last finished epoch; ``None`` without any.
        best_accuracy: highest validation accuracy; ``None`` where nothing was validated.
    """

    id: int
    name: str
    star: bool
    note: str
    deleted: bool
    network: NetworkConfig
    training: TrainingConfig
    data: str
    choice: SampleChoice
    data_sha256: str
    series: str
    started: str
    finished: str | None
    outcome: Outcome | None
    running: bool
    epochs: int
    training_loss: float | None
    best_accuracy: float | None


@dataclass(frozen=True)
class StoredRun:
    """All that is kept of one run.

    Attributes:
        summary: what the list shows of it.
        history: its finished epochs and what was changed on the way.
        source: the text that named its data (see :func:`mlp_engine.sources.load_source`); may be empty.
        samples: how many the whole data set has.
        message: the sentence with which it ended; may be empty.
        machine: where it was made.
        checkpoint: the file to resume it from; it may be gone.
        best_weights: weights file of the network it handed out; ``None`` before it has ended.
        last_weights: weights file of its last moment; ``None`` before it has ended, or where it diverged.
    """

    summary: RunSummary
    history: History
    source: str
    samples: int
    message: str
    machine: Machine
    checkpoint: Path
    best_weights: Path | None
    last_weights: Path | None
