"""The records that the run store returns."""

from dataclasses import dataclass
from pathlib import Path

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.machine import Machine
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.history import History
from mlp_engine.training.result import Outcome
from mlp_engine.validation import visible

MAX_NAME = 2_000
"""The longest name of a run, in characters."""

MAX_NOTE = 100_000
"""The longest note on a run, in characters."""


@dataclass(frozen=True)
class RunSummary:
    """One run in the list of all runs.

    Attributes:
        id: its number in the store, which is never used again.
        name: its name.
        star: whether the user marked it with a star.
        note: the user's note.
        deleted: whether it is in the bin.
        network: the architecture.
        training: the settings that it began with, including the seed.
        data: name of the data set.
        choice: which samples of the source it uses, and the share of their labels that were made wrong.
        data_sha256: fingerprint of the whole data set.
        series: a text common to the runs that repeat one training with different seeds; empty for a single run.
        started: when it started, in ISO 8601 with the time zone where it was trained (UTC before version 0.2).
        finished: when it finished; ``None`` while it runs, or if its process was killed.
        outcome: how it ended; ``None`` while it runs, or if its process was killed.
        running: whether a process was training it when this record was read, as far as is known.
        epochs: number of finished epochs.
        training_loss: training loss of the last finished epoch; ``None`` without any.
        best_accuracy: highest validation accuracy; ``None`` without validation.
        unknown: stored settings that this version does not know, each with its name and its value as JSON.
        is_running_known: false if it has not ended and the file system has no locks by which to tell whether another
            process is training it.
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
    unknown: tuple[tuple[str, str], ...] = ()
    is_running_known: bool = True

    @property
    def title(self) -> str:
        """Its name on one line, with escapes for what would not show or would turn the direction of writing."""
        return visible(self.name)

    @property
    def state(self) -> str:
        """Its outcome in words; "running" or "interrupted" if it has none, or both where that cannot be known."""
        if self.running:
            return "running"
        return self.outcome or ("interrupted" if self.is_running_known else "running or interrupted")


@dataclass(frozen=True)
class UnreadableRun:
    """A run in the store of which something cannot be read. It can be deleted and restored like any other.

    Attributes:
        id: its number in the store.
        name: its name; empty if that cannot be read.
        reason: a sentence that says what cannot be read.
        deleted: whether it is in the bin.
    """

    id: int
    name: str
    reason: str
    deleted: bool

    @property
    def title(self) -> str:
        """Its name, as that of a run that can be read, or its number if the name cannot be read."""
        return visible(self.name) or f"Run {self.id}"


@dataclass(frozen=True)
class StoredRun:
    """A run with everything that the store knows about it.

    Attributes:
        summary: its entry in the list of runs.
        history: its finished epochs and the changes of its settings.
        source: the text that named its data (see :func:`mlp_engine.sources.load_source`); may be empty.
        samples: number of samples in the whole data set.
        message: the sentence with which it ended; may be empty.
        machine: the machine on which it was made.
        checkpoint: the file to resume it from; it may be gone.
        best_weights: weights file of the network it returned; ``None`` before it has ended.
        last_weights: weights file of its last network; ``None`` before it has ended, or if it diverged.
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


def checked_name(name: str) -> str:
    """The name without spaces around it.

    Raises:
        SettingError: if it is empty or too long.
    """
    if not name.strip():
        raise SettingError("The name of a run must have at least one character. Got none.")
    return _not_too_long("The name", name.strip(), MAX_NAME)


def checked_note(note: str) -> str:
    """The note.

    Raises:
        SettingError: if it is too long.
    """
    return _not_too_long("The note", note, MAX_NOTE)


def _not_too_long(what: str, text: str, at_most: int) -> str:
    if len(text) > at_most:
        raise SettingError(f"{what} of a run must have at most {at_most:,} characters. Got {len(text):,}.")
    return text
