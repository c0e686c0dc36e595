"""Which strokes stand on the same line of writing."""

from collections.abc import Mapping

from mlp_engine.reading.stroke_shapes import Box, StrokeShape, around, paper_between

# A stroke at least this share of the tallest one's height is part of a line by itself; bars and flags are not.
_TALL = 0.4

# Tall strokes are on one line if they overlap from top to bottom by this share of the shorter …
_LEVEL = 0.35

# … and two lines are the upper and the lower half of one, as in an 8 of two rings, if each of their strokes meets
# one of the other line: with less paper between them than this share of the smaller.
_HALVES_APART = 0.2


def rows_of(shapes: Mapping[int, StrokeShape]) -> list[list[int]]:
    """Share the strokes out to rows.

    Args:
        shapes: one stroke or more, by their place in the drawing.

    Returns:
        The places of the strokes of each row, rows from the top.
    """
    tallest = max(shape.height for shape in shapes.values())
    tall = {place for place, shape in shapes.items() if shape.height >= _TALL * tallest}
    rows: list[list[int]] = []
    for place in sorted(tall, key=lambda place: -shapes[place].height):
        level = [row for row in rows if any(_level(shapes[place].box, shapes[other].box) for other in row)]
        rows = [row for row in rows if row not in level]
        rows.append([place, *(other for row in level for other in row)])
    rows = _halves_joined(rows, shapes)
    homes = {place: row for row in rows for place in row}
    for place in shapes.keys() - tall:
        nearest = min(tall, key=lambda other: _distance(shapes[place].box, shapes[other].box))
        homes[nearest].append(place)
    return sorted(rows, key=lambda row: _box(row, shapes)[1])


def _halves_joined(rows: list[list[int]], shapes: Mapping[int, StrokeShape]) -> list[list[int]]:
    joined: list[list[int]] = []
    for row in sorted(rows, key=lambda row: _box(row, shapes)[1]):
        if joined and _are_halves(joined[-1], row, shapes):
            joined[-1].extend(row)
        else:
            joined.append(row)
    return joined


def _are_halves(above: list[int], below: list[int], shapes: Mapping[int, StrokeShape]) -> bool:
    """Whether every stroke stands on one of the row below it, or carries one of the row above."""

    def meet(first: StrokeShape, second: StrokeShape) -> bool:
        across, down = paper_between(first.box, second.box)
        return across < 0.0 and down < _HALVES_APART * min(first.height, second.height)

    pairs = [(i, j) for i in above for j in below if meet(shapes[i], shapes[j])]
    return {i for i, _ in pairs} == set(above) and {j for _, j in pairs} == set(below)


def _level(first: Box, second: Box) -> bool:
    shorter = min(first[3] - first[1], second[3] - second[1])
    return -paper_between(first, second)[1] >= _LEVEL * shorter


def _distance(first: Box, second: Box) -> float:
    across, down = paper_between(first, second)
    return max(across, 0.0) + max(down, 0.0)


def _box(row: list[int], shapes: Mapping[int, StrokeShape]) -> Box:
    return around([shapes[place].box for place in row])
