"""Exact lines as a hand would draw them: bent, slanted, never twice the same, and as dense as a pen reports."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Lines = Sequence[NDArray[np.float64]]
"""What to draw, in a square of side 1, y down: for each stroke its corners, shape (corners, 2)."""

HandDrawn = tuple[tuple[tuple[float, float], ...], ...]
"""Strokes as in a stroke file: for each its points (x, y), y down."""

_STEP = 0.03
"""Distance of two points a pen reports, in sides of the square."""
_BEND = 0.035
"""How far a hand wanders off an exact line, in sides: standard deviation."""
_SLIP = 0.02
"""How far a stroke begins beside its place: standard deviation, in sides."""


def line(*points: tuple[float, float]) -> NDArray[np.float64]:
    """A stroke from corner to corner, shape (corners, 2)."""
    return np.array(points, np.float64)


def arc(x: float, y: float, across: float, down: float, start: float = 0.0, end: float = 360.0) -> NDArray[np.float64]:
    """A piece of an ellipse around (x, y), shape (points, 2).

    Args:
        x: of the middle.
        y: of the middle.
        across: radius along x.
        down: radius along y.
        start: where it begins, in degrees from the right, clockwise as y points down.
        end: where it ends.
    """
    angles = np.radians(np.linspace(start, end, max(int(abs(end - start) / 12), 2) + 1))
    return np.column_stack([x + across * np.cos(angles), y + down * np.sin(angles)])


def by_hand(
    lines: Lines, rng: np.random.Generator, *, turn: float = 12.0, stretch: float = 0.25, haste: float = 1.0
) -> HandDrawn:
    """Draw ``lines`` with an unsteady hand, somewhere and at some size.

    Args:
        lines: what to draw.
        rng: draws how.
        turn: largest rotation each way, in degrees.
        stretch: standard deviation of the logarithm of width over height.
        haste: what the largest wandering off the lines is multiplied by.
    """
    angle = math.radians(rng.uniform(-turn, turn))
    wide = math.exp(rng.normal(0, stretch) / 2)
    rotation = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    slant = np.array([[1, 0], [rng.normal(0, 0.1), 1]])
    frame = np.diag([wide, 1 / wide]) @ slant @ rotation  # (x, y) @ (2, 2)
    frequencies, phases = rng.normal(0, 3, (3, 2)), rng.uniform(0, 2 * math.pi, (3, 1))
    wandering = haste * rng.uniform(0, 1.3)
    directions = rng.normal(0, wandering * _BEND / math.sqrt(3), (3, 2))
    roundness = int(rng.integers(0, 4))
    size, place = rng.uniform(60, 400), rng.uniform(0, 200, 2)

    strokes: list[tuple[tuple[float, float], ...]] = []
    for corners in lines:
        points = _rounded(_dense(corners), roundness)
        # One bend for the whole sheet: strokes that meet on paper still meet, but for the slip.
        waves = np.sin(2 * math.pi * 0.35 * (frequencies @ points.T) + phases)  # (3, 2) @ (2, points)
        points = points + waves.T @ directions + rng.normal(0, wandering * _SLIP, 2)
        drawn = np.round(points @ frame * size + place + rng.normal(0, 0.2, points.shape), 1)
        strokes.append(tuple((x, y) for x, y in drawn.tolist()))
    return tuple(strokes)


def _dense(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points every :data:`_STEP` along the stroke, its two ends included."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    length = float(along[-1])
    places = np.linspace(0, length, max(int(length / _STEP), 1) + 1)
    return np.column_stack([np.interp(places, along, corners[:, axis]) for axis in (0, 1)])


def _rounded(points: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """Each point the mean of its neighbours up to ``reach`` away: a quick hand cuts corners. Ends stay."""
    if reach == 0 or len(points) <= 2 * reach:
        return points
    padded = np.concatenate([np.repeat(points[:1], reach, axis=0), points, np.repeat(points[-1:], reach, axis=0)])
    sums = np.cumsum(np.concatenate([np.zeros((1, 2)), padded]), axis=0)
    width = 2 * reach + 1
    return (sums[width:] - sums[:-width]) / width
