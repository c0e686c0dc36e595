"""The nearest neighbours of samples in a layer, and how far the classes lie apart there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.projection.linear import Doubles
from mlp_engine.validation import check_whole_number

NEIGHBOURS = 10
APART = 0.9
"""A class lies apart if at least this share of the nearest neighbours of its samples belongs to it."""


@dataclass(frozen=True, eq=False)
class NeighbourShares:
    """Which classes the nearest neighbours of samples belong to.

    Attributes:
        shares: entry (i, j) is the share of the neighbours of samples of class i that are of class j, shape
            (classes, classes); rows of classes without samples are 0.
        same: share of all neighbours that are of the class of their sample.
    """

    shares: Doubles
    same: float

    @property
    def apart(self) -> tuple[int, ...]:
        """The classes that lie apart from all others."""
        return tuple(int(c) for c in np.flatnonzero(self.shares.diagonal() >= APART))

    @property
    def closest(self) -> tuple[int, int] | None:
        """The two classes whose samples are most often neighbours, the smaller one first; ``None`` if none are."""
        mixed = self.shares + self.shares.T
        np.fill_diagonal(mixed, 0)
        if not mixed.any():
            return None
        one, other = np.unravel_index(int(mixed.argmax()), mixed.shape)
        return min(int(one), int(other)), max(int(one), int(other))


def nearest(distances: Doubles, count: int = NEIGHBOURS) -> NDArray[np.int64]:
    """The nearest neighbours of each sample, nearest first, itself not among them.

    Args:
        distances: between all samples, squared or not, shape (n, n).
        count: number of neighbours; fewer where there are fewer samples.

    Returns:
        Their places, shape (n, min(count, n − 1)).

    Raises:
        SettingError: if count is not positive.
    """
    check_whole_number("Number of neighbours", count, at_least=1)
    n = len(distances)
    count = min(count, n - 1)
    others = distances.copy()
    np.fill_diagonal(others, np.inf)
    chosen = np.argpartition(others, count - 1, axis=1)[:, :count] if count else np.empty((n, 0), np.int64)
    order = np.take_along_axis(others, chosen, axis=1).argsort(axis=1, kind="stable")
    return np.take_along_axis(chosen, order, axis=1).astype(np.int64)


def neighbour_shares(neighbours: NDArray[np.int64], labels: NDArray[np.int64], classes: int) -> NeighbourShares:
    """Count the classes of neighbours.

    Args:
        neighbours: what :func:`nearest` gives, shape (n, count).
        labels: shape (n,).
        classes: how many there are.
    """
    counts = np.zeros((classes, classes))
    np.add.at(counts, (labels[:, None], labels[neighbours]), 1)
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
    everything = counts.sum()
    return NeighbourShares(shares, float(counts.trace() / everything) if everything else 0.0)
