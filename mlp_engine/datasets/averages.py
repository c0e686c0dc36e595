"""What the samples of a class have in common, the average image, and how often each strength of ink occurs."""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.perceptron.inputs import FULL_INK

INK_INTERVALS = 16
_AT_ONCE = 4096


def mean_images(inputs: NDArray[np.generic], of: NDArray[np.int64], classes: int) -> Floats:
    """The mean of the samples of each class.

    Args:
        inputs: shape (n, pixels), ``uint8`` ink or floats.
        of: the class of each sample, its label or what it was read as, shape (n,).
        classes: how many there are.

    Returns:
        Shares of full ink (floats as they are), shape (classes, pixels), float64; NaN for a class without samples.
    """
    sums = np.zeros((classes, inputs.shape[1]))
    for start in range(0, len(inputs), _AT_ONCE):  # so that no copy of all samples is made
        rows, here = inputs[start : start + _AT_ONCE], of[start : start + _AT_ONCE]
        for each in np.unique(here).tolist():
            sums[each] += rows[here == each].sum(axis=0, dtype=np.float64)
    counts = np.bincount(of, minlength=classes)[:, None]
    if inputs.dtype == np.uint8:
        sums /= FULL_INK
    return np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)


def ink_counts(inputs: NDArray[np.generic]) -> NDArray[np.int64]:
    """How many pixels have how much ink, in 16 intervals of equal width from no ink to full ink.

    Args:
        inputs: shape (n, pixels), ``uint8`` ink or floats; floats beyond 0 and 1 count in the first and last interval.

    Returns:
        Shape (16,).
    """
    counts = np.zeros(INK_INTERVALS, np.int64)
    for start in range(0, len(inputs), _AT_ONCE):
        rows = inputs[start : start + _AT_ONCE]
        if rows.dtype == np.uint8:
            found = np.bincount(rows.reshape(-1), minlength=FULL_INK + 1).reshape(INK_INTERVALS, -1).sum(axis=1)
        else:
            found, _ = np.histogram(np.clip(rows, 0, 1), INK_INTERVALS, (0, 1))
        counts += found
    return counts
