"""Rows of the database as records of runs; each row is checked by itself, so one that is odd hides no other."""

import re
import sqlite3
from dataclasses import dataclass, fields
from typing import Any, cast, get_args

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import MlpError, RunStoreError
from mlp_engine.files.row_values import moment_in, number_in, record_in, text_in
from mlp_engine.machine import Machine
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs.records import MAX_NAME, MAX_NOTE, RunSummary, UnreadableRun
from mlp_engine.training.config_record import network_config_of, training_config_of
from mlp_engine.training.history import CHANGEABLE, Change, EpochRecord, History, LayerRecord
from mlp_engine.training.result import Outcome
from mlp_engine.validation import check_choice, check_number, check_whole_number

SUMMARIES = """
    SELECT runs.*,
        (SELECT COUNT(*) FROM epochs WHERE run = id) AS epochs,
        (SELECT training_loss FROM epochs WHERE run = id ORDER BY epoch DESC LIMIT 1) AS training_loss,
        (SELECT MAX(validation_accuracy) FROM epochs WHERE run = id) AS best_accuracy
    FROM runs
"""
"""The query for the rows that :func:`read_row` reads."""

_EPOCH_FIELDS = [field.name for field in fields(EpochRecord)]
_OLDEST = _EPOCH_FIELDS.index("seconds") + 1

EPOCH_COLUMNS = tuple(_EPOCH_FIELDS[:_OLDEST])
"""The columns of the table of epochs that each hold one field of the record."""

MORE_OF_AN_EPOCH = tuple(_EPOCH_FIELDS[_OLDEST:])
"""The fields of the record in the column ``more``, a JSON object; those without a value are left out."""

MAX_TEXT = 10_000
"""The longest name of data, source, series or message, in characters."""

_ODD = (MlpError, ValueError, TypeError, ArithmeticError)
_ANY = float("inf")
_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_CHOICE = re.compile(
    r"(?:, (?P<slice>first|random) (?P<count>\d+)|, (?P<each>\d+) per class)?"
    r"(?:, label noise (?P<noise>[\d.e-]+))?(?:, seed \d+)?$"
)


@dataclass(frozen=True)
class CheckedRow:
    """A row of :data:`SUMMARIES` with everything in it checked; the attributes are those of the records of runs."""

    summary: RunSummary
    source: str
    samples: int
    message: str
    machine: Machine
    checkpoint: str


def read_row(row: sqlite3.Row, *, held: bool | None) -> CheckedRow | UnreadableRun:
    """The checked row; ``held`` says whether the run is being trained, ``None`` that this cannot be known."""
    try:
        return _checked(row, held)
    except _ODD as error:
        return unreadable(row, str(error))


def unreadable(row: sqlite3.Row, reason: str) -> UnreadableRun:
    """The record of a run of which something cannot be read."""
    name: object = row["name"]
    shown = name if isinstance(name, str) and len(name) <= MAX_NAME else ""
    return UnreadableRun(row["id"], shown, reason, deleted=row["deleted"] == 1)


def history_of(connection: sqlite3.Connection, run: int) -> History:
    """The epochs and changes of a run.

    Raises:
        RunStoreError: if one of them cannot be read.
    """
    epochs = connection.execute("SELECT * FROM epochs WHERE run = ? ORDER BY epoch", (run,))
    changes = connection.execute("SELECT epoch, what, value FROM changes WHERE run = ? ORDER BY epoch", (run,))
    try:
        return History(tuple(map(_epoch, epochs)), tuple(map(_change, changes)))
    except _ODD as error:
        raise RunStoreError(f"An epoch or a change in its history cannot be read: {error}") from error


def _checked(row: sqlite3.Row, held: bool | None) -> CheckedRow:
    network, more_network = record_in(row, "network", _names(NetworkConfig))
    entries, more_training = record_in(row, "training", _names(TrainingConfig))
    training = training_config_of(entries)
    choice, more_choice = _choice(row, training.seed)
    machine, more_machine = _machine(row)
    outcome: object = row["outcome"]
    for column in ("started", "finished"):
        if column == "started" or row[column] is not None:
            moment_in(row, column)
    summary = RunSummary(
        id=row["id"],
        name=text_in(row, "name", at_most=MAX_NAME),
        star=bool(_whole(row, "star", at_most=1)),
        note=text_in(row, "note", at_most=MAX_NOTE),
        deleted=bool(_whole(row, "deleted", at_most=1)),
        network=network_config_of(network),
        training=training,
        data=text_in(row, "data", at_most=MAX_TEXT),
        choice=choice,
        data_sha256=text_in(row, "data_sha256", at_most=MAX_TEXT),
        series=text_in(row, "series", at_most=MAX_TEXT),
        started=row["started"],
        finished=row["finished"],
        outcome=None if outcome is None else check_choice("Outcome", outcome, _OUTCOMES),
        running=bool(held),
        is_running_known=held is not None or outcome is not None,
        epochs=_whole(row, "epochs"),
        training_loss=_optional(row, "training_loss", at_most=_ANY),
        best_accuracy=_optional(row, "best_accuracy", at_most=1),
        unknown=tuple((more_network | more_training | more_choice | more_machine).items()),
    )
    return CheckedRow(
        summary,
        source=text_in(row, "source", at_most=MAX_TEXT),
        samples=_whole(row, "samples"),
        message=text_in(row, "message", at_most=MAX_TEXT),
        machine=machine,
        checkpoint=text_in(row, "checkpoint", at_most=MAX_TEXT),
    )


def _choice(row: sqlite3.Row, seed: int) -> tuple[SampleChoice, dict[str, str]]:
    if row["choice"] != "":
        entries, unknown = record_in(row, "choice", _names(SampleChoice))
        return SampleChoice(**entries), unknown
    # Runs stored before the choice had its own column: it can be read from the name of the data.
    found = _CHOICE.search(text_in(row, "data", at_most=MAX_TEXT))
    assert found is not None, "the pattern matches the end of any name"
    each = found["each"]
    choice = SampleChoice(
        slice="per-class" if each else cast("Any", found["slice"] or "all"),
        count=int(each or found["count"] or 1),
        label_noise=float(found["noise"] or 0),
        seed=seed,
    )
    return choice, {}


def _machine(row: sqlite3.Row) -> tuple[Machine, dict[str, str]]:
    entries, unknown = record_in(row, "machine", _names(Machine))
    cpus = check_whole_number("machine.cpus", entries.pop("cpus", None), at_least=0)
    if not all(isinstance(entry, str) and len(entry) <= MAX_NAME for entry in entries.values()):
        raise RunStoreError(f"Entries of machine must be texts of at most {MAX_NAME:,} characters. Got others.")
    return Machine(cpus=cpus, **entries), unknown


def _epoch(row: sqlite3.Row) -> EpochRecord:
    more, _ = record_in(row, "more", MORE_OF_AN_EPOCH)
    per_class, layers = more.pop("per_class", []), more.pop("layers", [])
    validation_samples = check_whole_number("validation_samples", more.pop("validation_samples", 0), at_least=0)
    if (row["validation_loss"] is None) != (row["validation_accuracy"] is None):
        raise RunStoreError("validation_loss and validation_accuracy must be given together. Got one.")
    return EpochRecord(
        epoch=_whole(row, "epoch", at_least=1),
        training_loss=number_in(row, "training_loss", at_least=0, at_most=_ANY),
        training_accuracy=number_in(row, "training_accuracy", at_least=0, at_most=1),
        validation_loss=_optional(row, "validation_loss", at_most=_ANY),
        validation_accuracy=_optional(row, "validation_accuracy", at_most=1),
        penalty=number_in(row, "penalty", at_least=0, at_most=_ANY),
        learning_rate=number_in(row, "learning_rate", at_least=0, at_most=_ANY),
        seconds=number_in(row, "seconds", at_least=0, at_most=_ANY),
        validation_samples=validation_samples,
        per_class=tuple(_share("per_class", share) for share in per_class),
        layers=tuple(map(_layer, layers)),
        **{name: check_number(name, value, at_least=0) for name, value in more.items()},
    )


def _layer(entries: Any) -> LayerRecord:
    layer = LayerRecord(**entries)
    check_number("gradient_norm", layer.gradient_norm, at_least=0)
    for name in ("near_zero", "zero", "dead", "saturated"):
        _share(name, getattr(layer, name))
    return layer


def _share(name: str, value: object) -> float | None:
    return None if value is None else check_number(name, value, at_least=0, at_most=1)


def _change(row: sqlite3.Row) -> Change:
    what = check_choice("Setting", row["what"], CHANGEABLE)
    value = number_in(row, "value", at_least=0, at_most=_ANY) if what != "augmentation" else row["value"]
    change = Change(number_in(row, "epoch", at_least=0, at_most=1e15), what, value)
    if what in ("augmentation", "batch_size", "rotation", "shift"):
        change.apply(TrainingConfig())  # the settings' own check
    return change


def _whole(row: sqlite3.Row, column: str, *, at_least: int = 0, at_most: int = 2**53) -> int:
    return check_whole_number(column, row[column], at_least=at_least, at_most=at_most)


def _optional(row: sqlite3.Row, column: str, *, at_most: float) -> float | None:
    return None if row[column] is None else number_in(row, column, at_least=0, at_most=at_most)


def _names(kind: type[NetworkConfig | TrainingConfig | SampleChoice | Machine]) -> set[str]:
    return {field.name for field in fields(kind)}
