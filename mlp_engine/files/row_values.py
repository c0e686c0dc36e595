"""The checks of values read from a row of a database, which another program may have changed.

SQLite keeps any value in any column: a text where a number belongs, bytes where a text belongs. Each function returns
the value of a column if it is of the kind wanted and within its bounds.

Raises (all of them):
    SettingError: if it is not.
"""

import json
import sqlite3
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, cast

from mlp_engine.errors import SettingError
from mlp_engine.validation import shortened

MAX_JSON = 100_000
"""The longest JSON text in a column, in characters."""

MAX_DEPTH = 20
"""How deep lists and objects may be nested in it."""

_YEARS = (1970, 9000)  # Moments near the ends of the calendar cannot be shown in every time zone.


def text_in(row: sqlite3.Row, column: str, *, at_most: int) -> str:
    """A text of at most so many characters."""
    value: object = row[column]
    if not isinstance(value, str):
        raise SettingError(f"{column} must be a text. Got {shortened(repr(value))}.")
    if len(value) > at_most:
        raise SettingError(f"{column} must have at most {at_most:,} characters. Got {len(value):,}.")
    return value


def number_in(row: sqlite3.Row, column: str, *, at_least: float, at_most: float) -> float:
    """A number within the bounds, both inclusive; infinity is a number."""
    value: object = row[column]
    if not isinstance(value, int | float) or not at_least <= value <= at_most:
        raise SettingError(f"{column} must be a number from {at_least:g} to {at_most:g}. Got {shortened(repr(value))}.")
    return float(value)


def moment_in(row: sqlite3.Row, column: str) -> datetime:
    """A moment in UTC from a text in ISO 8601 with a time zone, of a year from 1970 to 9000."""
    value = text_in(row, column, at_most=100)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise SettingError(f"{column} must be a moment in ISO 8601. Got {shortened(repr(value))}.") from None
    return check_moment(column, moment)


def check_moment(name: str, moment: datetime) -> datetime:
    """The moment in UTC, if it has a time zone and is of a year from 1970 to 9000."""
    # In a zone west of Greenwich 1970 begins in 1969. The first comparison refuses what has no time in UTC at all.
    earliest, latest = _YEARS
    possible = moment.tzinfo is not None and earliest - 1 <= moment.year <= latest + 1
    if not (possible and earliest <= moment.astimezone(UTC).year <= latest):
        raise SettingError(
            f"{name} must be a moment with its time zone, of a year from {_YEARS[0]} to {_YEARS[1]}. Got {moment}."
        )
    return moment.astimezone(UTC)


def record_in(row: sqlite3.Row, column: str, known: Collection[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The entries of a JSON object: those with a known name, and the others as short texts.

    A newer version of this program may store entries that this version does not know.
    """
    content = text_in(row, column, at_most=MAX_JSON)
    try:
        value: object = json.loads(content)
        json.dumps(value, ensure_ascii=False).encode()  # refuses halves of surrogate pairs, which cannot be printed
    except (ValueError, RecursionError):
        raise SettingError(f"{column} must be JSON. Got {shortened(repr(content))}.") from None
    if not isinstance(value, dict):
        raise SettingError(f"{column} must be a JSON object. Got {shortened(repr(content))}.")
    _check_depth(column, cast("object", value))
    entries = cast("dict[str, Any]", value)
    unknown = {
        f"{column}.{shortened(name)}": shortened(json.dumps(entry), 200)
        for name, entry in entries.items()
        if name not in known
    }
    return {name: entry for name, entry in entries.items() if name in known}, unknown


def _check_depth(column: str, value: object) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        below: list[object] = []
        for entry in level:
            if isinstance(entry, dict):
                below += cast("dict[str, object]", entry).values()
            elif isinstance(entry, list):
                below += cast("list[object]", entry)
        level = below
    if level:
        raise SettingError(f"{column} must be nested at most {MAX_DEPTH} deep. Got deeper JSON.")
