"""The parts of a row: strokes that certainly belong to one digit, joined before the rest is grouped.

In slanted handwriting the boxes of digits overlap although there is a gap between them. So the slant of a row is
removed first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.components import joined
from mlp_engine.reading.stroke_shapes import Box, StrokeShape, all_gaps, box_around, leaning_boxes

# The share of a row's slant that is removed, since a bar or a 7 leans more than the handwriting. Of numbers composed of
# practice digits and slanted by another 0.45, a share of 0.0, 0.7 and 1.0 leaves 89, 100 and 100 % that can still be
# grouped right.
_SLANT_REMOVED = 0.7

# Two strokes certainly belong to one digit if their boxes overlap horizontally by at least this, in heights, …
_ENTANGLED = 0.3
# … and either their ink is as near as this, or one stands on the other: they overlap vertically by less than this share
# of the shorter one.
_NEAR = 0.12
_STANDS_ON = 0.15

# Groups of strokes with at least this share of the tallest one's height determine the height of digits; bars and flags
# do not.
_TALL = 0.6

WIDEST = 1.7
"""The largest width of a digit of several parts, in heights."""

FARTHEST = 0.4
"""The largest distance, in heights, from a part to the nearest other part of its digit."""

Distance = Callable[[tuple[StrokeShape, StrokeShape]], float]


@dataclass(frozen=True, eq=False)
class Part:
    """Strokes that certainly belong to one digit.

    Attributes:
        strokes: the indices of its strokes in the drawing.
        box: the box around them, with the slant removed.
    """

    strokes: tuple[int, ...]
    box: Box


@dataclass(frozen=True, eq=False)
class RowParts:
    """A row of writing.

    Attributes:
        height: the median height of its digits.
        parts: its parts from left to right, by their centres.
        distances: ink distance between each two parts, in heights; infinite if they are far apart.
    """

    height: float
    parts: tuple[Part, ...]
    distances: Sequence[Sequence[float]]


def parts_of_row(shapes: Mapping[int, StrokeShape], distance: Distance) -> RowParts:
    """Join the strokes of a row, given by their indices; ``distance`` computes the ink distance of two strokes."""
    indices, strokes = list(shapes), list(shapes.values())
    boxes = _upright_boxes(strokes)
    longer_sides = np.array([shape.longer_side for shape in strokes])
    heights = np.array([shape.height for shape in strokes])
    across, down = all_gaps(boxes)
    near = np.maximum(across, down) <= FARTHEST * longer_sides.max()
    distances = np.full(near.shape, inf)
    for i, j in np.argwhere(np.triu(near, 1)).tolist():
        distances[i, j] = distances[j, i] = distance((strokes[i], strokes[j]))

    drawn_together = (distances <= _NEAR * np.maximum.outer(longer_sides, longer_sides)) & (across <= 0.0)
    edges: list[Box] = [(left, top, right, bottom) for left, top, right, bottom in boxes.tolist()]
    height = _digit_height([box_around([edges[place] for place in group]) for group in joined(drawn_together)])

    stands_on = -down < _STANDS_ON * np.minimum.outer(heights, heights)
    entangled = (-across >= _ENTANGLED * height) & ((distances <= _NEAR * height) | stands_on)
    groups = [(box_around([edges[place] for place in group]), group) for group in joined(entangled)]
    groups.sort(key=lambda group: group[0][0] + group[0][2])
    parts = tuple(Part(tuple(indices[place] for place in group), box) for box, group in groups)
    order = [place for _, group in groups for place in group]
    starts = np.cumsum([0, *(len(group) for _, group in groups[:-1])])
    between = distances[np.ix_(order, order)]
    for axis in (0, 1):
        between = np.minimum.reduceat(between, starts, axis=axis)
    between /= height
    np.fill_diagonal(between, 0.0)
    return RowParts(height, parts, between.tolist())


def _upright_boxes(strokes: Sequence[StrokeShape]) -> NDArray[np.float64]:
    across, down = map(sum, zip(*(shape.steep for shape in strokes), strict=True))
    return leaning_boxes(strokes, _SLANT_REMOVED * across / down if down > 0.0 else 0.0)


def _digit_height(boxes: Sequence[Box]) -> float:
    """The median height of groups of strokes drawn together, without mere bars and flags."""
    heights = [max(bottom - top, (right - left) / WIDEST) for left, top, right, bottom in boxes]
    tall = sorted(height for height in heights if height >= _TALL * max(heights))
    # The median. Importing the module statistics for it would add 5 ms to the start of the window.
    return (tall[(len(tall) - 1) // 2] + tall[len(tall) // 2]) / 2
