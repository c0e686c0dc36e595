"""The rescue of a damaged database: the rows that can be read are copied into a new one, as SQLite's ``.recover`` does.

A damaged page makes a query fail where it comes to that page. So each table is read from its beginning, then from its
end, and then from the middle of whatever is left between, until the gaps are small or the attempts are used up.
"""

import sqlite3
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import cast
from urllib.parse import quote

from mlp_engine.files.database_identity import columns_of, tables_of
from mlp_engine.files.paths import is_there

MOST_ATTEMPTS = 500
"""How many times a table is read from another place."""

MOST_SECONDS = 60.0
"""How long the rescue of a database may take."""

_STEPS_BETWEEN_CHECKS = 100_000  # of SQLite's machine
_ENDS = (-(2**63), 2**63 - 1)


def rescue_rows(damaged: Path, connection: sqlite3.Connection, migrations: Sequence[str]) -> dict[str, int]:
    """Copy all rows that can be read into tables that are new; rows that do not fit there are left out.

    Args:
        damaged: the database; it is not changed.
        connection: the new database, in a transaction.
        migrations: the SQL scripts that made the tables of both.

    Returns:
        The number of rows copied into each table.
    """
    copied = dict.fromkeys(tables_of(migrations), 0)
    with suppress(sqlite3.Error, UnicodeDecodeError), closing(_opened(damaged)) as source:
        for table in copied:
            known = {name for name, _, _ in columns_of(connection, table)}
            for row in _rows(source, table):
                copied[table] += _insert(connection, table, row, known)
    return copied


def _opened(damaged: Path) -> sqlite3.Connection:
    log = damaged.with_name(f"{damaged.name}-wal")
    # Without a log to be read, SQLite shall not begin one beside the database.
    way = "mode=ro" if is_there(log) and log.stat().st_size else "immutable=1"
    source = sqlite3.connect(f"file:{quote(str(damaged))}?{way}", uri=True, isolation_level=None)
    source.row_factory = sqlite3.Row
    source.text_factory = text_of
    until = time.monotonic() + MOST_SECONDS
    source.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS_BETWEEN_CHECKS)
    # A writable schema, which nothing writes to here, lets SQLite read a file that was cut off.
    for pragma in ("writable_schema = ON", "trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        source.execute(f"PRAGMA {pragma}")
    return source


def text_of(content: bytes) -> str:
    """A text of a database; one whose bytes are not UTF-8 must not make the rows around it unreadable."""
    return content.decode(errors="replace")


def _rows(source: sqlite3.Connection, table: str) -> Iterator[sqlite3.Row]:
    """The rows of a table that can be read; some may come twice."""
    with suppress(sqlite3.Error, UnicodeDecodeError):
        # A view of this name could compute rows without end, and a virtual table could run its own code.
        kind = "SELECT upper(ltrim(sql)) LIKE 'CREATE TABLE%' FROM sqlite_schema WHERE type = 'table' AND name = ?"
        if (found := source.execute(kind, (table,)).fetchone()) is None or not found[0]:
            return
        key = next((name for name, _, place in columns_of(source, table) if place == 1), None)
        if key is not None:
            yield from _Table(source, table, key).rows()


class _Table:
    def __init__(self, source: sqlite3.Connection, name: str, key: str) -> None:
        self._source = source
        self._key = key
        self._select = f'SELECT * FROM "{name}" WHERE "{key}" BETWEEN ? AND ? ORDER BY "{key}"'
        self._attempts = 0

    def rows(self) -> Iterator[sqlite3.Row]:
        """Read from both ends of each gap, the widest first."""
        gaps = [_ENDS]
        while gaps and self._attempts < MOST_ATTEMPTS:
            low, high = gaps.pop(0)
            left = yield from self._from_one_end(low, high, "ASC")
            if left is None:
                continue
            right = yield from self._from_one_end(left, high, "DESC")
            if right is None or right <= left:
                continue
            middle = (left + right) // 2
            gaps += [(left, middle), (middle + 1, right)]

    def _from_one_end(self, low: int, high: int, order: str) -> Generator[sqlite3.Row, None, int | None]:
        """Read rows until one cannot be read; returns the key of the last row, or ``None`` if all were read."""
        self._attempts += 1
        last = low if order == "ASC" else high
        try:
            for row in self._source.execute(f"{self._select} {order}", (low, high)):
                key: object = row[self._key]
                if not isinstance(key, int) or not (last <= key if order == "ASC" else key <= last):
                    return last  # pages that are linked in a circle give the same rows again
                last = key
                yield row
        except (sqlite3.Error, UnicodeDecodeError):
            return last
        return None


def _insert(connection: sqlite3.Connection, table: str, row: sqlite3.Row, known: set[str]) -> int:
    names = [name for name in row.keys() if name in known]  # noqa: SIM118 (a row is no dictionary)
    columns, marks = ", ".join(names), ", ".join("?" * len(names))
    values = [cast("object", row[name]) for name in names]
    # Not the cursor's rowcount: in a Turkish locale Python takes no statement that begins with an I for an insertion.
    before = connection.total_changes
    with suppress(sqlite3.Error):  # such as epochs of a run that could not be read
        connection.execute(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", values)
    return connection.total_changes - before
