"""The conversion between drawings and rows of the store's tables."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b
from typing import cast

import numpy as np

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.datasets.drawing_file import drawing_as_line, parse_drawing
from mlp_engine.errors import DataError, MlpError
from mlp_engine.files.row_values import moment_in, text_in
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits.records import MAX_WORD, DrawingFilter, KeptDrawing, LabelledDrawing, UnreadableDrawing
from mlp_engine.validation import check_number, check_whole_number, shortened, visible

DRAWING_COLUMNS = "id, label, created, answer, probability, network, device, deleted, image, utc_offset"
"""The columns that :func:`drawing_in` reads."""

IN_USE = "deleted IS NOT 1"
"""The condition of drawings in use: an odd value in this column must not hide a drawing."""

MAX_STROKES_TEXT = 1 << 24
"""The longest line of strokes, in characters; the strokes that a drawing may have need less."""

LABEL_IS_SOUND = "typeof(label) = 'integer' AND label BETWEEN 0 AND 9"
"""The condition of drawings whose label can be read."""

IMAGE_IS_SOUND = f"typeof(image) = 'blob' AND length(image) = {IMAGE_PIXELS}"
"""The condition of drawings whose image can be read."""

MOMENT_IS_SOUND = (
    "typeof(created) = 'text' AND created BETWEEN '1970' AND '9001'"
    " AND strftime('%Y-%m-%dT%H:%M:%S+00:00', created, '+0 days') IS created"
)
"""The condition of drawings whose time is one as this store writes it; the modifier refuses a 30th of February."""

_MOST_MINUTES = 24 * 60 - 1

Columns = tuple[object, ...]


def content_of(label: int, image: bytes) -> bytes:
    """A hash that is equal for drawings with the same label and the same digit image."""
    return blake2b(image, digest_size=16, salt=bytes([label])).digest()


def drawing_row(drawing: LabelledDrawing) -> tuple[Columns, str | None]:
    """The columns of a drawing, and its strokes as one line of JSON."""
    line = None
    if drawing.strokes:
        line = drawing_as_line(drawing.strokes)
        # The image is made from the rounded numbers in the line, so exporting and importing gives the same image.
        drawing = replace(drawing, strokes=parse_drawing(json.loads(line)))
    created = drawing.created or datetime.now(UTC).astimezone()
    columns = (
        drawing.label,
        _iso(created),
        drawing.answer,
        drawing.probability,
        drawing.network,
        drawing.device,
        drawing.ink.tobytes(),
        (created.utcoffset() or timedelta()) // timedelta(minutes=1),
    )
    return columns, line


def insert_row(connection: sqlite3.Connection, columns: Columns, line: str | None) -> int:
    """Insert what :func:`drawing_row` returned; returns the drawing's number."""
    number = connection.execute(
        "INSERT INTO drawings (label, created, answer, probability, network, device, image, utc_offset)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        columns,
    ).fetchone()[0]
    if line is not None:
        connection.execute("INSERT INTO strokes (drawing, line) VALUES (?, ?)", (number, line))
    return number


def condition_of(which: DrawingFilter) -> tuple[str, list[object]]:
    """The SQL condition of the selected drawings, and its parameters."""
    parts = ["deleted = 1" if which.deleted else IN_USE]
    values: list[object] = []
    if which.label is not None:
        parts.append("label = ?")
        values.append(which.label)
    if which.wrong_only:
        parts.append("answer != label")  # NULL, which is not true, if no network read it
    if which.since is not None:
        parts.append("created >= ?")
        values.append(_iso(which.since))
    if which.until is not None:
        parts.append("created < ?")
        values.append(_iso(which.until))
    return " AND ".join(parts), values


def drawing_in(row: sqlite3.Row) -> KeptDrawing | UnreadableDrawing:
    """The drawing in a row of :data:`DRAWING_COLUMNS`, which is checked."""
    try:
        return _kept_drawing(row)
    except MlpError as error:
        return UnreadableDrawing(row["id"], str(error), deleted=row["deleted"] == 1)


def strokes_in(row: sqlite3.Row) -> tuple[PenStroke, ...]:
    """The strokes in the column ``line``; none if it is empty.

    Raises:
        DataError: if they cannot be read.
        SettingError: likewise.
    """
    if row["line"] is None:
        return ()
    line = text_in(row, "line", at_most=MAX_STROKES_TEXT)
    try:
        fields: object = json.loads(line)
        if isinstance(fields, dict):
            return parse_drawing(cast("dict[str, object]", fields))
    except (ValueError, RecursionError):
        pass
    raise DataError(f"line must be one JSON object with strokes. Got {shortened(repr(line))}.")


def _kept_drawing(row: sqlite3.Row) -> KeptDrawing:
    image, answer, probability = row["image"], row["answer"], row["probability"]
    if not isinstance(image, bytes) or len(image) != IMAGE_PIXELS:
        raise DataError(f"image must be {IMAGE_PIXELS} bytes of ink. Got {shortened(repr(image))}.")
    return KeptDrawing(
        id=row["id"],
        label=check_whole_number("label", row["label"], at_least=0, at_most=9),
        image=np.frombuffer(image, np.uint8).reshape(IMAGE_SIDE, IMAGE_SIDE),
        created=moment_in(row, "created").astimezone(_zone(row)),
        answer=None if answer is None else check_whole_number("answer", answer, at_least=0, at_most=9),
        probability=None if probability is None else check_number("probability", probability, at_least=0, at_most=1),
        network=visible(text_in(row, "network", at_most=MAX_WORD)),
        device=visible(text_in(row, "device", at_most=MAX_WORD)),
        deleted=bool(check_whole_number("deleted", row["deleted"], at_least=0, at_most=1)),
    )


def _zone(row: sqlite3.Row) -> timezone:
    """The time zone in which it was drawn; UTC for drawings of version 0.1.0, which did not keep it."""
    minutes = check_whole_number("utc_offset", row["utc_offset"] or 0, at_least=-_MOST_MINUTES, at_most=_MOST_MINUTES)
    return timezone(timedelta(minutes=minutes))


def _iso(moment: datetime) -> str:
    """A time as in the database: ISO 8601 in UTC, so that texts sort by time."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
