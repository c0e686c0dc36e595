"""From stored samples to what the input layer takes: ink of 0 to 255 becomes activations of 0 to 1."""

import numpy as np
from numpy.typing import NDArray

FULL_INK = 255


def read_inputs(samples: NDArray[np.generic], out: NDArray[np.floating]) -> None:
    """Write ``samples`` into ``out`` (same shape): ``uint8`` ink as shares of full ink, floats as they are."""
    if samples.dtype == np.uint8:
        # Two passes, as one that also converts goes through a buffer of numpy's (128 images: 17 µs against 35).
        np.copyto(out, samples)
        out *= out.dtype.type(1 / FULL_INK)
    else:
        np.copyto(out, samples, casting="same_kind")
