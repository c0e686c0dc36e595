"""The rows of a drawing: strokes on the same line of writing."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.components import joined
from mlp_engine.reading.stroke_shapes import Box, StrokeShape, all_gaps, box_around

# A stroke with at least this share of the tallest one's height is tall and can form a row; bars and flags cannot.
_TALL = 0.4

# Tall strokes are in one row if they overlap vertically by this share of the shorter one.
_LEVEL = 0.35

# Two rows are the upper and the lower half of one, as in an 8 of two rings, if each stroke meets one of the other row:
# their boxes overlap horizontally, with a vertical gap below this share of the smaller.
_HALVES_APART = 0.2


def rows_of(shapes: Mapping[int, StrokeShape]) -> list[list[int]]:
    """Group the strokes into rows.

    Args:
        shapes: one stroke or more, by their indices in the drawing.

    Returns:
        The indices of the strokes of each row, from the top row down.
    """
    if len(shapes) == 1:
        return [list(shapes)]
    tallest = max(shape.height for shape in shapes.values())
    tall = {index for index, shape in shapes.items() if shape.height >= _TALL * tallest}
    falling = sorted(tall, key=lambda index: -shapes[index].height)
    measures = _Measures(shapes, falling)
    rows = [[falling[place] for place in row] for row in joined(measures.level())]
    rows = _halves_joined(rows, shapes, measures)
    homes = {index: row for row in rows for index in row}
    neighbours = list(tall)
    boxes = np.array([shapes[index].box for index in neighbours])
    for index in shapes.keys() - tall:
        homes[neighbours[_nearest(shapes[index].box, boxes)]].append(index)
    return sorted(rows, key=lambda row: _box(row, shapes)[1])


class _Measures:
    """What lies between each two of the tall strokes."""

    def __init__(self, shapes: Mapping[int, StrokeShape], tall: list[int]) -> None:
        heights = np.array([shapes[index].height for index in tall])
        self._shorter = np.minimum.outer(heights, heights)
        self._across, self._down = all_gaps(np.array([shapes[index].box for index in tall]))
        self._places = {index: place for place, index in enumerate(tall)}

    def level(self) -> NDArray[np.bool_]:
        """Whether they overlap vertically enough to be in one row, shape (strokes, strokes)."""
        return -self._down >= _LEVEL * self._shorter

    def are_halves(self, above: list[int], below: list[int]) -> bool:
        """Whether every stroke above meets a stroke below, and the other way round."""
        pairs = np.ix_([self._places[index] for index in above], [self._places[index] for index in below])
        meet = (self._across[pairs] < 0.0) & (self._down[pairs] < _HALVES_APART * self._shorter[pairs])
        return bool(meet.any(axis=0).all() and meet.any(axis=1).all())


def _halves_joined(rows: list[list[int]], shapes: Mapping[int, StrokeShape], measures: _Measures) -> list[list[int]]:
    halves: list[list[int]] = []
    for row in sorted(rows, key=lambda row: _box(row, shapes)[1]):
        if halves and measures.are_halves(halves[-1], row):
            halves[-1].extend(row)
        else:
            halves.append(row)
    return halves


def _nearest(box: Box, boxes: NDArray[np.float64]) -> int:
    """The place of the box that is the least distance across and down away."""
    left, top, right, bottom = boxes.T
    across = np.maximum(np.maximum(left - box[2], box[0] - right), 0.0)
    down = np.maximum(np.maximum(top - box[3], box[1] - bottom), 0.0)
    return int((across + down).argmin())


def _box(row: list[int], shapes: Mapping[int, StrokeShape]) -> Box:
    return box_around([shapes[index].box for index in row])
