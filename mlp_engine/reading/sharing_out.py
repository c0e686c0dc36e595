"""Shares a row's parts out to digits at the least cost: dynamic programming over runs of neighbouring parts."""

from collections.abc import Mapping, Sequence
from math import inf

Run = tuple[int, int]
"""A digit as a run of parts: the first, and the one behind the last."""


def cheapest(runs: Mapping[Run, float], cuts: Sequence[float]) -> list[Run]:
    """The way of sharing all parts out that costs least.

    Args:
        runs: what each run costs that may be a digit; there must be a way to share all parts out to them.
        cuts: what a cut costs before part 1, 2, …; one less than there are parts.
    """
    _, starts = _costs_up_to(runs, cuts)
    way: list[Run] = []
    stop = len(cuts) + 1
    while stop:
        way.append((starts[stop], stop))
        stop = starts[stop]
    return way[::-1]


def in_question(runs: Mapping[Run, float], cuts: Sequence[float], margin: float) -> list[Run]:
    """The runs of all ways of sharing out that cost at most ``margin`` more than the cheapest."""
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


def _costs_up_to(runs: Mapping[Run, float], cuts: Sequence[float]) -> tuple[list[float], list[int]]:
    """The least cost of the first 0, 1, … parts, and where its last run starts."""
    costs, starts = [0.0], [0]
    for stop in range(1, len(cuts) + 2):
        ways = (
            (costs[start] + _cut_at(start, cuts) + runs[start, stop], start)
            for start in range(stop)
            if (start, stop) in runs
        )
        cost, start = min(ways, default=(inf, 0))
        costs.append(cost)
        starts.append(start)
    return costs, starts


def _cut_at(place: int, cuts: Sequence[float]) -> float:
    return cuts[place - 1] if 0 < place <= len(cuts) else 0.0
