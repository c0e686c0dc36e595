"""The database of the store of drawings: its tables and their migrations, and the deletion of everything in it."""

import sqlite3

from mlp_engine.errors import MyDigitsError
from mlp_engine.files.database import Database, DatabaseKind

MIGRATIONS = (
    # Strokes have their own table, so that the one that a grid reads stays small.
    """
    CREATE TABLE drawings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label INTEGER NOT NULL,
        created TEXT NOT NULL,
        answer INTEGER,
        probability REAL,
        network TEXT NOT NULL,
        device TEXT NOT NULL,
        deleted INTEGER NOT NULL DEFAULT 0,
        image BLOB NOT NULL
    );
    CREATE INDEX drawings_to_choose ON drawings (deleted, id, label, answer, created);
    CREATE TABLE strokes (
        drawing INTEGER PRIMARY KEY REFERENCES drawings ON DELETE CASCADE,
        line TEXT NOT NULL
    );
    """,
    """
    ALTER TABLE drawings ADD COLUMN utc_offset INTEGER;
    """,
)
"""SQL scripts from each version of the tables to the next."""

STORED = {
    "drawings": "SELECT * FROM drawings WHERE id = ?",
    "strokes": "SELECT * FROM strokes WHERE drawing = ?",
}
"""The queries of all rows of a drawing."""

MY_DIGITS = DatabaseKind(
    file_name="my-digits.sqlite3",
    migrations=MIGRATIONS,
    title="The store of my digits",
    contents="My digits",
    error=MyDigitsError,
)


def forget(database: Database) -> None:
    """Delete all drawings, overwrite them in the file, and delete the other files made from them.

    Raises:
        MlpError: the error of the database's kind, if it cannot be used, or another program is using it.
    """
    kind = database.kind
    with database.connection("readable and writable, and used by nobody else at this moment") as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("DELETE FROM drawings")  # and their strokes
        # Moving the log into the file overwrites the drawings there; VACUUM then rewrites the file without them.
        _empty_log(connection)
        connection.execute("VACUUM")
        _empty_log(connection)
    try:
        for path in database.folder.glob(f"damaged-*-{kind.file_name}*"):
            path.unlink(missing_ok=True)
        (database.folder / "tuned.safetensors").unlink(missing_ok=True)
    except OSError as error:
        raise kind.error(
            f"The files of {kind.contents.lower()} must be ones that can be removed. "
            f"Got {error.filename} ({error.strerror})."
        ) from error


def _empty_log(connection: sqlite3.Connection) -> None:
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise sqlite3.OperationalError("another program is reading it")
