"""The database of the run store: its tables and their migrations."""

from pathlib import Path

from mlp_engine.errors import RunStoreError
from mlp_engine.files.database import Database, DatabaseKind

NAME = "runs.sqlite3"

MIGRATIONS = (
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        star INTEGER NOT NULL DEFAULT 0,
        note TEXT NOT NULL DEFAULT '',
        deleted INTEGER NOT NULL DEFAULT 0,
        network TEXT NOT NULL,
        training TEXT NOT NULL,
        source TEXT NOT NULL,
        data TEXT NOT NULL,
        data_sha256 TEXT NOT NULL,
        samples INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        machine TEXT NOT NULL,
        checkpoint TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,
        outcome TEXT,
        message TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE epochs (
        run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        epoch INTEGER NOT NULL,
        training_loss REAL NOT NULL,
        training_accuracy REAL NOT NULL,
        validation_loss REAL,
        validation_accuracy REAL,
        penalty REAL NOT NULL,
        learning_rate REAL NOT NULL,
        seconds REAL NOT NULL,
        PRIMARY KEY (run, epoch)
    ) WITHOUT ROWID;
    CREATE TABLE changes (
        run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
        epoch REAL NOT NULL,
        what TEXT NOT NULL,
        value REAL NOT NULL,
        PRIMARY KEY (run, epoch, what)
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE runs ADD COLUMN choice TEXT NOT NULL DEFAULT '';
    ALTER TABLE runs ADD COLUMN series TEXT NOT NULL DEFAULT '';
    ALTER TABLE runs ADD COLUMN deleted_at TEXT NOT NULL DEFAULT '';
    UPDATE runs SET deleted_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now') WHERE deleted;
    """,
    """
    ALTER TABLE epochs ADD COLUMN more TEXT NOT NULL DEFAULT '{}';
    """,
)
"""SQL scripts from each version of the tables to the next; a database of version n has had the first n."""

STORED = {
    "runs": "SELECT * FROM runs WHERE id = ?",
    "epochs": "SELECT * FROM epochs WHERE run = ? ORDER BY epoch",
    "changes": "SELECT * FROM changes WHERE run = ? ORDER BY epoch",
}
"""The queries of all rows of a run."""

_RUNS = DatabaseKind(NAME, MIGRATIONS, title="The store of runs", contents="Runs", error=RunStoreError)


def runs_database(folder: Path) -> Database:
    """The database of the runs in ``folder``; it need not exist yet."""
    return Database(folder, _RUNS)
