"""Samples as the ink that the window shows and the pad opens."""

import math

import numpy as np
from numpy.typing import NDArray

from mlp_engine.perceptron.inputs import FULL_INK


def ink_of(inputs: NDArray[np.generic]) -> NDArray[np.uint8]:
    """Square images as ink.

    Args:
        inputs: one sample or several, shape (…, side²): ``uint8`` ink, or floating numbers from 0 to 1; others are
            shown as the nearest of these.

    Returns:
        Ink from 0 to 255, shape (…, side, side).
    """
    is_ink = inputs.dtype == np.uint8
    ink = (inputs if is_ink else np.rint(np.clip(inputs.astype(np.float64), 0, 1) * FULL_INK)).astype(np.uint8)
    side = math.isqrt(inputs.shape[-1])
    return ink.reshape(*inputs.shape[:-1], side, side)


def mean_inks(means: NDArray[np.floating]) -> list[NDArray[np.uint8] | None] | None:
    """Average images as ink.

    Args:
        means: of each class, shape (classes, pixels), NaN for a class without samples.

    Returns:
        The ink of each, shape (side, side), or ``None`` for a class without samples; ``None`` in place of the list
        where they are no square images.
    """
    if math.isqrt(means.shape[1]) ** 2 != means.shape[1]:
        return None
    return [None if np.isnan(mean).any() else ink_of(mean) for mean in means]
