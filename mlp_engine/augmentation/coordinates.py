"""Random coordinates: the place in the original image from which each pixel of a distorted image takes its ink.

The coordinates of all pixels are one matrix product: random factors of each image times fixed patterns. An affine
map is a sum of three patterns: u and v, the position of the pixel, and the constant 1. An elastic displacement is a
sum of Gaussian bumps of random height, one for each cell of a grid. The published method smooths white noise with a
Gaussian, which is one bump for each pixel. A field that smooth is nearly the same with cells of 5.6 pixels, 25
instead of 784: its variance differs by less than 0.1 %, and its extremes are a little rarer.
"""

import math

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE, Floats
from mlp_engine.augmentation.ranges import DistortionRanges
from mlp_engine.perceptron.network import product

# Between the centres of the cells the variance varies by 2·exp(−π²σ²/cell²), which is 0.0008 at this ratio.
_CELL_IN_SIGMAS = 1.12
_CENTRE = (IMAGE_SIDE - 1) / 2


class RandomCoordinates:
    """Draws random coordinates for up to ``capacity`` images, in a workspace that is allocated once."""

    def __init__(self, capacity: int, ranges: DistortionRanges) -> None:
        self._ranges = ranges
        v, u = np.indices((IMAGE_SIDE, IMAGE_SIDE)).reshape(2, -1) - _CENTRE
        affine = np.stack([u, v, np.ones_like(u)])
        bumps = _bumps(ranges.smoothness) * ranges.elastic if ranges.elastic else np.empty((0, IMAGE_PIXELS))
        self._patterns = np.concatenate([bumps, affine]).astype(np.float32)
        self._factors = np.empty(2 * capacity * len(self._patterns), np.float32)

    def __repr__(self) -> str:
        return f"RandomCoordinates({len(self._patterns)} patterns)"

    def draw(self, out: Floats, rng: np.random.Generator) -> None:
        """Fill ``out``, shape (2, n, 784), with the x, then the y of each pixel's source; (0, 0) is the first pixel."""
        n, patterns = out.shape[1], len(self._patterns)
        factors = self._factors[: 2 * n * patterns].reshape(2, n, patterns)
        rng.random(out=factors, dtype=np.float32)
        factors *= 2
        factors -= 1
        self._make_affine(factors[:, :, -3:])
        product(factors.reshape(2 * n, patterns), self._patterns, out.reshape(2 * n, IMAGE_PIXELS))

    def _make_affine(self, factors: Floats) -> None:
        """Turn six numbers from −1 to 1 an image, shape (2, n, 3), into a, b and c of x = au + bv + c, and of y."""
        ranges = self._ranges
        (turn, slant, wider), (higher, right, down) = factors.transpose(0, 2, 1)
        angle, shear = turn * math.radians(ranges.rotation), slant * ranges.shear
        scale_x, scale_y = 1 + wider * ranges.scale, 1 + higher * ranges.scale
        shift_x, shift_y = _CENTRE + right * ranges.shift, _CENTRE + down * ranges.shift
        cos, sin = np.cos(angle), np.sin(angle)
        x, y = factors.transpose(0, 2, 1)
        x[0], x[1], x[2] = cos / scale_x, (cos * shear - sin) / scale_x, shift_x
        y[0], y[1], y[2] = sin / scale_y, (sin * shear + cos) / scale_y, shift_y


def _bumps(sigma: float) -> NDArray[np.float64]:
    """Gaussian bumps of standard deviation ``sigma`` at the centres of the cells of a grid, shape (cells², 784).

    The sum of white noise over a cell of s×s pixels is one random number with s times the standard deviation. The
    bumps are normalised over the whole plane and none lies outside the image, so displacements fade towards its edge.
    """
    cells = math.ceil(IMAGE_SIDE / (_CELL_IN_SIGMAS * sigma))
    cell = IMAGE_SIDE / cells
    centres = (np.arange(cells) + 0.5) * cell - 0.5
    distances = (np.arange(IMAGE_SIDE) - centres[:, None]) / sigma
    profiles = np.exp(-0.5 * distances**2) / (sigma * math.sqrt(2 * math.pi))
    return cell * np.einsum("iy,jx->ijyx", profiles, profiles).reshape(cells * cells, IMAGE_PIXELS)
