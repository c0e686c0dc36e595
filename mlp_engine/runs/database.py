"""The SQLite file behind the store of runs: its tables, their versions, and what happens when it is damaged.

Every operation opens the file for itself, so that threads and processes may use the store at the same time. The
write-ahead log makes a transaction all or nothing, whenever the program is killed.
"""

import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from mlp_engine.datasets.folder_lock import folder_lock
from mlp_engine.errors import RunStoreError

NAME = "runs.sqlite3"
_SECONDS_TO_WAIT = 30.0

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
)
"""What leads from each version of the tables to the next; a database of version n has seen the first n."""


def prepare(folder: Path) -> str:
    """Make sure that ``folder`` holds a sound database of the newest version.

    Returns:
        A sentence for a person if a damaged one had to be set aside, else nothing.

    Raises:
        RunStoreError: if it cannot be opened, or belongs to a newer version of this program.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not _is_damaged(folder):
            return ""
        with folder_lock(folder, _patience()):
            # Another process may have set it aside meanwhile: the one that is there now must not follow it.
            return _set_aside(folder) if _is_damaged(folder) else ""
    except OSError as error:
        raise RunStoreError(
            f"Runs must be kept in a folder that can be written. Got {folder} ({error.strerror or error})."
        ) from error


@contextmanager
def transaction(folder: Path) -> Generator[sqlite3.Connection]:
    """A connection in one transaction: all of it is kept, or on an error nothing.

    Raises:
        RunStoreError: if the database cannot be used.
    """
    try:
        with closing(_open(folder)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise RunStoreError(
            f"The store of runs must be readable and writable. Got {folder / NAME} ({error})."
        ) from error


@contextmanager
def reading(folder: Path) -> Generator[sqlite3.Connection]:
    """A connection that sees one state of the database and waits for no writer.

    Raises:
        RunStoreError: if the database cannot be used.
    """
    try:
        with closing(_open(folder)) as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise RunStoreError(f"The store of runs must be readable. Got {folder / NAME} ({error}).") from error


def _open(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / NAME, timeout=_SECONDS_TO_WAIT, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a finished epoch outlasts a power cut, too
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_damaged(folder: Path) -> bool:
    """Check the database, and bring it to the newest version if it is sound."""
    try:
        with closing(_open(folder)) as connection:
            if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                return True
            _migrate(connection, folder)
            return False
    except sqlite3.OperationalError as error:
        raise RunStoreError(
            f"The store of runs must be a file that can be opened. Got {folder / NAME} ({error})."
        ) from error
    except sqlite3.DatabaseError:
        return True


def _migrate(connection: sqlite3.Connection, folder: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise RunStoreError(
            f"The store of runs must be of version {len(MIGRATIONS)} or older. "
            f"Got {folder / NAME} of version {version}, made by a newer program; it is left as it is."
        )
    for script in MIGRATIONS[version:]:
        for statement in script.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")


def _set_aside(folder: Path) -> str:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = f"damaged-{stamp}-{NAME}"
    for suffix in ("-wal", "-shm", ""):
        path = folder / f"{NAME}{suffix}"
        if path.exists():
            path.rename(folder / f"{aside}{suffix}")
    if _is_damaged(folder):
        raise RunStoreError(f"The store of runs must be a sound database. Got {folder / NAME}, damaged again at once.")
    return f"The store of runs was damaged: it is kept as {folder / aside}, and a new one was begun."


def _patience() -> Callable[[], None]:
    until = time.monotonic() + _SECONDS_TO_WAIT

    def wait() -> None:
        if time.monotonic() > until:
            raise TimeoutError("another program holds it")
        time.sleep(0.05)

    return wait
