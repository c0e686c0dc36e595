"""Drawings as JSON lines: a stroke file that need not know what was drawn, and that remembers how.

One line is one drawing: ``{"strokes": [[[x, y], …], …], "side": 280, "widths": [20, …], "times": [[0, …], …],
"pressures": [[0.5, …], null, …], "smoothed": [true, …]}``. All but ``strokes`` may be left out, so the lines of a
stroke file with labels are drawings too. With ``side`` the strokes lie on a square sheet of that size, and are
shown where they lie; without it they may be in any unit, and are fitted into the middle of the sheet.
"""

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np

from mlp_engine.datasets.stroke_samples import MAX_COORDINATE, MAX_POINTS, MAX_STROKES, Stroke
from mlp_engine.datasets.strokes import as_list, numbered_records, parse_strokes
from mlp_engine.errors import DataError
from mlp_engine.ink import PenStroke
from mlp_engine.ink.pen_stroke import SHEET_SIDE
from mlp_engine.validation import check_number

MIDDLE_SHARE = 0.64
"""How much of the sheet a drawing without a side of its own fills, by its longer side."""

_MAX_SECONDS = 1e6

Value = TypeVar("Value")


def drawing_as_line(strokes: Sequence[PenStroke], label: int | None = None) -> str:
    """One drawing as a line of a stroke file, without the line's end.

    Args:
        strokes: at least one.
        label: the digit, where somebody has said which it is.

    Raises:
        DataError: if there is no stroke, or more than a stroke file may hold.
    """
    if not strokes:
        raise DataError("A strokes file must hold at least one stroke. Got a drawing without any.")
    points = sum(len(stroke.points) for stroke in strokes)
    if len(strokes) > MAX_STROKES or points > MAX_POINTS:
        raise DataError(
            f"A strokes file must hold at most {MAX_STROKES} strokes and {MAX_POINTS} points. "
            f"Got {len(strokes)} and {points}."
        )
    record: dict[str, object] = {} if label is None else {"label": label}
    record |= {
        "strokes": [[(round(x, 3), round(y, 3)) for x, y in stroke.points] for stroke in strokes],
        "side": SHEET_SIDE,
        "widths": [stroke.width for stroke in strokes],
        "smoothed": [stroke.smoothed for stroke in strokes],
    }
    if any(stroke.times for stroke in strokes):
        record["times"] = [_rounded(stroke.times) for stroke in strokes]
    if any(stroke.pressures for stroke in strokes):
        record["pressures"] = [_rounded(stroke.pressures) for stroke in strokes]
    return json.dumps(record, separators=(",", ":"))


def read_drawing(path: Path) -> tuple[PenStroke, ...]:
    """The first drawing of a stroke file, plain or gzip, as strokes on our sheet.

    Raises:
        DataError: if the file cannot be read, holds no drawing, or its first line is none.
    """
    for drawing in numbered_records(path, parse_drawing):
        return drawing[1]
    raise DataError(f"{path} must hold at least one drawing. Got none.")


def read_drawings(path: Path) -> list[tuple[PenStroke, ...]]:
    """All drawings of a stroke file, as :func:`read_drawing` reads the first."""
    return [drawing for _, drawing in numbered_records(path, parse_drawing)]


def parse_drawing(fields: dict[str, object]) -> tuple[PenStroke, ...]:
    """One drawing, out of a parsed line, as strokes on our sheet.

    Raises:
        DataError: if it is none.
        SettingError: if a number is out of its range.
    """
    strokes = parse_strokes(fields)
    side = fields.get("side")
    if side is not None:
        side = check_number("side", side, above=0, at_most=MAX_COORDINATE)
    count = len(strokes)
    times = _each(fields, "times", count, _times)
    pressures = _each(fields, "pressures", count, _pressures)
    widths = _each(fields, "widths", count, _width)
    smoothed = _each(fields, "smoothed", count, _yes_or_no)
    drawing: list[PenStroke] = []
    for number, points in enumerate(placed(strokes, side)):
        for name, values in (("times", times[number]), ("pressures", pressures[number])):
            if values is not None and len(values) != len(points):
                raise DataError(f"{name} must have one entry a point. Got {len(values)} for {len(points)} points.")
        width = widths[number]
        drawing.append(
            PenStroke(
                points,
                times[number],
                pressures[number],
                PenStroke.width if width is None else width,
                smoothed[number] is not False,
            )
        )
    return tuple(drawing)


def placed(strokes: Sequence[Stroke], side: float | None = None) -> list[Stroke]:
    """The strokes in the unit of our sheet, and none of them beside it; see the top of this module for ``side``."""
    points = np.array([point for stroke in strokes for point in stroke])
    if side is None:
        low, extent = points.min(axis=0), np.ptp(points, axis=0)
        longer = float(extent.max())
        scale = MIDDLE_SHARE * SHEET_SIDE / longer if longer > 0 else 0.0
        points = (points - low - extent / 2) * scale + SHEET_SIDE / 2
    else:
        points = points * (SHEET_SIDE / side)
    points = np.clip(points, 0.0, SHEET_SIDE)
    ends = np.cumsum([len(stroke) for stroke in strokes])[:-1]
    return [tuple((x, y) for x, y in part.tolist()) for part in np.split(points, ends)]


def _each(fields: dict[str, object], name: str, count: int, parse: Callable[[object], Value]) -> Sequence[Value | None]:
    """One value a stroke; ``None`` where the field is left out, or null for that stroke."""
    content = fields.get(name)
    if content is None:
        return [None] * count
    values = as_list(name, content, MAX_POINTS)
    if len(values) != count:
        raise DataError(f"{name} must have one entry a stroke. Got {len(values)} for {count} strokes.")
    return [None if value is None else parse(value) for value in values]


def _times(content: object) -> tuple[float, ...]:
    times = _numbers("times", content, at_most=_MAX_SECONDS)
    if any(later < earlier for earlier, later in pairwise(times)):
        raise DataError("times must never fall within a stroke. Got one that does.")
    return times


def _pressures(content: object) -> tuple[float, ...]:
    return _numbers("pressures", content, at_most=1.0)


def _numbers(name: str, content: object, *, at_most: float) -> tuple[float, ...]:
    return tuple(
        check_number(name, value, at_least=0.0, at_most=at_most) for value in as_list(name, content, MAX_POINTS)
    )


def _width(content: object) -> float:
    return check_number("widths", content, above=0.0, at_most=SHEET_SIDE)


def _yes_or_no(content: object) -> bool:
    if isinstance(content, bool):
        return content
    raise DataError("smoothed must be true or false for each stroke. Got something else.")


def _rounded(values: Sequence[float] | None) -> list[float] | None:
    return None if values is None else [round(value, 4) for value in values]
