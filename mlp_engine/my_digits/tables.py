"""The tables of the store of own drawings."""

from mlp_engine.errors import MyDigitsError
from mlp_engine.files.database import DatabaseKind

MIGRATIONS = (
    # Strokes have a table of their own, so that the one that a grid reads is small.
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
)
"""What leads from each version of the tables to the next."""

MY_DIGITS = DatabaseKind(
    file_name="my-digits.sqlite3",
    migrations=MIGRATIONS,
    title="The store of my digits",
    contents="My digits",
    error=MyDigitsError,
)
