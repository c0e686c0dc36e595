"""Hairlines drawn again with the pen that strokes have, without closing a loop."""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.components import Mask, components_of, distances
from mlp_engine.ink.normalise import ink_box
from mlp_engine.ink.strokes import PEN_SHARE

# Lines thinner than this share of the digit are hairlines. The thinnest of MNIST's 70,000, cleaned as above: 0.0526.
_HAIRLINE = 0.05

_INK = 64  # a pixel from this level on is part of a hairline

# Of a loop that the pen would fill, what lies farther from its line than this share of the farthest stays paper.
_OPEN = 0.6

# A hole smaller than this, in squares of the digit's longer side, is no loop.
_LOOP = 0.0008


def retraced(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same ink; or, if its lines are clearly thin, drawn again with the usual pen, which closes no loop.

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
    reach = _reach(line, apart, usual, _LOOP * longer_side**2)
    grown = np.clip(reach + 0.5 - apart, 0.0, 1.0) * 255  # smooth to a fraction of a pixel
    ink[inside] = np.maximum(ink[inside], grown.astype(np.uint8))
    return ink


def _reach(line: Mask, apart: NDArray[np.float32], usual: float, least_area: float) -> NDArray[np.float32]:
    """How far the pen reaches at each pixel: as usual, less in a loop that it would fill."""
    holes = components_of(~line, corners=False)
    height, width = line.shape
    boxes = holes.boxes
    outside = (boxes[:, 0] == 0) | (boxes[:, 1] == 0) | (boxes[:, 2] == width) | (boxes[:, 3] == height)
    farthest = np.zeros(len(holes) + 1, np.float32)
    np.maximum.at(farthest, holes.labels, apart)
    filled = np.concatenate(([False], ~outside & (holes.areas >= least_area))) & (farthest <= usual)
    return np.where(filled, _OPEN * farthest, np.float32(usual))[holes.labels].astype(np.float32)


def line_width(ink: NDArray[np.uint8]) -> float:
    """Mean width of the lines in pixels: twice their area over the length of their outline.

    A line of length l and width w has area l·w and an outline of about 2·l. Area is the sum of ink, and the outline
    the sum of its steepness, so that grey pixels count by their share.
    """
    levels = np.pad(ink, 1).astype(np.float32)
    down = levels[1:, :-1] - levels[:-1, :-1]
    across = levels[:-1, 1:] - levels[:-1, :-1]
    return 2.0 * float(levels.sum()) / float(np.hypot(down, across).sum())
