"""Whether a database is one that this program has made: its mark, its version and its tables."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

APPLICATION_ID = 0x4D4C5044
"""The mark in the header of each database that this program makes ("MLPD"); versions up to 0.1.0 left it at 0."""


class NotOursError(sqlite3.DatabaseError):
    """A database was made by another program; the message says how that shows, as the end of a sentence."""


def check_is_ours(connection: sqlite3.Connection, migrations: Sequence[str]) -> int:
    """The version of the tables, which may be newer than this program.

    A view or a trigger is none of ours: it would make a query compute what another program has written there. Tables,
    indexes and columns beside ours do no harm.

    Args:
        connection: an open database.
        migrations: SQL scripts, each from one version of the tables to the next.

    Raises:
        NotOursError: if another program has made it, or changed its tables.
    """
    mark = _pragma(connection, "application_id")
    if mark not in (0, APPLICATION_ID):
        raise NotOursError(f"it has the mark {mark:#x} of another program")
    version = _pragma(connection, "user_version")
    found = connection.execute("SELECT type, name, upper(ltrim(sql)) LIKE 'CREATE VIRTUAL%' FROM sqlite_schema")
    kinds = [("virtual table" if virtual else kind, name) for kind, name, virtual in found]
    for kind, _ in kinds:
        if kind not in ("table", "index"):
            raise NotOursError(f"it has a {kind}")
    tables = {name for kind, name in kinds if kind == "table" and not name.startswith("sqlite_")}
    if version == 0 and tables:
        raise NotOursError("it has tables, but no version")
    if version < 0:
        raise NotOursError(f"its version is {version}")
    if version > len(migrations):
        if tables and not tables & tables_of(migrations).keys():
            raise NotOursError("it has none of the tables")
        return version
    for table, columns in tables_of(migrations[:version]).items():
        if table not in tables:
            raise NotOursError(f"its table {table} is missing")
        if columns - columns_of(connection, table):
            raise NotOursError(f"its table {table} has other columns")
    return version


def tables_of(migrations: Sequence[str]) -> dict[str, set[tuple[str, str, int]]]:
    """The columns of each table after these migrations."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for script in migrations:
            connection.executescript(script)
        found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return {name: columns_of(connection, name) for (name,) in found.fetchall()}


def columns_of(connection: sqlite3.Connection, table: str) -> set[tuple[str, str, int]]:
    """Name, type and place in the primary key of each column that is stored."""
    query = "SELECT name, upper(type), pk FROM pragma_table_xinfo(?) WHERE hidden = 0"
    return {(name, kind, place) for name, kind, place in connection.execute(query, (table,))}


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]
