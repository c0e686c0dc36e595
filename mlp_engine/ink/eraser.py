"""Rubs ink out: parts of strokes, whole strokes, and the ink of a picture.

An eraser is a round tip that moves along a straight line; a longer way is several of these.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.pen_stroke import SHEET_SIDE, PenStroke, Point

_SAMPLE = 1.0
"""Distance, in units of the sheet, at which a stroke is looked at; between two looks a straight line will do."""


def rub_out(strokes: Sequence[PenStroke], start: Point, end: Point, width: float) -> tuple[PenStroke, ...]:
    """Take away the ink that a tip ``width`` wide touches on its way, and leave the rest of each stroke.

    A stroke is cut so far from the tip that its new round ends just do not touch it. Where the tip only grazes a
    stroke, so that the new ends would meet, the stroke stays whole.

    Returns:
        The strokes, in their order; those that were not touched are the same objects.
    """
    left: list[PenStroke] = []
    for stroke in strokes:
        left.extend(_parts_left(stroke, start, end, width / 2) if _is_near(stroke, start, end, width) else (stroke,))
    return tuple(left)


def take_away(strokes: Sequence[PenStroke], start: Point, end: Point, width: float) -> tuple[PenStroke, ...]:
    """All strokes but those whose ink a tip ``width`` wide touches on its way."""
    return tuple(
        stroke
        for stroke in strokes
        if not (
            _is_near(stroke, start, end, width)
            and (_distances(_sampled(stroke)[1], start, end) < width / 2 + stroke.width / 2).any()
        )
    )


def rub_out_ink(ink: NDArray[np.uint8], start: Point, end: Point, width: float) -> NDArray[np.uint8] | None:
    """Take away the ink of a picture under a tip that moves over the sheet on which the picture lies centred.

    Returns:
        The same array if nothing changed, a new one otherwise, and nothing if no ink is left.
    """
    unit = SHEET_SIDE / max(ink.shape)
    columns, rows = _pixel_centres(ink.shape[1], unit), _pixel_centres(ink.shape[0], unit)
    way = np.array((start, end))
    low, high = way.min(axis=0) - width / 2 - unit, way.max(axis=0) + width / 2 + unit
    across = slice(*np.searchsorted(columns, (low[0], high[0])))
    down = slice(*np.searchsorted(rows, (low[1], high[1])))
    centres = np.stack(np.meshgrid(columns[across], rows[down]), axis=-1)
    kept = np.clip((_distances(centres, start, end) - width / 2) / unit + 0.5, 0.0, 1.0)
    before = ink[down, across]
    after = np.rint(before * kept).astype(np.uint8)
    if (after == before).all():
        return ink
    rubbed = ink.copy()
    rubbed[down, across] = after
    return rubbed if rubbed.any() else None


def _parts_left(stroke: PenStroke, start: Point, end: Point, radius: float) -> Iterator[PenStroke]:
    """The stroke itself if the tip does not cut it, or what is left of it."""
    places, points = _sampled(stroke)
    outside = _distances(points, start, end) - (radius + stroke.width / 2)
    rubbed = outside < 0
    edges = np.flatnonzero(rubbed[1:] != rubbed[:-1])
    share = outside[edges] / (outside[edges] - outside[edges + 1])
    crossings = places[edges] + share * (places[edges + 1] - places[edges])
    first, last = float(places[0]), float(places[-1])
    stretches = list(pairwise([first, *crossings.tolist(), last]))

    def is_grazed(low: float, high: float) -> bool:
        return first < low and high < last and _length(_between(stroke.columns, low, high)) <= stroke.width

    gone = [stretch for stretch in stretches[0 if rubbed[0] else 1 :: 2] if not is_grazed(*stretch)]
    if not gone:
        yield stroke
        return
    left = first
    for low, high in (*gone, (last, last)):
        if low > left:
            yield stroke.part(_between(stroke.columns, left, low))
        left = high


def _pixel_centres(pixels: int, unit: float) -> NDArray[np.float64]:
    """Where the pixels of a picture lie on the sheet, along one of its sides."""
    return unit * (np.arange(pixels, dtype=np.float64) + 0.5 - pixels / 2) + SHEET_SIDE / 2


def _between(columns: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    """The rows from place ``low`` to ``high``, counted in rows, the first and last interpolated."""
    inside = range(math.floor(low) + 1, math.ceil(high))
    places = np.array([low, *inside, high], dtype=np.float64)
    rows = np.arange(len(columns), dtype=np.float64)
    between = [np.interp(places, rows, columns[:, number]) for number in range(columns.shape[1])]
    return np.stack(between, axis=1)


def _length(columns: NDArray[np.float64]) -> float:
    steps = np.diff(columns[:, :2], axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def _sampled(stroke: PenStroke) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places along the stroke's columns, counted in rows, close enough to each other; and the points there."""
    points = stroke.columns[:, :2]
    if len(points) == 1:
        return np.zeros(1), points
    steps = np.diff(points, axis=0)
    pieces = np.maximum(np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / _SAMPLE), 1).astype(np.int64)
    row = np.repeat(np.arange(len(steps)), pieces)
    first = np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (np.arange(len(row)) - first) / pieces[row]
    places = np.append(row + share, float(len(steps)))
    return places, np.append(points[row] + share[:, None] * steps[row], points[-1:], axis=0)


def _is_near(stroke: PenStroke, start: Point, end: Point, width: float) -> bool:
    """Whether the boxes around the stroke's ink and the tip's way meet: most strokes on a sheet are out of it."""
    points = stroke.columns[:, :2]
    reach = (width + stroke.width) / 2
    low, high = points.min(axis=0) - reach, points.max(axis=0) + reach
    way = np.array((start, end))
    return bool((way.max(axis=0) >= low).all() and (way.min(axis=0) <= high).all())


def _distances(points: NDArray[np.float64], start: Point, end: Point) -> NDArray[np.float64]:
    """Of ``points``, shape (…, 2), from the straight line between ``start`` and ``end``; shape (…)."""
    origin = np.array(start)
    way = np.array(end) - origin
    offsets = points - origin
    length = float(way @ way)
    share = np.clip(offsets @ way / length, 0.0, 1.0) if length else np.zeros(points.shape[:-1])
    nearest = offsets - share[..., None] * way
    return np.hypot(nearest[..., 0], nearest[..., 1])
