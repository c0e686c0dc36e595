"""The resampling of digit images at new coordinates: bilinear interpolation of whole minibatches.

The ink between four pixels is Σ wᵢ cᵢ, with weights that fall with the distance and sum to 1. Here this sum is one
multiplication of two 64-bit integers of four 16-bit lanes each. One integer holds the ink of a pixel and of its
neighbours to the right, below, and diagonally below; the other holds the four weights, as multiples of 1/256, in the
opposite order. The top lane of the product is Σ wᵢ cᵢ, at most 255 · 256. No lower lane carries into it, since each is
a sum of some cᵢ times different weights, which is at most 255 · 256 too. So two table look-ups and one integer
product replace four look-ups and eight floating-point products.

Coordinates are rounded to a sixteenth of a pixel, ink to 256 levels.
"""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, Floats
from mlp_engine.augmentation.frame import FRAME, WIDE

_FRAMED = WIDE * WIDE
_BITS = 4
_PARTS = 1 << _BITS  # parts of a pixel each way
_ROW_BITS = WIDE.bit_length() - 1
_LAST = (WIDE - 1) * _PARTS - 1  # the last coordinate with a neighbour
_FULL_INK = 255

# A float32 has 23 bits below its leading bit. Adding 2²³ leaves none of them for fractions, adding 2¹⁹ leaves four:
# the sum is rounded, and its lowest bits are a whole number of units or sixteenths. This is faster than a cast.
_TO_UNITS = np.float32(2**23)
_TO_PARTS = np.float32(2 ** (23 - _BITS))


class Resampling:
    """Resamples up to ``capacity`` images, in a workspace that is allocated once.

    Attributes:
        framed: where the caller writes the images, shape (capacity, 32, 32): ink from 0 to 1 inside a margin of two
            pixels of paper.
    """

    def __init__(self, capacity: int) -> None:
        self.framed = np.zeros((capacity, WIDE, WIDE), np.float32)
        self._coordinates = np.empty(2 * capacity * IMAGE_PIXELS, np.float32)
        self._pairs = np.empty(capacity * _FRAMED, np.uint32)
        self._fours = np.empty(capacity * _FRAMED, np.uint64)
        self._moved = np.empty(capacity * _FRAMED, np.uint64)
        self._pixels = np.empty(2 * capacity * IMAGE_PIXELS, np.int32)
        first = np.arange(capacity, dtype=np.int32) * _FRAMED  # index of each image's first pixel
        self._first = np.repeat(first, IMAGE_PIXELS)
        self._index = np.empty(capacity * IMAGE_PIXELS, np.intp)
        self._ink = np.empty(capacity * IMAGE_PIXELS, np.uint64)
        self._weights = np.empty(capacity * IMAGE_PIXELS, np.uint64)
        self._weight_table = _weight_table()

    def __repr__(self) -> str:
        return f"Resampling({len(self.framed)} images)"

    def coordinates(self, n: int) -> NDArray[np.float32]:
        """Where the caller writes x, then y, of n images, shape (2, n, 784); 0 is the centre of the first pixel."""
        return self._coordinates[: 2 * n * IMAGE_PIXELS].reshape(2, n, IMAGE_PIXELS)

    def resample(self, out: Floats) -> None:
        """Fill ``out``, shape (n, 784), with the first n images at their coordinates; overwrites ``framed``."""
        n = len(out)
        self._pack(n)
        coordinates = self.coordinates(n)
        coordinates += _TO_PARTS + FRAME
        parts = coordinates.view(np.int32)
        parts -= _TO_PARTS.view(np.int32)
        np.clip(parts, 0, _LAST, out=parts)  # everything outside the image is paper

        count = n * IMAGE_PIXELS
        index, ink, weights = self._index[:count], self._ink[:count], self._weights[:count]
        column, row = pixels = self._pixels[: 2 * count].reshape(2, count)
        np.right_shift(parts.reshape(2, count), _BITS, out=pixels)
        row <<= _ROW_BITS
        row += column
        row += self._first[:count]
        np.copyto(index, row)
        np.take(self._fours, index, out=ink, mode="clip")  # "clip": "raise" would copy the output

        parts &= _PARTS - 1
        column, row = parts.reshape(2, count)
        row <<= _BITS
        row += column
        np.copyto(index, row)
        np.take(self._weight_table, index, out=weights, mode="clip")

        ink *= weights
        ink >>= np.uint64(48)
        # By way of int32: the processor can convert it to floats in one instruction, uint64 it cannot.
        np.copyto(column, ink, casting="unsafe")
        np.copyto(out, column.reshape(n, IMAGE_PIXELS), casting="unsafe")
        out *= 1 / (_FULL_INK * _PARTS**2)

    def _pack(self, n: int) -> None:
        """Pack the ink of every pixel and of its three neighbours into one integer."""
        count = n * _FRAMED
        ink = self.framed[:n].reshape(count)
        ink *= _FULL_INK
        ink += _TO_UNITS
        pairs, moved = ink.view(np.uint32), self._pairs[:count]
        pairs &= 0xFF
        np.left_shift(pairs, 16, out=moved)
        pairs[:-1] |= moved[1:]
        fours, moved = self._fours[:count], self._moved[:count]
        np.copyto(fours, pairs)
        np.left_shift(fours, np.uint64(32), out=moved)
        fours[:-WIDE] |= moved[WIDE:]


def _weight_table() -> NDArray[np.uint64]:
    """The four weights for each position within a pixel, row by row; the top lane holds that of the pixel itself."""
    y, x = np.indices((_PARTS, _PARTS), np.uint64).reshape(2, -1)
    one = np.uint64(_PARTS)
    lanes = ((one - y) * (one - x), (one - y) * x, y * (one - x), y * x)
    table = np.zeros(_PARTS**2, np.uint64)
    for lane in lanes:
        table = (table << np.uint64(16)) | lane
    return table
