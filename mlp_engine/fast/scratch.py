"""Memory for intermediate results, kept for the next call in the same thread.

The system hands out large pieces of memory page by page, when each is first touched: for the activations of 100 images
this takes as long as half of their products.
"""

import math
from collections.abc import Sequence
from threading import local

import numpy as np
from numpy.typing import DTypeLike

from mlp_engine.arrays import Floats

# More than this is not kept while nobody needs it.
_MOST_BYTES = 1 << 24


class _Kept(local):
    """What a thread keeps: bytes, as many as were needed at most."""

    def __init__(self) -> None:
        self.memory = np.empty(0, np.uint8)


_kept = _Kept()


def scratch(shapes: Sequence[tuple[int, ...]], dtype: DTypeLike) -> list[Floats]:
    """One array of each shape, with arbitrary contents.

    The next call in the same thread hands out the same memory again: whoever calls is done with it before.
    """
    item = np.dtype(dtype).itemsize
    sizes = [-(-math.prod(shape) * item // 64) * 64 for shape in shapes]  # each begins with a line of the cache
    memory = _kept.memory
    if memory.size < sum(sizes):
        memory = np.empty(sum(sizes), np.uint8)
        if memory.size <= _MOST_BYTES:
            _kept.memory = memory
    arrays: list[Floats] = []
    start = 0
    for shape, size in zip(shapes, sizes, strict=True):
        arrays.append(memory[start : start + math.prod(shape) * item].view(dtype).reshape(shape))
        start += size
    return arrays
