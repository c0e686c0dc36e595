"""Digits as a thinner or a broader pen would have drawn them.

Broader: each pixel moves towards the most ink among itself and its four neighbours; thinner: towards the least
(dilation and erosion; Serra, *Image Analysis and Mathematical Morphology*, 1982). The share t of that way is how
many pixels the edge of a line moves: of a pixel that an antialiased edge has just reached, a share t gets covered.
"""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.augmentation.frame import WIDE
from mlp_engine.augmentation.ranges import DistortionRanges

Floats = NDArray[np.floating]


class PenWidth:
    """Changes the width of the pen, of each image by another amount, in a workspace that is allocated once."""

    def __init__(self, most: int, ranges: DistortionRanges) -> None:
        self._range = (-ranges.thinner, ranges.broader)
        self._move = np.empty((most, 1), np.float32)
        self._signed = np.empty((most, WIDE * WIDE), np.float32)
        self._reached = np.zeros((most, WIDE * WIDE), np.float32)

    def __repr__(self) -> str:
        thinner, broader = self._range
        return f"PenWidth({thinner:g} to {broader:g} pixels)"

    def change(self, framed: Floats, rng: np.random.Generator) -> None:
        """Change ``framed``, shape (n, 32 · 32), ink of 0 to 1 whose outer two pixels are paper, in place."""
        n = len(framed)
        move, signed, reached = self._move[:n], self._signed[:n], self._reached[:n]
        rng.random(out=move, dtype=np.float32)
        least, most = self._range
        move *= most - least
        move += least

        # Least ink is most paper: where the pen becomes thinner, the sign turns the one question into the other.
        # (Numbers of images are copied out to pixels before they are multiplied: numpy would allocate to broadcast.)
        np.copyto(reached, np.sign(move))
        np.multiply(framed, reached, out=signed)
        # One flat array: the neighbour beyond the end of a row is the next row's frame, paper as well.
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
