"""Cuts between digits that touch: the paths from top to bottom that cross the least ink.

Over-segmentation as of LeCun, Bottou, Bengio and Haffner (1998), section V: more cuts than needed are proposed, and
the network chooses among them. Each cut is the cheapest path through one column of the middle row, found by dynamic
programming, so that it runs along the paper between slanted digits and crosses strokes where they are thin.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.blur import Levels
from mlp_engine.ink.components import Mask, components_of, grown, numbered
from mlp_engine.ink.digit_layout import around
from mlp_engine.ink.pieces import Pieces

# What a path pays for a step to the side, where a pixel of full ink costs 1.
_SIDE_STEP = 0.1

# All in heights of the ink: how near a cut may lie to its end or to the next cut, and the most ink that it crosses.
_NEAREST = 0.12
_MOST_INK = 0.6

MOST_CUTS = 14
"""That are proposed for one piece of ink, the cheapest ones: enough for six digits, whose ways are quickly tried."""

# What a cut leaves of a stroke on its wrong side is a rest if it has less than this share of the largest piece there,
# or than this share of all.
_REST = 0.2
_LEAST_SHARE = 0.03


@dataclass(frozen=True, eq=False)
class Cut:
    """A way through ink from top to bottom.

    Attributes:
        columns: for each row, the first column on its right side, shape (height,).
        crossed: how much ink it crosses, in heights.
    """

    columns: NDArray[np.int64]
    crossed: float

    def enlarged(self, times: int, height: int) -> "Cut":
        """The same cut in ink that is ``times`` as large, and ``height`` pixels high."""
        rows = np.minimum(np.arange(height) // times, len(self.columns) - 1)
        return Cut(self.columns[rows] * times, self.crossed)


def proposed_cuts(ink: NDArray[np.uint8]) -> tuple[Cut, ...]:
    """The cuts that may lie between digits in ``ink``, shape (height, width), from the left; at most ``MOST_CUTS``."""
    height, width = ink.shape
    nearest = max(round(_NEAREST * height), 1)
    if width <= 2 * nearest:
        return ()
    costs = ink.astype(np.float32) / np.float32(255)
    above, below = _least_costs(costs), _least_costs(costs[::-1])[::-1]
    middle = height // 2
    through = (above[middle] + below[middle] - costs[middle]).astype(np.float32)
    taken: list[int] = []
    for column in sorted(_lowest(through, nearest), key=lambda column: float(through[column])):
        if through[column] > _MOST_INK * height or len(taken) == MOST_CUTS:
            break
        if all(abs(column - other) >= nearest for other in taken):
            taken.append(column)
    return tuple(_cut(costs, above, below, column) for column in sorted(taken))


def ink_between(ink: NDArray[np.uint8], before: Cut | None, behind: Cut | None) -> NDArray[np.uint8]:
    """The part of ``ink``, shape (height, width), between two cuts, or a cut and the end, without rests of strokes."""
    columns = np.arange(ink.shape[1], dtype=np.int64)
    here: Mask = ink > 0
    if before is not None:
        here &= columns >= before.columns[:, None]
    if behind is not None:
        here &= columns < behind.columns[:, None]
    pieces = components_of(here)
    if not len(pieces):
        return np.zeros_like(ink)
    large = pieces.areas >= _REST * pieces.areas.max()
    return np.where(pieces.mask(large), ink, np.uint8(0))


def parted(pieces: Pieces, places: Sequence[int], cuts: Sequence[Cut]) -> tuple[Pieces, tuple[tuple[int, ...], ...]]:
    """Cut some pieces of ink in two or more.

    Args:
        pieces: all pieces of a picture.
        places: of those that are cut; the cuts lie in the box around them.
        cuts: from the left; they may meet, but do not cross.

    Returns:
        All pieces, with the new ones at the end, and the places of those between each two cuts, from the left.
    """
    labels = pieces.components.labels.copy()
    left, top, right, bottom = around(pieces.components.boxes, places)
    within = labels[top:bottom, left:right]
    columns = np.arange(right - left, dtype=np.int64)
    side = sum((columns[None, :] >= cut.columns[:, None] for cut in cuts), np.zeros(within.shape, np.int64))
    between: list[list[int]] = [[] for _ in range(len(cuts) + 1)]
    owners = list(range(len(pieces.fates)))  # of each piece, the one that it is a part of
    for place in places:
        mine = within == place + 1
        parts = _without_rests(np.where(mine, side + 1, 0), len(between))
        numbers: list[int] = np.unique(parts[mine]).tolist()
        first, *others = numbers
        between[first - 1].append(place)
        for part in others:
            between[part - 1].append(len(owners))
            within[parts == part] = len(owners) + 1
            owners.append(place)
    return _renewed(pieces, labels, owners), tuple(map(tuple, between))


def _without_rests(parts: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Parts, numbered from 1, of which each small rest apart from its part's largest piece goes to the part beside."""
    parts = parts.copy()
    whole = int((parts > 0).sum())
    for part in range(1, count + 1):
        pieces = components_of(parts == part)
        if not len(pieces):
            continue
        large = pieces.areas.max()
        for place, (left, top, right, bottom) in enumerate(pieces.boxes.tolist()):
            is_rest = pieces.areas[place] < _REST * large or pieces.areas[place] < _LEAST_SHARE * whole
            near = slice(max(top - 1, 0), bottom + 1), slice(max(left - 1, 0), right + 1)
            piece = pieces.labels[near] == place + 1
            beside = parts[near][grown(piece, 1) & ~piece]
            beside = beside[beside > 0]
            if is_rest and len(beside):
                parts[near][piece] = int(np.bincount(beside).argmax())
    return parts


def _least_costs(costs: Levels) -> Levels:
    """The cost of the cheapest path from the first row to each pixel, its own included."""
    least = costs.copy()
    for row in range(1, len(costs)):
        before = least[row - 1]
        best = before.copy()
        np.minimum(best[1:], before[:-1] + _SIDE_STEP, out=best[1:])
        np.minimum(best[:-1], before[1:] + _SIDE_STEP, out=best[:-1])
        least[row] += best
    return least


def _lowest(through: Levels, nearest: int) -> list[int]:
    """The columns with the least of their surroundings, not near either end; of a run of such columns the middle."""
    reach = max(nearest // 2, 1)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(through, reach, mode="edge"), 2 * reach + 1)
    lowest = np.flatnonzero(through <= windows.min(axis=-1) + 1e-3)
    runs = np.split(lowest, np.flatnonzero(np.diff(lowest) > 1) + 1)
    middles = [int(run[len(run) // 2]) for run in runs if len(run)]
    return [column for column in middles if nearest <= column <= len(through) - nearest]


def _cut(costs: Levels, above: Levels, below: Levels, column: int) -> Cut:
    """The cheapest path through ``column`` of the middle row."""
    height, width = costs.shape
    middle = height // 2
    path = np.empty(height, np.int64)
    path[middle] = column
    for rows, least in ((range(middle - 1, -1, -1), above), (range(middle + 1, height), below)):
        here = column
        for row in rows:
            ways = np.arange(max(here - 1, 0), min(here + 2, width))
            here = int(ways[(least[row, ways] + _SIDE_STEP * (ways != here)).argmin()])
            path[row] = here
    return Cut(path, float(costs[np.arange(height), path].sum()) / height)


def _renewed(pieces: Pieces, labels: NDArray[np.int64], owners: Sequence[int]) -> Pieces:
    """Pieces as ``labels`` has them; each has the fate of the one that it is a part of, and its share of strong ink."""
    components = numbered(labels, len(owners))
    whole = np.maximum(pieces.components.areas[list(owners)], 1)
    strong = np.rint(pieces.strong[list(owners)] * components.areas / whole).astype(np.int64)
    return Pieces(components, strong, tuple(pieces.fates[owner] for owner in owners))
