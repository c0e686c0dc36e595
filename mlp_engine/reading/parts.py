"""The strokes of a row, joined to parts: what certainly is of one digit is never asked about again.

A slanting hand writes digits whose boxes overlap though there is paper between them. So a row is set upright first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

from mlp_engine.reading.stroke_shapes import Box, StrokeShape, around, paper_between

# Set upright by this share of its slant, as a bar or a 7 leans more than the hand does. Of numbers of practice
# digits, slanted by another 0.45, 0.0, 0.7 and 1.0 leave 89, 100 and 100 % with a right way to share strokes out.
_UPRIGHT = 0.7

# Two strokes are certainly of one digit if one must be moved aside this far, in heights, to clear the other …
_ENTANGLED = 0.3
# … and their ink comes as near as this, or one stands on top of the other: less than this share of the shorter
# overlaps from top to bottom.
_NEAR = 0.12
_STANDS_ON = 0.15

# What has this share of the highest one's height tells how high digits are; a bar or a flag does not.
_TALL = 0.6

WIDEST = 1.7
"""No digit of several parts is wider, in heights."""

FARTHEST = 0.4
"""Ink that is farther from all the rest, in heights, is of another digit."""

Distance = Callable[[tuple[StrokeShape, StrokeShape]], float]


@dataclass(frozen=True, eq=False)
class Part:
    """Strokes that certainly are of one digit.

    Attributes:
        places: where its strokes stand in the drawing.
        box: around them, in the row set upright.
    """

    places: tuple[int, ...]
    box: Box


@dataclass(frozen=True, eq=False)
class RowParts:
    """A row of writing.

    Attributes:
        height: of its digits, by the middle one.
        parts: from left to right, by their middles.
        distances: ink distances of each two parts, in heights; infinite where they are far apart.
    """

    height: float
    parts: tuple[Part, ...]
    distances: Sequence[Sequence[float]]


def parts_of_row(shapes: Mapping[int, StrokeShape], distance: Distance) -> RowParts:
    """Join the strokes of a row, named by their places in the drawing; ``distance`` tells the ink distance of two."""
    boxes = _upright_boxes(shapes)
    far = FARTHEST * max(shape.longer_side for shape in shapes.values())
    distances: dict[tuple[int, int], float] = {}
    for i, j in combinations(shapes, 2):
        near = max(paper_between(boxes[i], boxes[j])) <= far
        distances[i, j] = distances[j, i] = distance((shapes[i], shapes[j])) if near else inf

    def drawn_together(i: int, j: int) -> bool:
        near = distances[i, j] <= _NEAR * max(shapes[i].longer_side, shapes[j].longer_side)
        return near and paper_between(boxes[i], boxes[j])[0] <= 0.0

    height = _digit_height([around([boxes[place] for place in group]) for group in _joined(shapes, drawn_together)])

    def entangled(i: int, j: int) -> bool:
        across, down = paper_between(boxes[i], boxes[j])
        stands_on = -down < _STANDS_ON * min(shapes[i].height, shapes[j].height)
        return -across >= _ENTANGLED * height and (distances[i, j] <= _NEAR * height or stands_on)

    groups = _joined(shapes, entangled)
    parts = [Part(tuple(group), around([boxes[place] for place in group])) for group in groups]
    parts.sort(key=lambda part: part.box[0] + part.box[2])
    between = [
        [0.0 if a is b else min(distances[i, j] for i in a.places for j in b.places) / height for b in parts]
        for a in parts
    ]
    return RowParts(height, tuple(parts), between)


def _upright_boxes(shapes: Mapping[int, StrokeShape]) -> dict[int, Box]:
    across, down = map(sum, zip(*(shape.steep for shape in shapes.values()), strict=True))
    slant = _UPRIGHT * across / down if down > 0.0 else 0.0
    return {place: shape.box_leaning(slant) for place, shape in shapes.items()}


def _digit_height(boxes: Sequence[Box]) -> float:
    """The middle height of what is drawn together and is no mere bar or flag."""
    heights = [max(bottom - top, (right - left) / WIDEST) for left, top, right, bottom in boxes]
    tall = sorted(height for height in heights if height >= _TALL * max(heights))
    # The median; Python's module with that function would bring decimal numbers along: 5 ms of the window's start.
    return (tall[(len(tall) - 1) // 2] + tall[len(tall) // 2]) / 2


def _joined(places: Iterable[int], together: Callable[[int, int], bool]) -> list[list[int]]:
    """Share ``places`` out to groups within which each leads to each by steps of ``together``."""
    groups: list[list[int]] = []
    for place in places:
        mine = [group for group in groups if any(together(other, place) for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([place, *(other for group in mine for other in group)])
    return groups
