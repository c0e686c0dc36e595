"""Blur: made with a Gaussian, measured by the steepness of edges, and taken back."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

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


def sharpened(ink: Levels, deviation: float) -> Levels:
    """Ink, 0 or above, from which a Gaussian blur was taken back by the method of Richardson (1972) and Lucy (1974).

    Each round multiplies by how much of the measured ink the present one, blurred, does not explain.
    """
    estimate = np.maximum(ink, np.float32(1.0))
    for _ in range(_ROUNDS):
        explained = np.maximum(blurred(estimate, deviation), np.float32(1e-3))
        estimate *= blurred((ink / explained).astype(np.float32), deviation)
    return estimate


@lru_cache(64)
def _gaussian(length: int, deviation: float) -> Levels:
    """The matrix that blurs ``length`` values in a row; each of its rows sums to 1."""
    reach = int(3 * deviation) + 1
    weights = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * deviation**2))
    matrix = np.zeros((length, length), np.float32)
    for step, weight in zip(range(-reach, reach + 1), (weights / weights.sum()).tolist(), strict=True):
        np.add.at(matrix, (np.arange(length), np.clip(np.arange(length) + step, 0, length - 1)), weight)
    return matrix
