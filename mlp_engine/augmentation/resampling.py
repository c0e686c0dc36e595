"""Digit images seen at other places: bilinear interpolation of whole minibatches.

The ink at a place between four pixels is Σ wᵢ cᵢ, with weights that fall with the distance and sum to 1. Here that
is one multiplication. Each pixel holds the ink of itself and of its neighbours to the right, below, and both, in
four lanes of 16 bits of one number; each weight is a share of 256, and the four, in the opposite order, are another
such number. The top lane of their product is Σ wᵢ cᵢ, at most 255 · 256; and no lane below carries into it, since
each is a sum of some cᵢ times different weights, which is at most 255 · 256 as well. Two look-ups and a product of
integers take the place of four look-ups and eight products of floats.

Places are rounded to a sixteenth of a pixel, ink to 256 levels.
"""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.augmentation.frame import FRAME, SIDE, WIDE

_PIXELS = SIDE * SIDE
_FRAMED = WIDE * WIDE
_BITS = 4
_PARTS = 1 << _BITS  # a pixel is divided into so many each way
_ROW_BITS = WIDE.bit_length() - 1
_LAST = (WIDE - 1) * _PARTS - 1  # the last place with a neighbour
_FULL_INK = 255

# A float32 has 23 bits below its first one. Adding 2²³ leaves none of them for fractions, adding 2¹⁹ leaves four:
# the sum is rounded, and its lowest bits are the whole number of units or sixteenths. A pass faster than a cast.
_TO_UNITS = np.float32(2**23)
_TO_PARTS = np.float32(2 ** (23 - _BITS))


class Resampling:
    """Looks at images at other places, in a workspace that is allocated once.

    Attributes:
        framed: where the caller writes the images, ink of 0 to 1, shape (most, 32, 32), two pixels of paper around.
    """

    def __init__(self, most: int) -> None:
        self.framed = np.zeros((most, WIDE, WIDE), np.float32)
        self._places = np.empty(2 * most * _PIXELS, np.float32)
        self._pairs = np.empty(most * _FRAMED, np.uint32)
        self._fours = np.empty(most * _FRAMED, np.uint64)
        self._moved = np.empty(most * _FRAMED, np.uint64)
        self._pixels = np.empty(2 * most * _PIXELS, np.int32)
        self._first = np.repeat(np.arange(most, dtype=np.int32) * _FRAMED, _PIXELS)  # where an image begins
        self._index = np.empty(most * _PIXELS, np.intp)
        self._ink = np.empty(most * _PIXELS, np.uint64)
        self._weights = np.empty(most * _PIXELS, np.uint64)
        self._weight_table = _weight_table()

    def __repr__(self) -> str:
        return f"Resampling({len(self.framed)} images)"

    def places(self, n: int) -> NDArray[np.float32]:
        """Where the caller writes x, then y, for n images, shape (2, n, 784); 0 is the middle of the first pixel."""
        return self._places[: 2 * n * _PIXELS].reshape(2, n, _PIXELS)

    def look(self, out: NDArray[np.floating]) -> None:
        """Write into ``out``, shape (n, 784), the first n images as seen at their places; ``framed`` is used up."""
        n = len(out)
        self._pack(n)
        places = self.places(n)
        places += _TO_PARTS + FRAME
        parts = places.view(np.int32)
        parts -= _TO_PARTS.view(np.int32)
        np.clip(parts, 0, _LAST, out=parts)  # whatever lies outside is the frame: paper

        count = n * _PIXELS
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
        # By way of int32: from there to floats there is an instruction, from uint64 there is none.
        np.copyto(column, ink, casting="unsafe")
        np.copyto(out, column.reshape(n, _PIXELS), casting="unsafe")
        out *= 1 / (_FULL_INK * _PARTS**2)

    def _pack(self, n: int) -> None:
        """Give every pixel its own ink and that of three neighbours."""
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
    """The four weights of each place within a pixel, row by row, that of the pixel itself in the top lane."""
    y, x = np.indices((_PARTS, _PARTS), np.uint64).reshape(2, -1)
    one = np.uint64(_PARTS)
    lanes = ((one - y) * (one - x), (one - y) * x, y * (one - x), y * x)
    table = np.zeros(_PARTS**2, np.uint64)
    for lane in lanes:
        table = (table << np.uint64(16)) | lane
    return table
