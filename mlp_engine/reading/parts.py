"""The parts of a row: strokes that certainly belong to one digit, joined before the rest is grouped.

In slanted handwriting the boxes of digits overlap although there is a gap between them. So the slant of a row is
removed first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

from mlp_engine.reading.stroke_shapes import Box, StrokeShape, box_around, gaps_between

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
    boxes = _upright_boxes(shapes)
    far = FARTHEST * max(shape.longer_side for shape in shapes.values())
    distances: dict[tuple[int, int], float] = {}
    for i, j in combinations(shapes, 2):
        near = max(gaps_between(boxes[i], boxes[j])) <= far
        distances[i, j] = distances[j, i] = distance((shapes[i], shapes[j])) if near else inf

    def drawn_together(i: int, j: int) -> bool:
        near = distances[i, j] <= _NEAR * max(shapes[i].longer_side, shapes[j].longer_side)
        return near and gaps_between(boxes[i], boxes[j])[0] <= 0.0

    height = _digit_height([box_around([boxes[index] for index in group]) for group in _joined(shapes, drawn_together)])

    def entangled(i: int, j: int) -> bool:
        across, down = gaps_between(boxes[i], boxes[j])
        stands_on = -down < _STANDS_ON * min(shapes[i].height, shapes[j].height)
        return -across >= _ENTANGLED * height and (distances[i, j] <= _NEAR * height or stands_on)

    groups = _joined(shapes, entangled)
    parts = [Part(tuple(group), box_around([boxes[index] for index in group])) for group in groups]
    parts.sort(key=lambda part: part.box[0] + part.box[2])
    between = [
        [0.0 if a is b else min(distances[i, j] for i in a.strokes for j in b.strokes) / height for b in parts]
        for a in parts
    ]
    return RowParts(height, tuple(parts), between)


def _upright_boxes(shapes: Mapping[int, StrokeShape]) -> dict[int, Box]:
    across, down = map(sum, zip(*(shape.steep for shape in shapes.values()), strict=True))
    slant = _SLANT_REMOVED * across / down if down > 0.0 else 0.0
    return {index: shape.box_leaning(slant) for index, shape in shapes.items()}


def _digit_height(boxes: Sequence[Box]) -> float:
    """The median height of groups of strokes drawn together, without mere bars and flags."""
    heights = [max(bottom - top, (right - left) / WIDEST) for left, top, right, bottom in boxes]
    tall = sorted(height for height in heights if height >= _TALL * max(heights))
    # The median. Importing the module statistics for it would add 5 ms to the start of the window.
    return (tall[(len(tall) - 1) // 2] + tall[len(tall) // 2]) / 2


def _joined(strokes: Iterable[int], together: Callable[[int, int], bool]) -> list[list[int]]:
    """The connected groups of ``strokes`` when ``together`` connects pairs of them."""
    groups: list[list[int]] = []
    for index in strokes:
        mine = [group for group in groups if any(together(other, index) for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([index, *(other for group in mine for other in group)])
    return groups
