"""The width of the pen: digits as a thinner or a broader pen would have drawn them.

For a broader pen each pixel moves towards the largest ink among itself and its four neighbours, for a thinner pen
towards the smallest (dilation and erosion; Serra, *Image Analysis and Mathematical Morphology*, 1982). Moving by a
share t of the difference moves the edge of a line by t pixels: it covers a share t of the next pixel.
"""

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.augmentation.frame import WIDE
from mlp_engine.augmentation.ranges import DistortionRanges


class PenWidth:
    """Changes the pen's width in up to ``capacity`` images, in each by its own random amount.

    The workspace is allocated once.
    """

    def __init__(self, capacity: int, ranges: DistortionRanges) -> None:
        self._range = (-ranges.thinner, ranges.broader)
        self._move = np.empty((capacity, 1), np.float32)
        self._signed = np.empty((capacity, WIDE * WIDE), np.float32)
        self._reached = np.zeros((capacity, WIDE * WIDE), np.float32)

    def __repr__(self) -> str:
        thinner, broader = self._range
        return f"PenWidth({thinner:g} to {broader:g} pixels)"

    def change(self, framed: Floats, rng: np.random.Generator) -> None:
        """Change ``framed`` in place: shape (n, 32 · 32), ink from 0 to 1, the outer two pixels paper."""
        move = self._move[: len(framed)]
        rng.random(out=move, dtype=np.float32)
        least, most = self._range
        move *= most - least
        move += least
        self.apply(framed, move)

    def apply(self, framed: Floats, move: Floats) -> None:
        """Change ``framed`` in place as :meth:`change` does, each image by its ``move``.

        Args:
            framed: shape (n, 32 · 32), ink from 0 to 1, the outer two pixels paper.
            move: pixels that the edges of lines move, from −1 (thinner) to 1 (broader), shape (n, 1), float32.
        """
        n = len(framed)
        signed, reached = self._signed[:n], self._reached[:n]
        # min(ink) = −max(−ink): with the sign reversed, erosion is a dilation.
        # (One number an image is copied to all its pixels before it multiplies them, as broadcasting would allocate.)
        np.copyto(reached, np.sign(move))
        np.multiply(framed, reached, out=signed)
        # In the flat array, the neighbour beyond the end of a row is the frame of the next row, which is paper too.
        ink, most_ink = signed.ravel(), reached.ravel()[WIDE:-WIDE]
        np.maximum(ink[: -2 * WIDE], ink[2 * WIDE :], out=most_ink)
        for offset in (-1, 0, 1):
            np.maximum(most_ink, ink[WIDE + offset : len(ink) - WIDE + offset], out=most_ink)
        # framed + |move| · sign · (most ink − signed ink)
        reached[0, :WIDE] = 0
        reached[-1, -WIDE:] = 0
        reached -= signed
        np.copyto(signed, move)
        reached *= signed
        framed += reached
