"""The conversion between drawings and rows of the store's tables."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b

import numpy as np

from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.datasets.drawing_file import drawing_as_line, parse_drawing
from mlp_engine.my_digits.records import DrawingFilter, KeptDrawing, LabelledDrawing

DRAWING_COLUMNS = "id, label, created, answer, probability, network, device, deleted, image"
"""The columns that :func:`kept_drawing` reads."""

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
    columns = (
        drawing.label,
        _iso(drawing.created or datetime.now(UTC)),
        drawing.answer,
        drawing.probability,
        drawing.network,
        drawing.device,
        drawing.ink.tobytes(),
    )
    return columns, line


def insert_row(connection: sqlite3.Connection, columns: Columns, line: str | None) -> int:
    """Insert what :func:`drawing_row` returned; returns the drawing's number."""
    number = connection.execute(
        "INSERT INTO drawings (label, created, answer, probability, network, device, image)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
        columns,
    ).fetchone()[0]
    if line is not None:
        connection.execute("INSERT INTO strokes (drawing, line) VALUES (?, ?)", (number, line))
    return number


def condition_of(which: DrawingFilter) -> tuple[str, list[object]]:
    """The SQL condition of the selected drawings, and its parameters."""
    parts: list[str] = ["deleted = ?"]
    values: list[object] = [which.deleted]
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


def kept_drawing(row: sqlite3.Row) -> KeptDrawing:
    """The drawing in a row of :data:`DRAWING_COLUMNS`."""
    return KeptDrawing(
        id=row["id"],
        label=row["label"],
        image=np.frombuffer(row["image"], np.uint8).reshape(IMAGE_SIDE, IMAGE_SIDE),
        created=datetime.fromisoformat(row["created"]),
        answer=row["answer"],
        probability=row["probability"],
        network=row["network"],
        device=row["device"],
        deleted=bool(row["deleted"]),
    )


def _iso(moment: datetime) -> str:
    """A time as in the database: ISO 8601 in UTC, so that texts sort by time."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
