"""Rules taken out of ink: the lines of an exercise book, squared paper and table cells that cross the whole picture."""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.components import Mask
from mlp_engine.ink.retracing import line_width

# Rules are this level or upright to a twentieth, cover this share of the picture's width, and are no thicker than
# this share of its longer side.
_STEEPEST = 0.05
_COVERAGE = 0.75
_THICKEST = 0.025

# A single line is a rule if it is thinner than this share of the writing's lines; otherwise it may be a digit's bar.
_THINNER = 0.6

_MOST_SLOPES = 8  # families of parallel lines that are looked for, one after the other


def without_rules(ink: NDArray[np.uint8], palest: int) -> NDArray[np.uint8]:
    """The ink without its rules, level and upright ones; strokes that cross a rule stay whole.

    Args:
        ink: shape (height, width).
        palest: the level from which a pixel counts as ink.
    """
    level, level_count = _without_level_rules(ink, palest)
    turned, upright_count = _without_level_rules(np.ascontiguousarray(level.T), palest)
    if level_count + upright_count == 0:
        return ink
    cleared = np.ascontiguousarray(turned.T)
    if level_count + upright_count == 1 and cleared.any():
        removed = (ink >= palest) & (cleared < palest)
        if line_width(np.where(removed, ink, np.uint8(0))) > _THINNER * line_width(cleared):
            return ink
    return cleared


def _without_level_rules(ink: NDArray[np.uint8], palest: int) -> tuple[NDArray[np.uint8], int]:
    """The ink without its level rules, and how many they were."""
    height, width = ink.shape
    thickest = max(2, round(_THICKEST * max(ink.shape)))
    slopes = np.arange(-_STEEPEST, _STEEPEST + 1e-9, 1.5 / width) if width * _STEEPEST > 1.5 else np.zeros(1)
    middle = width / 2
    count = 0
    for _ in range(_MOST_SLOPES):
        mask = ink >= palest
        rows, columns = np.nonzero(mask)
        best, sums = 0.0, np.zeros(height, np.int64)
        for slope in slopes.tolist():
            on_line = np.rint(rows - slope * (columns - middle)).astype(np.int64)
            lying = np.bincount(on_line[(on_line >= 0) & (on_line < height)], minlength=height)
            if lying.max() > sums.max():
                best, sums = slope, lying
        bands = [band for band in _bands(sums >= _COVERAGE * width) if band[1] - band[0] <= thickest]
        if not bands:
            break
        ink = ink.copy()
        for first, last in bands:
            _clear(ink, mask, first, last, best)
        count += len(bands)
    return ink, count


def _clear(ink: NDArray[np.uint8], mask: Mask, first: int, last: int, slope: float) -> None:
    """Take out the rows from ``first`` to ``last`` of a line, but where a stroke comes out of them."""
    height, width = ink.shape
    columns = np.arange(width, dtype=np.int64)
    shift = np.rint(slope * (columns - width / 2)).astype(np.int64)
    above, below = first + shift - 2, last + shift + 1
    crossed = mask[above.clip(0, height - 1), columns] & (above >= 0)
    crossed |= mask[below.clip(0, height - 1), columns] & (below < height)
    for row in range(first - 1, last + 1):
        places = row + shift
        here = ~crossed & (places >= 0) & (places < height)
        ink[places[here], columns[here]] = 0


def _bands(lines: Mask) -> list[tuple[int, int]]:
    """First and last but one of each run of neighbouring lines."""
    steps = np.diff(np.concatenate(([0], lines.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps > 0).tolist(), np.flatnonzero(steps < 0).tolist(), strict=True))
