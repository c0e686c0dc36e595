"""Rows of a database as they are stored, for rows that cannot be read as anything else."""

import base64
import json
import sqlite3
from collections.abc import Mapping

Rows = dict[str, list[dict[str, object]]]
"""The rows of each table, by the names of their columns."""


def rows_as_stored(connection: sqlite3.Connection, queries: Mapping[str, str], key: int) -> Rows:
    """The rows that belong to ``key``.

    Args:
        connection: of a database that can be read.
        queries: for each table the query of its rows, with one parameter: the key.
        key: number of the run or drawing.
    """
    before = connection.text_factory
    connection.text_factory = _text_or_bytes
    try:
        return {
            table: [dict(zip(row.keys(), row, strict=True)) for row in connection.execute(query, (key,))]
            for table, query in queries.items()
        }
    finally:
        connection.text_factory = before


def as_json(rows: Rows) -> str:
    """The rows as one JSON object; bytes, and texts that are not UTF-8, become ``{"base64": …}``."""
    return json.dumps(rows, indent=1, default=_encoded) + "\n"


def _text_or_bytes(content: bytes) -> str | bytes:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def _encoded(value: object) -> dict[str, str]:
    assert isinstance(value, bytes), "SQLite knows no other type that JSON lacks"
    return {"base64": base64.b64encode(value).decode()}
