"""The arrays that the engine computes with: floating numbers and digit images."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
"""Floating numbers, in single or double precision."""

IMAGE_SIDE = 28
"""Pixels of a digit image each way, as in MNIST."""

IMAGE_PIXELS = IMAGE_SIDE**2
"""Pixels of a digit image, which are the inputs of a network that reads one."""
