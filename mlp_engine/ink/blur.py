"""Blur: made with a Gaussian, measured by the steepness of edges, and taken back."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from mlp_engine.ink.components import grown

Levels = NDArray[np.float32]

_ROUNDS = 20  # of Richardson and Lucy; more sharpen noise and little else


def blurred(levels: Levels, deviation: float) -> Levels:
    """Blurred by a Gaussian of this standard deviation in pixels; the edge is carried on beyond the edge."""
    down, across = (_gaussian(length, deviation) for length in levels.shape)
    return (down @ levels @ across.T).astype(np.float32)


def blur_of(ink: Levels) -> float:
    """The standard deviation, in pixels, of the Gaussian that made the edges of ``ink`` as soft as they are.

    An edge of height h that is blurred by σ is at most h / (σ √2π) steep. The height is that of the darker half of
    the ink, the steepness that of its steepest tenth.
    """
    down, across = np.gradient(np.pad(ink, 1))
    steepness = np.hypot(down, across)
    full = float(np.percentile(ink[ink > ink.max() / 2], 50))
    edges = steepness[steepness > steepness.max() / 4]
    return blur_between(full, float(np.percentile(edges, 90)))


def blur_between(height: float, steepness: float) -> float:
    """The standard deviation, in pixels, of the Gaussian that makes an edge of ``height`` at most so steep a pixel."""
    return height / (math.sqrt(2 * math.pi) * max(steepness, 1e-6))


def evenness_of(ink: NDArray[np.uint8], mask: NDArray[np.bool_]) -> float:
    """How evenly steep the outline of ``mask`` is in ``ink``, both of shape (height, width), from 0 to 1.

    The steepness that three quarters of the outline have, as a share of the one that a tenth has. It is about the same
    all around a pen's stroke, however blurred, and differs around a shade that ends at a crease.
    """
    smooth = blurred(ink.astype(np.float32), max(ink.shape) / 300)
    down, across = np.gradient(smooth)
    around = ImageFilter.MaxFilter(5)  # in the middle of a hairline nothing is steep
    steepness = np.asarray(Image.fromarray(np.hypot(down, across).astype(np.float32)).filter(around))
    outline = steepness[mask & grown(~mask, 1)]
    if not len(outline):
        return 1.0
    low, high = np.percentile(outline, (25, 90)).tolist()
    return low / max(high, 1e-6)


def sharpened(ink: Levels, deviation: float) -> Levels:
    """Ink, 0 or above, from which a Gaussian blur was taken back by the method of Richardson (1972) and Lucy (1974).

    Each round multiplies by how much of the measured ink the present one, blurred, does not explain.
    """
    estimate = np.maximum(ink, np.float32(1.0))
    for _ in range(_ROUNDS):
        explained = np.maximum(blurred(estimate, deviation), np.float32(1e-3))
        estimate *= blurred((ink / explained).astype(np.float32), deviation)
    return estimate


# A picture needs four of them at most, again and again. Two of a large one take 3 MB, and another size needs others.
@lru_cache(8)
def _gaussian(length: int, deviation: float) -> Levels:
    """The matrix that blurs ``length`` values in a row; each of its rows sums to 1."""
    reach = int(3 * deviation) + 1
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * deviation**2))
    matrix = np.zeros((length, length), np.float32)
    for step, weight in zip(range(-reach, reach + 1), (weights / weights.sum()).tolist(), strict=True):
        np.add.at(matrix, (np.arange(length), np.clip(np.arange(length) + step, 0, length - 1)), weight)
    return matrix
