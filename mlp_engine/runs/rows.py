"""The writing of runs, epochs and changes into rows of the database."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, astuple

from mlp_engine.errors import RunStoreError
from mlp_engine.files.database import LARGEST_NUMBER
from mlp_engine.runs.row_reader import EPOCH_COLUMNS, MORE_OF_AN_EPOCH
from mlp_engine.training.history import Change, EpochRecord, History


def run_row(connection: sqlite3.Connection, run: int) -> sqlite3.Row:
    """The row of a run.

    Raises:
        RunStoreError: if there is no such run.
    """
    is_possible = 0 <= run <= LARGEST_NUMBER
    row = connection.execute("SELECT * FROM runs WHERE id = ?", (run,)).fetchone() if is_possible else None
    if row is None:
        raise RunStoreError(f"A run must be one of those in the store. Got run {run}, which is not there.")
    return row


def insert_run(connection: sqlite3.Connection, columns: Mapping[str, str | int]) -> int:
    """Store a new run with these values of its columns; returns its number."""
    places = ", ".join("?" for _ in columns)
    statement = f"INSERT INTO runs ({', '.join(columns)}) VALUES ({places}) RETURNING id"
    return connection.execute(statement, tuple(columns.values())).fetchone()["id"]


def number_runs_after(connection: sqlite3.Connection, run: int) -> None:
    """Give new runs numbers above ``run``, and above those that were given before."""
    (last,) = connection.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'runs'").fetchone()
    connection.execute("DELETE FROM sqlite_sequence WHERE name = 'runs'")
    connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('runs', ?)", (max(run, last or 0),))


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
    entries = asdict(record)
    more = {name: entries[name] for name in MORE_OF_AN_EPOCH if entries[name] not in (None, ())}
    connection.execute(
        f"INSERT OR REPLACE INTO epochs (run, {', '.join(EPOCH_COLUMNS)}, more) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (run, *(entries[name] for name in EPOCH_COLUMNS), json.dumps(more)),
    )


def write_change(connection: sqlite3.Connection, run: int, change: Change) -> None:
    """Store a change."""
    connection.execute(
        "INSERT OR REPLACE INTO changes (run, epoch, what, value) VALUES (?, ?, ?, ?)", (run, *astuple(change))
    )
