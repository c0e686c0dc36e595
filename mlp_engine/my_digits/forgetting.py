"""Forgets every own drawing for good."""

import sqlite3

from mlp_engine.files.database import Database


def forget(database: Database) -> None:
    """Empty the database, overwrite what was in it, and remove what else in its folder was made of the drawings.

    Raises:
        MlpError: of the database's kind, if it cannot be used, or another program is just using it.
    """
    kind = database.kind
    with database.connection("readable and writable, and used by nobody else at this moment") as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("DELETE FROM drawings")  # their strokes go with them
        # Moved from the log into the file, where they overwrite what was; then the file is written anew, shorter.
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
