"""Inputs of the first layer: stored ink of 0 to 255 as activations of 0 to 1."""

import numpy as np
from numpy.typing import NDArray

FULL_INK = 255


def read_inputs(samples: NDArray[np.generic], out: NDArray[np.floating]) -> None:
    """Write ``samples`` into ``out`` (same shape): ``uint8`` ink as shares of full ink, floats as they are."""
    if samples.dtype == np.uint8:
        # Two passes: a single one that also converts goes through a buffer in numpy (128 images: 35 µs instead of 17).
        np.copyto(out, samples)
        out *= out.dtype.type(1 / FULL_INK)
    else:
        np.copyto(out, samples, casting="same_kind")
