"""The rows of a drawing: strokes on the same line of writing."""

from collections.abc import Mapping

from mlp_engine.reading.stroke_shapes import Box, StrokeShape, box_around, gaps_between

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
    tallest = max(shape.height for shape in shapes.values())
    tall = {index for index, shape in shapes.items() if shape.height >= _TALL * tallest}
    rows: list[list[int]] = []
    for index in sorted(tall, key=lambda index: -shapes[index].height):
        level = [row for row in rows if any(_level(shapes[index].box, shapes[other].box) for other in row)]
        rows = [row for row in rows if row not in level]
        rows.append([index, *(other for row in level for other in row)])
    rows = _halves_joined(rows, shapes)
    homes = {index: row for row in rows for index in row}
    for index in shapes.keys() - tall:
        nearest = min(tall, key=lambda other: _distance(shapes[index].box, shapes[other].box))
        homes[nearest].append(index)
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
    """Whether every stroke above meets a stroke below, and the other way round."""

    def meet(first: StrokeShape, second: StrokeShape) -> bool:
        across, down = gaps_between(first.box, second.box)
        return across < 0.0 and down < _HALVES_APART * min(first.height, second.height)

    pairs = [(i, j) for i in above for j in below if meet(shapes[i], shapes[j])]
    return {i for i, _ in pairs} == set(above) and {j for _, j in pairs} == set(below)


def _level(first: Box, second: Box) -> bool:
    shorter = min(first[3] - first[1], second[3] - second[1])
    return -gaps_between(first, second)[1] >= _LEVEL * shorter


def _distance(first: Box, second: Box) -> float:
    across, down = gaps_between(first, second)
    return max(across, 0.0) + max(down, 0.0)


def _box(row: list[int], shapes: Mapping[int, StrokeShape]) -> Box:
    return box_around([shapes[index].box for index in row])
