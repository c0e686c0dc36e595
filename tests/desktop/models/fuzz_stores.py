"""Throws changed databases and snapshots at the stores of runs and of drawings, as many as one likes.

    python tests/desktop/models/fuzz_stores.py --cases 5000

Each case takes sound databases, changes one to four values, parts of the schema or pages, and reads and deletes
everything through the library, the command line and the models of the window's lists. In every other case something is
put into the folder of snapshots, or taken away. A refusal is an ``MlpError``;
nothing else may be raised, the command line exits with 0 or 2, and where only values are changed, no row may be lost.
A case that fails is printed with its number, which is also its seed; ``--first NUMBER --cases 1`` repeats it.
"""

import argparse
import contextlib
import io
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PySide6.QtCore import QAbstractItemModel, Qt

from mlp_desktop.models.my_digits.digits_table import IMAGE_ROLE, WRONG_ROLE, DigitsTable
from mlp_desktop.models.runs.runs_table import RUN_ROLE, SORT_ROLE, RunsTable
from mlp_engine import cli
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import MlpError
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingStore, LabelledDrawing
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.runs import RunStore, StoredRun
from mlp_engine.runs.moments import moment_of, snapshots_of
from mlp_engine.runs.snapshots import SnapshotFiles
from mlp_engine.training.history import Change, EpochRecord
from mlp_engine.training.snapshots import Snapshot
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

RUNS, DRAWINGS = 3, 5
THREE = os.fsdecode("1-\u0663".encode())  # an Arabic digit, as the file system holds it in every locale
_FILES = (Path("runs/runs.sqlite3"), Path("my-digits/my-digits.sqlite3"))
_ROLES = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.TextAlignmentRole, RUN_ROLE, SORT_ROLE, IMAGE_ROLE, WRONG_ROLE,
)  # fmt: skip
_STRANGE = (
    None, "yesterday", "", b"\x00", b"\xff" * 784, "\0", "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00+00:00",
    "0001-01-01T00:00:00+00:00", -1, 0, 1, 2, 10, 2**31, 2**63 - 1, -(2**63), 0.5, -0.0, 1e300, float("inf"),
    "1" * 5000, "x" * 200_000, "[" * 3000, "{}", "[]", "null", '{"seed": 1e999}', '{"a": [[[[]]]]}', '{"cpus": "two"}',
    '{"hidden": [[1]]}', '{"epochs": 0}', '{"strokes": [[[1]]]}', '{"\\ud800": 1}', "finished", "<b>x</b>", "\u202e",
)  # fmt: skip
_COMMANDS = (
    ("runs",), ("runs", "--json"), ("runs", "show", "1"), ("runs", "show", "2", "--json"),
    ("runs", "export", "1", "--as-stored"), ("runs", "export", "3"), ("my-digits", "list"),
    ("my-digits", "list", "--json"), ("my-digits", "show", "1"),
)  # fmt: skip
_OF_SNAPSHOTS = (
    ("runs", "snapshots", "1"), ("runs", "snapshots", "2", "--json"),
    ("runs", "snapshots", "1", "--epoch", "0", "--out", os.devnull),
)  # fmt: skip
_PRAGMAS = ("user_version", "application_id")


def make_sound(folder: Path) -> None:
    """Make both stores, with everything that they hold in ordinary use."""
    runs = RunStore(folder / "runs")
    data = Dataset(np.zeros((6, 4), np.float32), np.arange(6) % 3, "clouds")
    for number in range(RUNS):
        run = runs.begin(NetworkConfig(inputs=4, hidden=(5,), outputs=3), TrainingConfig(seed=number), data)
        for epoch in (1, 2):
            runs.add_epoch(run, EpochRecord(epoch, 0.5, 0.75, 0.6, 0.7, 0.1, 0.1, 2.0 * epoch))
        runs.add_change(run, Change(1.5, "l2", 0.25))
        network = Network.initialise(NetworkConfig(inputs=4, hidden=(5,), outputs=3), np.random.default_rng(number))
        for epoch in (0, 1):
            runs.keep_snapshot(run, Snapshot(epoch, network), TrainingConfig(seed=number))
    stroke = PenStroke(((50.0, 50.0), (200.0, 60.0), (120.0, 240.0)))
    DrawingStore(folder / "my-digits").add_all(
        LabelledDrawing(label, (stroke,), answer=label, probability=0.5, device="pen") for label in range(DRAWINGS)
    )


def mutate(path: Path, rng: np.random.Generator) -> bool:
    """Change a database; returns whether only values were changed."""
    kinds = [rng.choice(["value"] * 7 + ["schema"] * 2 + ["bytes"])] * int(rng.integers(1, 5))
    if kinds[0] == "bytes":
        content = bytearray(path.read_bytes())
        for _ in kinds:
            start = int(rng.integers(len(content)))
            junk = rng.integers(0, 256, int(rng.integers(1, 64)), np.uint8).tobytes()
            content[start : start + len(junk)] = junk
        path.write_bytes(content[: int(rng.integers(len(content)))] if rng.random() < 0.2 else content)
        return False
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for kind in kinds:
            statement, values = (_value_change if kind == "value" else _schema_change)(connection, rng)
            with contextlib.suppress(sqlite3.Error):  # a change that SQLite itself refuses
                connection.execute(statement, values)
        # SQLite's own check counts such values as damage of the file, so the store is set aside as a whole.
        sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    return kinds[0] == "value" and sound


def change_snapshots(folder: Path, rng: np.random.Generator) -> None:
    """Damage a snapshot, or do to the folder of snapshots what strangers, other programs and broken disks may do."""
    path = folder / f"{rng.integers(1, RUNS + 1)}-{rng.integers(3)}.safetensors"
    match rng.integers(9):
        case 0 | 1:
            content = bytearray(path.read_bytes() if path.exists() else b"\0" * 200)
            for _ in range(rng.integers(1, 9)):
                content[rng.integers(len(content))] = rng.integers(256)
            path.write_bytes(content[: rng.integers(len(content) + 1)] if rng.random() < 0.4 else content)
        case 2:
            path.unlink(missing_ok=True)
            [path.mkdir, lambda: os.mkfifo(path), lambda: path.symlink_to(path), lambda: path.symlink_to("nowhere")][
                rng.integers(4)
            ]()
        case 3:
            shutil.rmtree(folder)
            if rng.random() < 0.5:
                folder.write_bytes(b"no folder")
        case 4:
            for number in range(200):
                (folder / f"1-{number}.safetensors").write_bytes(b"x")
        case 5:
            os.truncate(path, 1 << 40) if path.exists() else path.touch()
        case 6:
            names = ("1-0x", f"1-{'9' * 240}", "1-\udcff", "1-00", "99999999999999999999-0", "-1-0", THREE, "1--1")
            for name in names:
                (folder / f"{name}.safetensors").write_bytes(b"x")
        case 7:
            other = Network.initialise(NetworkConfig(inputs=784, hidden=(3,)), rng)
            save_weights(path, other, ModelCard())
        case _:
            (folder / f".{path.name}.ab12cd34.part").write_bytes(b"half")


def _table(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, list[str]]:
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    tables = sorted(name for (name,) in found)
    if not tables:
        return "none", ["none"]
    table = str(rng.choice(tables))
    return table, [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _value_change(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, tuple[object, ...]]:
    table, columns = _table(connection, rng)
    column = str(rng.choice(columns))
    key = columns[0]
    where = f"{key} = (SELECT {key} FROM {table} LIMIT 1 OFFSET {rng.integers(5)})" if rng.random() < 0.7 else "1"
    if rng.random() < 0.3:
        new = rng.choice(
            ["json_insert({0}, '$.new', 1)", "json_remove({0}, '$.seed')", "-{0}", "{0} || {0}", "hex({0})"]
        )
        return f"UPDATE {table} SET {column} = {str(new).format(column)} WHERE {where}", ()
    return f"UPDATE {table} SET {column} = ? WHERE {where}", (_STRANGE[int(rng.integers(len(_STRANGE)))],)


def _schema_change(connection: sqlite3.Connection, rng: np.random.Generator) -> tuple[str, tuple[object, ...]]:
    table, columns = _table(connection, rng)
    column = str(rng.choice(columns))
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    choices = (
        f"DROP TABLE {table}", f"ALTER TABLE {table} RENAME TO others", f"ALTER TABLE {table} DROP COLUMN {column}",
        f"ALTER TABLE {table} RENAME COLUMN {column} TO other", f"ALTER TABLE {table} ADD COLUMN more TEXT",
        f"CREATE VIEW endless AS {endless}", f"CREATE INDEX other ON {table} ({column})", "CREATE TABLE more (x)",
        f"CREATE TRIGGER wild AFTER UPDATE ON {table} BEGIN DELETE FROM {table}; END",
        f"PRAGMA {rng.choice(_PRAGMAS)} = {rng.choice([0, 1, 2, 3, 77, -1])}",
    )  # fmt: skip
    return str(rng.choice(choices)), ()


def check(folder: Path, only_values: tuple[bool, bool], commands: Sequence[tuple[str, ...]] = _COMMANDS) -> None:
    """Read everything in both stores, also with these commands, then delete it.

    Raises:
        AssertionError: if a row was lost, or the command line exits with another code than 0 or 2.
        Exception: whatever the program raises that is no refusal.
    """
    os.environ["MLP_DATA_DIR"] = str(folder)
    for arguments in commands:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            code = cli.main(arguments)
        assert code in (0, 2), f"{arguments} exits with {code}"
    with contextlib.suppress(*(() if only_values[0] else (MlpError,))):
        _check_runs(RunStore(folder / "runs"), only_values[0])
    with contextlib.suppress(*(() if only_values[1] else (MlpError,))):
        _check_drawings(DrawingStore(folder / "my-digits"), only_values[1])


def _check_runs(store: RunStore, only_values: bool) -> None:
    listed, binned = store.listed(), store.listed(deleted=True)
    assert not only_values or len(listed) + len(binned) == RUNS, "a run was lost"
    table = RunsTable()
    table.set_runs(listed)
    _show(table, 8)
    data = Dataset(np.zeros((6, 4), np.float32), np.arange(6) % 3, "clouds")
    for run in listed:
        found = store.find(run.id)
        if isinstance(found, StoredRun):
            for snapshot in snapshots_of(found, SnapshotFiles(store.folder, run.id)):
                with contextlib.suppress(MlpError):
                    moment_of(snapshot, data)
        store.delete(run.id)
    assert not only_values or store.empty_bin() == RUNS, "a run could not be deleted"


def _check_drawings(store: DrawingStore, only_values: bool) -> None:
    ids = store.ids(order="label")
    table = DigitsTable(store.listed)
    table.set_ids(ids)
    _show(table, 1)
    store.counts()
    store.answers()
    store.contents()
    for number in ids.tolist():
        with contextlib.suppress(MlpError):
            store.strokes(number)
    with contextlib.suppress(MlpError):
        store.dataset()
    store.delete(ids)
    assert not only_values or store.purge() == DRAWINGS, "a drawing was lost"


def _show(model: QAbstractItemModel, columns: int) -> None:
    for row in range(model.rowCount()):
        for column in range(columns):
            for role in _ROLES:
                model.data(model.index(row, column), role)


def run(first: int, count: int) -> tuple[Counter[str], list[str]]:
    """Run the cases with these numbers; returns how many changed only values, and what failed."""
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    # To build the parser takes longer than to read a store, so all commands share one.
    with tempfile.TemporaryDirectory() as place, patch.object(cli, "build_parser", cache(cli.build_parser)):
        sound = Path(place, "sound")
        make_sound(sound)
        for number in range(first, first + count):
            case = Path(place, str(number))
            shutil.copytree(sound, case)
            rng = np.random.default_rng(number)
            runs, drawings = (mutate(case / file, rng) for file in _FILES)
            outcomes["values" if runs and drawings else "more"] += 1
            chosen = (*_COMMANDS, _OF_SNAPSHOTS[number % len(_OF_SNAPSHOTS)]) if number % 2 else _COMMANDS
            if number % 2:
                change_snapshots(case / "runs" / "snapshots", np.random.default_rng((number, 1)))
            try:
                check(case, (runs, drawings), chosen)
            except Exception:
                failures.append(f"case {number}: {traceback.format_exc()}")
            shutil.rmtree(case)
    return outcomes, failures


def main() -> int:
    """Run as many cases as asked for and report the result."""
    parser = argparse.ArgumentParser(description="Throws changed databases at the stores.")
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    began = time.perf_counter()
    outcomes, failures = run(arguments.first, arguments.cases)
    for line in failures[:20]:
        print(line)
    print(json.dumps({**outcomes, "failed": len(failures), "seconds": round(time.perf_counter() - began)}))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
