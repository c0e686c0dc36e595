"""Which own drawings are held apart while a network is tuned, to measure what is gained."""

import math

import numpy as np
from numpy.typing import NDArray

FEWEST_DRAWINGS = 10
"""So many own drawings a tuning must have; with fewer it learns chance."""

MANY_DRAWINGS = 100
"""From more drawings than these a fifth is held apart, instead of each of them in its turn."""

_FIFTHS = 5


def held_apart(labels: NDArray[np.int64], folds: int, rng: np.random.Generator) -> list[NDArray[np.intp]]:
    """The places of the drawings to hold apart in each repetition, every label shared out evenly.

    Args:
        labels: of the drawings.
        folds: in how many parts to hold them apart, one after the other; 0 for none. Of more than
            :data:`MANY_DRAWINGS` it is a fifth, once.
        rng: shares out the drawings of a label.

    Returns:
        One array of places a repetition. None has to do with fewer drawings than a tuning needs, so there is none
        where that cannot be.
    """
    if folds == 0:
        return []
    parts, measured = (folds, folds) if len(labels) <= MANY_DRAWINGS else (_FIFTHS, 1)
    if len(labels) - math.ceil(len(labels) / parts) < FEWEST_DRAWINGS:
        return []
    order = rng.permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]  # label by label, at random among those of a label
    return [order[part::parts] for part in range(measured)]
