"""The grouping of a row's parts into digits, at the least cost.

A digit is a run of neighbouring parts. The cost of a grouping is the sum of the costs of its runs, which measure how
unlike a digit a run is, and of the cuts between them. These costs come from shapes and distances only; the reader adds
the network's doubt about a run, with :data:`DOUBT_WEIGHT`. The cheapest grouping is found by dynamic programming.

The weights were fitted: with likelihoods proportional to exp(−cost), they maximise the likelihood of the right grouping
among all groupings of 3,000 numbers composed of practice digits (``docs/scripts/fit_grouping.py``, seed 1). No
people's drawings were used.
"""

from collections.abc import Mapping, Sequence
from math import inf

from mlp_engine.reading.parts import FARTHEST, WIDEST, RowParts
from mlp_engine.reading.stroke_shapes import Box, gaps_between

Run = tuple[int, int]
"""A run of parts that may be a digit: the index of its first part, and the one after its last."""

RUN_WEIGHTS = (12.98, 7.48, 6.62, 11.0, -3.26)
CUT_WEIGHTS = (12.81, 1.13)
CUT_FEATURES = len(CUT_WEIGHTS)
DOUBT_WEIGHT = 2.53

_MOST_PARTS = 5

# For neighbours whose ink is as near as this, in heights, it matters how much lower they stand.
_BESIDE = 0.2


def run_costs(row: RowParts) -> dict[Run, float]:
    """The cost of each run that may be a digit."""
    return {run: weighted(features, RUN_WEIGHTS) for run, features in run_features(row).items()}


def cut_costs(row: RowParts) -> list[float]:
    """The cost of each cut; the first is before part 1, counted from 0."""
    return [weighted(features, CUT_WEIGHTS) for features in cut_features(row)]


def weighted(features: Sequence[float], weights: Sequence[float]) -> float:
    """Σ feature · weight."""
    return sum(feature * weight for feature, weight in zip(features, weights, strict=True))


def run_features(row: RowParts) -> dict[Run, tuple[float, ...]]:
    """The features of each run that may be a digit, in heights of the row's digits.

    They are how much lower than a digit it is; the square of how much wider than a digit it is; the widest gap between
    its parts; how much lower a neighbour stands that nearly touches it; and the constant 1.
    """
    features: dict[Run, tuple[float, ...]] = {}
    count = len(row.parts)
    boxes = _run_boxes(row)
    for (start, stop), (left, top, right, bottom) in boxes.items():
        if stop - start > 1 and not _is_connected(row, start, stop):
            continue
        width, height = (right - left) / row.height, (bottom - top) / row.height
        paper = [gaps_between(boxes[start, k], boxes[k, stop])[0] / row.height for k in range(start + 1, stop)]
        lower = [
            (row.parts[beside].box[3] - bottom) / row.height - 0.1
            for beside in (start - 1, stop)
            if 0 <= beside < count and min(row.distances[beside][start:stop]) < _BESIDE
        ]
        features[start, stop] = (
            max(0.9 - height, 0.0),
            max(width - 0.7, 0.0) ** 2,
            max([0.0, *paper]),
            max([0.0, *lower]),
            1.0,
        )
    return features


def _run_boxes(row: RowParts) -> dict[Run, Box]:
    """The box around each single part, and around each run of several that is not too wide for a digit."""
    boxes: dict[Run, Box] = {}
    for start, part in enumerate(row.parts):
        left, top, right, bottom = boxes[start, start + 1] = part.box
        for stop in range(start + 2, min(start + _MOST_PARTS, len(row.parts)) + 1):
            x, y, far_x, far_y = row.parts[stop - 1].box
            left, top, right, bottom = min(left, x), min(top, y), max(right, far_x), max(bottom, far_y)
            if (right - left) / row.height > WIDEST:
                break  # and so are all longer ones
            boxes[start, stop] = (left, top, right, bottom)
    return boxes


def cut_features(row: RowParts) -> list[tuple[float, ...]]:
    """The features of each cut, from two parts on either side.

    They are how far the boxes on both sides overlap horizontally, in heights; and how near their ink is, from 0, far,
    to 1, touching.
    """
    features: list[tuple[float, ...]] = []
    for cut in range(1, len(row.parts)):
        pairs = [(i, j) for i in range(max(cut - 2, 0), cut) for j in range(cut, min(cut + 2, len(row.parts)))]
        across = min(gaps_between(row.parts[i].box, row.parts[j].box)[0] for i, j in pairs) / row.height
        distance = min(row.distances[i][j] for i, j in pairs)
        features.append((max(-across, 0.0), max(1.0 - 10.0 * distance, 0.0)))
    return features


def cheapest(runs: Mapping[Run, float], cuts: Sequence[float]) -> list[Run]:
    """The grouping with the least cost.

    Args:
        runs: the cost of each run that may be a digit; it must be possible to group all parts into these runs.
        cuts: the cost of a cut before part 1, 2, …; one fewer than there are parts.
    """
    _, starts = _costs_up_to(runs, cuts)
    grouping: list[Run] = []
    stop = len(cuts) + 1
    while stop:
        grouping.append((starts[stop], stop))
        stop = starts[stop]
    return grouping[::-1]


def candidates(runs: Mapping[Run, float], cuts: Sequence[float], margin: float) -> list[Run]:
    """The runs of all groupings that cost at most ``margin`` more than the cheapest one."""
    count = len(cuts) + 1
    before, _ = _costs_up_to(runs, cuts)
    mirrored = {(count - stop, count - start): cost for (start, stop), cost in runs.items()}
    after, _ = _costs_up_to(mirrored, cuts[::-1])
    return [
        (start, stop)
        for (start, stop), cost in runs.items()
        if before[start] + _cut_at(start, cuts) + cost + _cut_at(stop, cuts) + after[count - stop]
        <= before[count] + margin
    ]


def _is_connected(row: RowParts, start: int, stop: int) -> bool:
    """Whether every part of a run is connected to its first by small enough distances."""
    reached, rest = [start], list(range(start + 1, stop))
    while rest:
        near = [part for part in rest if min(row.distances[part][other] for other in reached) <= FARTHEST]
        if not near:
            return False
        reached += near
        rest = [part for part in rest if part not in near]
    return True


def _costs_up_to(runs: Mapping[Run, float], cuts: Sequence[float]) -> tuple[list[float], list[int]]:
    """The least cost of grouping the first 0, 1, … parts, and the start of the last run in that grouping."""
    ending: list[list[tuple[float, int]]] = [[] for _ in range(len(cuts) + 2)]
    for (start, stop), cost in runs.items():
        ending[stop].append((cost, start))
    costs, starts = [0.0], [0]
    for options in ending[1:]:
        best = ((costs[start] + _cut_at(start, cuts) + cost, start) for cost, start in options)
        cost, start = min(best, default=(inf, 0))
        costs.append(cost)
        starts.append(start)
    return costs, starts


def _cut_at(part: int, cuts: Sequence[float]) -> float:
    return cuts[part - 1] if 0 < part <= len(cuts) else 0.0
