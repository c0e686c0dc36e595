"""Hairlines drawn again with the pen that strokes have, without closing a loop."""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.components import components_of, distances
from mlp_engine.ink.normalise import ink_box
from mlp_engine.ink.strokes import PEN_SHARE

# Lines thinner than this share of the digit are hairlines. The thinnest of MNIST's 70,000, cleaned as above: 0.0526.
_HAIRLINE = 0.05

_INK = 64  # a pixel from this level on is part of a hairline

# The pens tried, in shares of the usual one: the first that leaves every loop open is taken.
_PENS = (1.0, 0.8, 0.6, 0.4, 0.2)

# A hole smaller than this, in squares of the digit's longer side, is no loop.
_LOOP = 0.0008


def retraced(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same ink; or, if its lines are clearly thin, with the widest pen up to the usual that closes no loop.

    Retraced ink has an even margin more on all sides: a line at the edge needs room for the pen.

    Raises:
        InkError: if there is no ink.
    """
    left, top, right, bottom = ink_box(ink)
    longer_side = max(right - left, bottom - top)
    width = line_width(ink[top:bottom, left:right])
    if width >= _HAIRLINE * longer_side:
        return ink
    usual = (PEN_SHARE * longer_side - width) / 2
    margin = int(usual) + 1
    ink = np.pad(ink, margin)
    inside = slice(top, bottom + 2 * margin), slice(left, right + 2 * margin)
    line = ink[inside] >= _INK
    apart = distances(line, margin)
    loops = _loops(line, longer_side)
    radius = usual
    for share in _PENS:
        radius = share * usual
        if _loops(apart <= radius, longer_side) >= loops:
            break
    grown = np.clip(radius + 0.5 - apart, 0.0, 1.0) * 255  # smooth to a fraction of a pixel
    ink[inside] = np.maximum(ink[inside], grown.astype(np.uint8))
    return ink


def line_width(ink: NDArray[np.uint8]) -> float:
    """Mean width of the lines in pixels: twice their area over the length of their outline.

    A line of length l and width w has area l·w and an outline of about 2·l. Area is the sum of ink, and the outline
    the sum of its steepness, so that grey pixels count by their share.
    """
    levels = np.pad(ink, 1).astype(np.float32)
    down = levels[1:, :-1] - levels[:-1, :-1]
    across = levels[:-1, 1:] - levels[:-1, :-1]
    return 2.0 * float(levels.sum()) / float(np.hypot(down, across).sum())


def _loops(line: NDArray[np.bool_], longer_side: int) -> int:
    """How many pieces of paper the line encloses."""
    paper = components_of(~np.pad(line, 1), corners=False)
    return int((paper.areas >= _LOOP * longer_side**2).sum()) - 1  # the paper around it is no loop
