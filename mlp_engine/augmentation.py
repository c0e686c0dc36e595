"""Distorts digit images anew every time they are seen, so that the network meets no image twice.

Affine: a random rotation, scaling, shear and shift of each image. Elastic: besides, every pixel is moved by its
own smooth random displacement, like a hand that is never twice the same.
Source: Simard, Steinkraus & Platt, *Best Practices for Convolutional Neural Networks Applied to Visual Document
Analysis*, 2003; ranges near those of Cireşan et al., *Deep, Big, Simple Neural Nets*, 2010.
"""

import math

import numpy as np
from numpy.typing import NDArray

from mlp_engine.config import AugmentationName
from mlp_engine.errors import DataError
from mlp_engine.products import product

Floats = NDArray[np.floating]

SIDE = 28
ROTATION = math.radians(12)
SCALE = 0.15
SHEAR = 0.2
SHIFT = 1.2
"""Largest random change each way: radians, share of the size, share of the height, pixels."""

ELASTIC_SIGMA = 5.0
ELASTIC_ALPHA = 36.0
"""Width of the smoothing Gaussian and strength of the displacements, in pixels."""


class Augmentation:
    """Distorts whole minibatches of digit images; fresh random numbers for each image and each call."""

    def __init__(self, name: AugmentationName, inputs: int) -> None:
        if name != "none" and inputs != SIDE * SIDE:
            raise DataError(f"Samples to be distorted must be {SIDE}×{SIDE} digit images. Got {inputs} inputs.")
        self.name = name
        offsets = np.arange(SIDE) - np.arange(SIDE)[:, None]
        gaussian = np.exp(-0.5 * (offsets / ELASTIC_SIGMA) ** 2)
        # The kernel is normalised over the whole line, not over the part inside the image: displacements then
        # fade towards the edge, where there is only paper.
        self._smoothing = (gaussian / (ELASTIC_SIGMA * math.sqrt(2 * math.pi))).astype(np.float32)

    def __repr__(self) -> str:
        return f"Augmentation({self.name!r})"

    def distort(self, images: Floats, rng: np.random.Generator) -> None:
        """Distort ``images``, shape (n, 784), activations of 0 to 1, in place."""
        if self.name == "none":
            return
        x, y = _affine_grid(len(images), rng)
        if self.name == "elastic":
            x += self._displacements(len(images), rng)
            y += self._displacements(len(images), rng)
        _sample_bilinear(images, x, y)

    def _displacements(self, n: int, rng: np.random.Generator) -> Floats:
        """A smooth random field for each image, shape (n, 28, 28), in pixels."""
        noise = rng.random((SIDE * n, SIDE), np.float32)
        noise -= 0.5
        noise *= 2 * ELASTIC_ALPHA
        # Two products smooth all images at once: rows are (y, image), so the second one sees y alone in front.
        along_x = product(noise, self._smoothing, np.empty_like(noise))
        field = product(self._smoothing, along_x.reshape(SIDE, n * SIDE), np.empty((SIDE, n * SIDE), np.float32))
        return field.reshape(SIDE, n, SIDE).transpose(1, 0, 2)


def _affine_grid(n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Where each pixel of the distorted images comes from: two arrays of shape (n, 28, 28)."""

    def spread(largest: float) -> Floats:
        return rng.uniform(-largest, largest, (n, 1, 1)).astype(np.float32)

    angle, shear = spread(ROTATION), spread(SHEAR)
    scale_x, scale_y = 1 + spread(SCALE), 1 + spread(SCALE)
    shift_x, shift_y = spread(SHIFT), spread(SHIFT)
    centre = (SIDE - 1) / 2
    u = np.arange(SIDE, dtype=np.float32)[None, None, :] - centre
    v = np.arange(SIDE, dtype=np.float32)[None, :, None] - centre
    cos, sin = np.cos(angle), np.sin(angle)
    slanted = u + shear * v
    x = (cos * slanted - sin * v) / scale_x + centre + shift_x
    y = (sin * slanted + cos * v) / scale_y + centre + shift_y
    return x, y


def _sample_bilinear(images: Floats, x: Floats, y: Floats) -> None:
    """Replace each image by itself seen at (x, y), between pixels by their four neighbours; outside is paper."""
    n = len(images)
    wide = SIDE + 2  # a frame of paper all around, so that no neighbour lies outside
    framed = np.zeros((n, wide, wide), images.dtype)
    framed[:, 1:-1, 1:-1] = images.reshape(n, SIDE, SIDE)
    np.clip(x, -1, SIDE - 0.001, out=x)
    np.clip(y, -1, SIDE - 0.001, out=y)
    left, top = np.floor(x), np.floor(y)
    x -= left
    y -= top
    corner = (top.astype(np.intp) + 1) * wide + left.astype(np.intp) + 1
    corner += (np.arange(n) * wide * wide)[:, None, None]
    pixels = framed.ravel()
    upper = pixels[corner] * (1 - x) + pixels[corner + 1] * x
    lower = pixels[corner + wide] * (1 - x) + pixels[corner + wide + 1] * x
    images[...] = (upper * (1 - y) + lower * y).reshape(n, -1)
