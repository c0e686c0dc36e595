"""Rows and digits among the pieces of a picture's ink."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.components import joined

Box = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels of the ink; right and bottom just behind the last."""

# A piece at least this high, in heights of the writing, is a digit or half of one; others are parts of digits …
_TALL = 0.5
# … if they are no farther from one than this. What is lower and narrower than these is dust.
_NEAR = 0.25
_LEAST_HEIGHT = 0.15
_LEAST_WIDTH = 0.25

# Tall pieces are of one digit if their boxes overlap across by this share of the narrower one, and are no farther
# apart from top to bottom than this share of the writing's height.
_ACROSS = 0.6
_DOWN = 0.15

# A bar under the digits underlines them if it is no higher than this, in its widths, as wide as this share of what it
# lies under, and at least so far below it, in heights of the writing.
_FLAT = 0.25
_UNDER = 0.7
_BELOW = 0.02


def digit_rows(boxes: NDArray[np.int64], kept: NDArray[np.bool_]) -> tuple[list[list[list[int]]], list[int]]:
    """Share the pieces out to digits, and the digits to rows.

    Args:
        boxes: left, top, right and bottom of each piece, shape (count, 4).
        kept: which of them are writing, shape (count,).

    Returns:
        Rows from the top, in each its digits from the left, of each digit the places of its pieces. And the places of
        small pieces that are near no digit, or may underline one.
    """
    places = np.flatnonzero(kept).tolist()
    if not places:
        return [], []
    heights = boxes[:, 3] - boxes[:, 1]
    widths = boxes[:, 2] - boxes[:, 0]
    writing = float(np.percentile(heights[places], 90))
    digits = _joined([[place] for place in places if heights[place] >= _TALL * writing], boxes, writing)
    loose: list[int] = []
    for place in places:
        if heights[place] >= _TALL * writing:
            continue
        if heights[place] <= _LEAST_HEIGHT * writing and widths[place] <= _LEAST_WIDTH * writing:
            continue
        if _underlines(boxes, place, digits, writing):
            loose.append(place)
            continue
        nearest = min(digits, key=lambda digit: _apart(around(boxes, digit), around(boxes, [place])))
        if _apart(around(boxes, nearest), around(boxes, [place])) < _NEAR * writing:
            nearest.append(place)
        else:
            loose.append(place)
    # Several that stand above one another may be a digit, though each is low.
    stacks = _joined([[place] for place in loose], boxes, writing) if loose else []
    high = [stack for stack in stacks if _height(around(boxes, stack)) >= _TALL * writing]
    digits += high
    loose = [place for place in loose if not any(place in stack for stack in high)]
    rows: list[list[list[int]]] = []
    spans: list[tuple[int, int]] = []  # from the top to the bottom of each
    for digit in sorted(digits, key=lambda digit: around(boxes, digit)[1]):
        _, top, _, bottom = around(boxes, digit)
        for place, (row_top, row_bottom) in enumerate(spans):
            if row_top < (top + bottom) / 2 < row_bottom or top < (row_top + row_bottom) / 2 < bottom:
                rows[place].append(digit)
                spans[place] = min(top, row_top), max(bottom, row_bottom)
                break
        else:
            rows.append([digit])
            spans.append((top, bottom))
    return [sorted(row, key=lambda digit: around(boxes, digit)[0]) for row in rows], loose


def is_underline(bar: Box, above: Box, writing: float) -> bool:
    """Whether a bar lies under what is in the box ``above``, apart from it; ``writing`` is the height of digits."""
    left, top, right, bottom = bar
    wide = right - left >= _UNDER * (above[2] - above[0])
    return wide and bottom - top <= _FLAT * (right - left) and top >= above[3] + _BELOW * writing


def _underlines(boxes: NDArray[np.int64], place: int, digits: list[list[int]], writing: float) -> bool:
    """Whether a piece lies under the digits above it like a line drawn there."""
    bar = around(boxes, [place])
    over = [box for box in (around(boxes, digit) for digit in digits) if box[0] < bar[2] and bar[0] < box[2]]
    near = [box for box in over if bar[1] - box[3] < _NEAR * writing]
    if not near:
        return False
    lefts, tops, rights, bottoms = zip(*near, strict=True)
    return is_underline(bar, (min(lefts), min(tops), max(rights), max(bottoms)), writing)


def around(boxes: NDArray[np.int64], places: Sequence[int]) -> Box:
    """The box around several pieces."""
    some = boxes[list(places)]
    left, top = some[:, :2].min(axis=0).tolist()
    right, bottom = some[:, 2:].max(axis=0).tolist()
    return left, top, right, bottom


def _joined(digits: list[list[int]], boxes: NDArray[np.int64], writing: float) -> list[list[int]]:
    """Join digits that stand above each other, until none do."""
    while True:
        left, top, right, bottom = np.array([around(boxes, digit) for digit in digits]).T
        across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
        down = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
        one = (across > _ACROSS * np.minimum.outer(right - left, right - left)) & (down > -_DOWN * writing)
        if not np.triu(one, 1).any():
            return digits
        digits = [[piece for place in group for piece in digits[place]] for group in joined(one)]


def _height(box: Box) -> int:
    return box[3] - box[1]


def _apart(a: Box, b: Box) -> int:
    """Paper between two boxes, across and down together."""
    return max(a[0] - b[2], b[0] - a[2], 0) + max(a[1] - b[3], b[1] - a[3], 0)
