"""The conversion between rows of the database and the records of runs, epochs and changes."""

import json
import re
import sqlite3
from dataclasses import astuple, fields
from typing import cast, get_args

from mlp_engine.datasets.subset import SampleChoice, SliceName
from mlp_engine.errors import RunStoreError, SettingError
from mlp_engine.runs.records import RunSummary
from mlp_engine.training.config_record import network_config_of, training_config_of
from mlp_engine.training.history import CHANGEABLE, Change, EpochRecord, History
from mlp_engine.training.result import Outcome
from mlp_engine.validation import check_choice

SUMMARIES = """
    SELECT runs.*,
        (SELECT COUNT(*) FROM epochs WHERE run = id) AS epochs,
        (SELECT training_loss FROM epochs WHERE run = id ORDER BY epoch DESC LIMIT 1) AS training_loss,
        (SELECT MAX(validation_accuracy) FROM epochs WHERE run = id) AS best_accuracy
    FROM runs
"""
"""The query for the rows that :func:`summary` converts."""

_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_CHOICE = re.compile(
    r"(?:, (?P<slice>first|random) (?P<count>\d+)|, (?P<each>\d+) per class)?"
    r"(?:, label noise (?P<noise>[\d.e-]+))?(?:, seed \d+)?$"
)
_EPOCH_COLUMNS = ", ".join(field.name for field in fields(EpochRecord))


def run_row(connection: sqlite3.Connection, run: int) -> sqlite3.Row:
    """The row of a run.

    Raises:
        RunStoreError: if there is no such run.
    """
    row = connection.execute("SELECT * FROM runs WHERE id = ?", (run,)).fetchone()
    if row is None:
        raise RunStoreError(f"A run must be one of those in the store. Got run {run}, which is not there.")
    return row


def write_history(connection: sqlite3.Connection, run: int, history: History) -> None:
    """Replace the stored history of the run."""
    connection.execute("DELETE FROM epochs WHERE run = ?", (run,))
    connection.execute("DELETE FROM changes WHERE run = ?", (run,))
    add_history(connection, run, history)


def add_history(connection: sqlite3.Connection, run: int, history: History) -> None:
    """Store these epochs and changes; the others stay."""
    for record in history.epochs:
        write_epoch(connection, run, record)
    for change in history.changes:
        write_change(connection, run, change)


def write_epoch(connection: sqlite3.Connection, run: int, record: EpochRecord) -> None:
    """Store an epoch, replacing an earlier version of it."""
    connection.execute(
        f"INSERT OR REPLACE INTO epochs (run, {_EPOCH_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (run, *astuple(record)),
    )


def write_change(connection: sqlite3.Connection, run: int, change: Change) -> None:
    """Store a change."""
    connection.execute(
        "INSERT OR REPLACE INTO changes (run, epoch, what, value) VALUES (?, ?, ?, ?)", (run, *astuple(change))
    )


def history_of(connection: sqlite3.Connection, run: int) -> History:
    """The epochs and changes of a run."""
    epochs = connection.execute(f"SELECT {_EPOCH_COLUMNS} FROM epochs WHERE run = ? ORDER BY epoch", (run,))
    changes = connection.execute("SELECT epoch, what, value FROM changes WHERE run = ? ORDER BY epoch", (run,))
    return History(
        tuple(EpochRecord(*epoch) for epoch in epochs),
        tuple(Change(epoch, check_choice("Setting", what, CHANGEABLE), value) for epoch, what, value in changes),
    )


def summary(row: sqlite3.Row, *, running: bool) -> RunSummary:
    """The record of a row of :data:`SUMMARIES`; ``running`` says whether the run is being trained.

    Raises:
        RunStoreError: if this version does not know its settings.
    """
    try:
        training = training_config_of(json.loads(row["training"]))
        return RunSummary(
            id=row["id"],
            name=row["name"],
            star=bool(row["star"]),
            note=row["note"],
            deleted=bool(row["deleted"]),
            network=network_config_of(json.loads(row["network"])),
            training=training,
            data=row["data"],
            choice=_choice(row, training.seed),
            data_sha256=row["data_sha256"],
            series=row["series"],
            started=row["started"],
            finished=row["finished"],
            outcome=None if row["outcome"] is None else check_choice("Outcome", row["outcome"], _OUTCOMES),
            running=running,
            epochs=row["epochs"],
            training_loss=row["training_loss"],
            best_accuracy=row["best_accuracy"],
        )
    except (ValueError, TypeError, SettingError) as error:
        raise RunStoreError(f"Run {row['id']} must have settings known to this version. Got others: {error}") from error


def _choice(row: sqlite3.Row, seed: int) -> SampleChoice:
    if row["choice"]:
        return SampleChoice(**json.loads(row["choice"]))
    # Runs stored before the choice had its own column: it can be read from the name of the data.
    found = _CHOICE.search(row["data"])
    assert found is not None, "the pattern matches the end of any name"
    each = found["each"]
    return SampleChoice(
        slice="per-class" if each else cast("SliceName", found["slice"] or "all"),
        count=int(each or found["count"] or 1),
        label_noise=float(found["noise"] or 0),
        seed=seed,
    )
