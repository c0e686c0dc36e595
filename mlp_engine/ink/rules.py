"""Rules taken out of ink: the lines of an exercise book, squared paper and table cells that cross the whole picture."""

from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
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

# A rule may leave its straight line by so many pixels; its edge is ragged by as much as this.
_DRIFT = 4
_RAGGED = 1

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
    beyond = int(_STEEPEST * width / 2) + 1  # a rule may leave the picture at a corner
    lines = np.arange(-beyond, height + beyond, dtype=np.int64)
    slopes = _slopes_with_lengths(height, width, beyond)
    count = 0
    for _ in range(_MOST_SLOPES):
        mask = ink >= palest
        rows, columns = np.nonzero(mask)
        best, shares = 0.0, np.zeros(len(lines))
        for slope, lengths in slopes:
            on_line = np.rint(rows - slope * (columns - width / 2)).astype(np.int64) + beyond
            within = on_line[(on_line >= 0) & (on_line < len(lines))]
            lying = np.bincount(within, minlength=len(lines)) / lengths
            if lying.max() > shares.max():
                best, shares = slope, lying
        bands = [band for band in _bands(shares >= _COVERAGE) if band[1] - band[0] <= thickest]
        if not bands:
            break
        ink = ink.copy()
        cleared = [_clear(ink, mask, first - beyond, last - beyond, best, thickest) for first, last in bands]
        if not any(cleared):
            break
        count += sum(cleared)
    return ink, count


@lru_cache(8)
def _slopes_with_lengths(height: int, width: int, beyond: int) -> tuple[tuple[float, NDArray[np.float64]], ...]:
    """The slopes that are looked for, and how many columns of each line lie within pictures of this size."""
    slopes = np.arange(-_STEEPEST, _STEEPEST + 1e-9, 1.5 / width) if width * _STEEPEST > 1.5 else np.zeros(1)
    lines = np.arange(-beyond, height + beyond, dtype=np.int64)
    return tuple((slope, _length_within(lines, slope, height, width)) for slope in slopes.tolist())


def _length_within(lines: NDArray[np.int64], slope: float, height: int, width: int) -> NDArray[np.float64]:
    """How many columns of each line lie within the picture; at least half of all.

    Args:
        lines: the rows in which the lines cross the middle column.
        slope: of all.
        height: of the picture.
        width: of the picture.
    """
    if slope == 0.0:
        return np.where((lines >= 0) & (lines < height), width, np.inf)
    ends = np.sort(np.stack((-lines / slope, (height - lines) / slope)), axis=0).clip(-width / 2, width / 2)
    return np.maximum(ends[1] - ends[0], width / 2)


def _clear(ink: NDArray[np.uint8], mask: Mask, first: int, last: int, slope: float, thickest: int) -> bool:
    """Take out a line that lies in the rows from ``first`` to ``last``, but where a stroke comes out of it.

    A rule is not quite straight, so its path is followed from column to column: the middle of its ink, as the median
    of the columns around has it. Its thickness is that of most columns. What is thicker than ``thickest`` is no rule.

    Returns:
        Whether it is a rule.
    """
    height, width = ink.shape
    columns = np.arange(width, dtype=np.int64)
    shift = np.rint(slope * (columns - width / 2)).astype(np.int64)
    reach = thickest + _DRIFT
    offsets = np.arange(-reach, reach + 1)[:, None]

    def strip_along(path: NDArray[np.int64]) -> Mask:
        rows = path + offsets
        return mask[rows.clip(0, height - 1), columns] & (rows >= 0) & (rows < height)

    straight = (first + last - 1) // 2 + shift
    strip = strip_along(straight) & (np.abs(offsets) <= (last - first) // 2 + _DRIFT)
    depths = strip.sum(axis=0)
    bare = (depths > 0) & (depths <= np.median(depths) + _RAGGED)  # where no stroke lies on it
    if not bare.any():
        return False
    middles = (strip * offsets).sum(axis=0)[bare] / depths[bare]
    everywhere = np.asarray(np.interp(columns, columns[bare], middles), np.float64)
    path = straight + np.rint(_running_median(everywhere)).astype(np.int64)
    strip = strip_along(path)
    above = np.logical_and.accumulate(strip[reach::-1]).sum(axis=0)
    below = np.logical_and.accumulate(strip[reach:]).sum(axis=0)
    usual_above, usual_below = np.median(above[bare]), np.median(below[bare])
    if usual_above + usual_below - 1 > thickest:
        return False
    crossed = (above > usual_above + _RAGGED) | (below > usual_below + _RAGGED)
    rows = path + offsets
    lying = (offsets >= -np.rint(usual_above)) & (offsets <= np.rint(usual_below))
    here = lying & ~crossed & (rows >= 0) & (rows < height)
    ink[rows[here], np.broadcast_to(columns, rows.shape)[here]] = 0
    return True


def _running_median(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The median of each value and its neighbours, an eighth of all to both sides."""
    reach = len(values) // 8
    windows = sliding_window_view(np.pad(values, reach, mode="reflect"), 2 * reach + 1)
    return np.asarray(np.median(windows, axis=1), np.float64)


def _bands(lines: Mask) -> list[tuple[int, int]]:
    """First and last but one of each run of neighbouring lines."""
    steps = np.diff(np.concatenate(([0], lines.astype(np.int8), [0])))
    return list(zip(np.flatnonzero(steps > 0).tolist(), np.flatnonzero(steps < 0).tolist(), strict=True))
