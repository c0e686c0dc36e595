"""Databases in our place that this program did not make, or that another has changed."""

import sqlite3
from contextlib import closing

import pytest

from mlp_engine.files.database_identity import APPLICATION_ID
from mlp_engine.my_digits import DrawingStore
from mlp_engine.runs import RunStore

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
FOREIGN = {
    "PRAGMA application_id = 77": "it has the mark 0x4d of another program",
    "PRAGMA application_id = 77; PRAGMA user_version = 99": "it has the mark 0x4d of another program",
    "PRAGMA user_version = 0": "it has tables, but no version",
    "PRAGMA user_version = -3": "its version is -3",
    f"CREATE VIEW endless AS {ENDLESS}": "it has a view",
    "CREATE TRIGGER wild AFTER UPDATE ON {0} BEGIN DELETE FROM {0}; END": "it has a trigger",
    "DROP TABLE {0}": "its table {0} is missing",
    "ALTER TABLE {0} RENAME COLUMN deleted TO removed": "its table {0} has other columns",
    f"ALTER TABLE {{0}} RENAME TO others; CREATE VIEW {{0}} AS {ENDLESS}": "it has a view",
}


@pytest.mark.parametrize("change", FOREIGN)
@pytest.mark.parametrize(
    ("kind", "table", "title"), [(RunStore, "runs", "runs"), (DrawingStore, "drawings", "my digits")]
)
def test_a_database_that_is_not_ours_is_set_aside_and_a_new_one_begun(tmp_path, change, kind, table, title) -> None:
    folder = tmp_path / "store"
    kind(folder)
    (path,) = folder.glob("*.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(change.format(table))
    store = kind(folder)
    (aside,) = folder.glob(f"damaged-*{path.name}")
    reason = FOREIGN[change].format(table)
    assert store.notice == (
        f"The store of {title} was not as this program makes it ({reason}): it is kept as {aside}, "
        "and a new one was begun."
    )
    assert kind(folder).notice == ""
    assert len(store.runs() if isinstance(store, RunStore) else store.ids()) == 0


def test_a_store_is_marked_as_ours_and_one_without_the_mark_is_taken(tmp_path) -> None:
    RunStore(tmp_path)
    with closing(sqlite3.connect(tmp_path / "runs.sqlite3")) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        connection.execute("PRAGMA application_id = 0")
    assert RunStore(tmp_path).notice == ""


def test_more_tables_columns_and_indexes_do_no_harm(tmp_path) -> None:
    RunStore(tmp_path)
    with closing(sqlite3.connect(tmp_path / "runs.sqlite3")) as connection:
        connection.executescript(
            "CREATE TABLE more (x); ALTER TABLE runs ADD COLUMN more TEXT; CREATE INDEX other ON runs (name)"
        )
    store = RunStore(tmp_path)
    assert store.notice == ""
    assert store.runs() == ()
