"""What speaks against a run of neighbouring parts being one digit, and against a cut between two digits.

Each of these adds to the cost of a way of sharing a row out to digits. Nothing here asks a network: how much it
doubts a run is added by the reader, with :data:`DOUBT_WEIGHT`.

The weights were fitted, not chosen: they make the right way likeliest among all ways, likelihood falling with the
exponential of the cost, on 3,000 numbers composed of practice digits (``docs/scripts/fit_grouping.py``, seed 1). No
drawing of a person took part.
"""

from collections.abc import Sequence

from mlp_engine.reading.parts import FARTHEST, WIDEST, Part, RowParts
from mlp_engine.reading.sharing_out import Run
from mlp_engine.reading.stroke_shapes import Box, around, paper_between

RUN_WEIGHTS = (12.98, 7.48, 6.62, 11.0, -3.26)
CUT_WEIGHTS = (12.81, 1.13)
CUT_FEATURES = len(CUT_WEIGHTS)
DOUBT_WEIGHT = 2.53

_MOST_PARTS = 5

# Neighbours whose ink comes as near as this, in heights, are looked at for where they stand.
_BESIDE = 0.2


def run_costs(row: RowParts) -> dict[Run, float]:
    """What each run costs that may be a digit."""
    return {run: weighted(features, RUN_WEIGHTS) for run, features in run_features(row).items()}


def cut_costs(row: RowParts) -> list[float]:
    """What each cut costs: the first is before part 1, counted from 0."""
    return [weighted(features, CUT_WEIGHTS) for features in cut_features(row)]


def weighted(features: Sequence[float], weights: Sequence[float]) -> float:
    """Σ feature · weight."""
    return sum(feature * weight for feature, weight in zip(features, weights, strict=True))


def run_features(row: RowParts) -> dict[Run, tuple[float, ...]]:
    """Of each run that may be a digit, in heights of the row's digits.

    How much is missing to a digit's height; how much wider it is than digits are, squared; the paper across it
    between its parts; how much lower a neighbour stands that nearly touches it; and 1 for being a digit at all.
    """
    features: dict[Run, tuple[float, ...]] = {}
    count = len(row.parts)
    for start in range(count):
        for stop in range(start + 1, min(start + _MOST_PARTS, count) + 1):
            left, top, right, bottom = _box(row.parts[start:stop])
            width, height = (right - left) / row.height, (bottom - top) / row.height
            if stop - start > 1 and (width > WIDEST or not _hangs_together(row, start, stop)):
                continue
            paper = [
                paper_between(_box(row.parts[start:k]), _box(row.parts[k:stop]))[0] / row.height
                for k in range(start + 1, stop)
            ]
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


def cut_features(row: RowParts) -> list[tuple[float, ...]]:
    """Of each cut: how far the boxes on both sides overlap across, in heights; and from 0 to 1, how they touch.

    Two parts are looked at on either side.
    """
    features: list[tuple[float, ...]] = []
    for cut in range(1, len(row.parts)):
        pairs = [(i, j) for i in range(max(cut - 2, 0), cut) for j in range(cut, min(cut + 2, len(row.parts)))]
        across = min(paper_between(row.parts[i].box, row.parts[j].box)[0] for i, j in pairs) / row.height
        way = min(row.distances[i][j] for i, j in pairs)
        features.append((max(-across, 0.0), max(1.0 - 10.0 * way, 0.0)))
    return features


def _hangs_together(row: RowParts, start: int, stop: int) -> bool:
    """Whether every part of a run is reached from its first by steps that are not too far."""
    reached, rest = [start], list(range(start + 1, stop))
    while rest:
        near = [part for part in rest if min(row.distances[part][other] for other in reached) <= FARTHEST]
        if not near:
            return False
        reached += near
        rest = [part for part in rest if part not in near]
    return True


def _box(parts: Sequence[Part]) -> Box:
    return around([part.box for part in parts])
