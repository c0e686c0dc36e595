"""The handwriting of a generated writer: the random variation of strokes around the skeleton of a digit.

Control points are shifted and corners rounded. Strokes are shifted against each other, begin and end too early or too
late, and may break. The pen changes its speed and trembles. At last the digit is warped, stretched, slanted and turned.
"""

import math
from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.datasets.skeletons import HEIGHT, SkeletonStroke

# Standard deviations. Those of misplacements are in heights of the digit; one digit's care multiplies them all.
# Chosen by what networks trained on practice digits alone read of the first 5,000 of MNIST's training images:
# a _POINT of 0.028 with a _WARP of 0.022 reads 2 % less, a _WARP of 0.07 no more. The others hardly matter.
_CARE = 0.25  # of a logarithm
_POINT = 0.036
_STROKE = 0.035
_STROKE_TURN = math.radians(6)
_END = 0.035
_WARP = 0.05  # of each wave
_SLOW_TREMOR = 0.006
_FAST_TREMOR = 0.002
_STROKE_SIZE = 0.13  # of a logarithm
_ASPECT = 0.22  # of the logarithm of width by height
_LEAN, _SLANT = 0.12, 0.25  # x for each y: the mean, for most people lean to the right, and the deviation
_TURN = math.radians(5)
_ROUNDING = 0.4  # 1 leaves nothing of a corner

_FARTHEST = 2.0  # standard deviations: what is rarer is a slip that no reader would take for the digit

_WAVES = 4
_WAVE_LENGTHS = (1.0, 3.0)  # in heights
_SPACING = (0.03, 0.08)  # from one point to the next, in heights

# Probabilities.
_BREAKS = 0.04
_BACKWARDS = 0.06
_OTHER_ORDER = 0.1


def draw_form(form: tuple[SkeletonStroke, ...], rng: np.random.Generator) -> list[Floats]:
    """Draw the strokes of a form with random variation: each of shape (points, 2), as closely spaced as a pen's."""
    care = HEIGHT * math.exp(_about(0, _CARE, rng))
    share, rounding = rng.random(), min(abs(_about(0, _ROUNDING, rng)), 1.0)
    spacing = HEIGHT * _between(*_SPACING, rng.random())
    strokes: list[Floats] = []
    for bare in form:
        points = bare.start + share * bare.span + _all_about(_POINT * care, bare.start.shape, rng)
        curve = (bare.cornered + rounding * bare.smoother) @ points
        if len(form) > 1:
            middle = np.add.reduce(curve) / len(curve)  # curve.mean takes three times as long
            size, turn = math.exp(_about(0, _STROKE_SIZE, rng)), _about(0, _STROKE_TURN, rng)
            curve = (curve - middle) @ (size * _turning(turn)) + middle
            curve += _all_about(_STROKE * care, (2,), rng)
        strokes += _broken(_sampled(curve, spacing, care, rng), rng)
    strokes = _on_the_page(_trembling(strokes, care, rng), care, rng)
    strokes = [stroke[::-1] if rng.random() < _BACKWARDS else stroke for stroke in strokes]
    if len(strokes) > 1 and rng.random() < _OTHER_ORDER:
        strokes = [strokes[at] for at in rng.permutation(len(strokes))]
    return strokes


def _about(mean: float, deviation: float, rng: np.random.Generator) -> float:
    """A normal number, at most :data:`_FARTHEST` deviations away."""
    return mean + deviation * min(max(rng.standard_normal(), -_FARTHEST), _FARTHEST)


def _all_about(deviation: float, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Normal numbers with mean 0, limited as those of :func:`_about`."""
    numbers = rng.standard_normal(shape)
    np.maximum(numbers, -_FARTHEST, out=numbers)
    np.minimum(numbers, _FARTHEST, out=numbers)
    return np.multiply(numbers, deviation, out=numbers)


def _between(low: float, high: float, shares: Any) -> Any:
    """What ``rng.uniform(low, high)`` makes of ``rng.random()``, to the last bit and in a third of the time."""
    return low + (high - low) * shares


@cache
def _once_round(points: int) -> Floats:
    """Angles from 0 to 2π, both among them; the same read-only array for every caller."""
    angles = np.linspace(0, 2 * math.pi, points)
    angles.flags.writeable = False
    return angles


def _sampled(curve: Floats, spacing: float, care: float, rng: np.random.Generator) -> Floats:
    """Points of ``curve`` about ``spacing`` apart, closer where the pen is slow; its ends are cut off or overshot."""
    # Run on straight ahead at both ends, by one height, so that there is something to overshoot into.
    points = len(curve)
    ahead = curve[:: points - 1] - curve[1 :: points - 3]  # the ends without their neighbours
    ahead *= HEIGHT / np.hypot(ahead[:, 0], ahead[:, 1])[:, None]
    longer = np.empty((points + 2, 2))
    longer[1:-1] = curve
    longer[0], longer[-1] = curve[0] + ahead[0], curve[-1] + ahead[1]
    steps = longer[1:] - longer[:-1]
    along = np.zeros(points + 2)
    np.add.accumulate(np.hypot(steps[:, 0], steps[:, 1]), out=along[1:])
    first, last = HEIGHT, float(along[-1]) - HEIGHT
    most_missed = 0.15 * (last - first)
    first -= max(_about(0, _END * care, rng), -most_missed)
    last += max(_about(0, _END * care, rng), -most_missed)
    time = _once_round(max(round((last - first) / spacing), 3))
    turns = int(rng.integers(1, 4))
    # Below 1 it never turns back.
    time = time + _between(-0.7, 0.7, rng.random()) / turns * np.sin(turns * time)
    at: Floats = first + (last - first) / (2 * math.pi) * time
    sampled = np.empty((len(at), 2))
    sampled[:, 0] = np.interp(at, along, longer[:, 0])
    sampled[:, 1] = np.interp(at, along, longer[:, 1])
    return sampled


def _broken(stroke: Floats, rng: np.random.Generator) -> list[Floats]:
    """The stroke, or two parts of it with at most one point missing between them."""
    if rng.random() >= _BREAKS or len(stroke) < 12:
        return [stroke]
    place = int(rng.integers(4, len(stroke) - 4))
    return [stroke[:place], stroke[place + int(rng.integers(0, 2)) :]]


def _trembling(strokes: list[Floats], care: float, rng: np.random.Generator) -> list[Floats]:
    """Add tremor to strokes: a slow one, a few waves a stroke, and a fast one, at every point."""
    turns, phase = _between(1, 5, rng.random((2, 2))), _between(0, 2 * math.pi, rng.random((2, 2)))
    slow, fast = abs(_about(0, _SLOW_TREMOR * care, rng)), abs(_about(0, _FAST_TREMOR * care, rng))
    result: list[Floats] = []
    for stroke in strokes:
        time = _once_round(len(stroke))[:, None]
        shaken = slow * (np.sin(turns[0] * time + phase[0]) + np.sin(2 * turns[1] * time + phase[1]))
        result.append(stroke + shaken + fast * rng.standard_normal(stroke.shape))
    return result


def _on_the_page(strokes: list[Floats], care: float, rng: np.random.Generator) -> list[Floats]:
    """Warp all strokes together by a few long waves, then stretch, slant and turn them."""
    points = np.concatenate(strokes)
    lengths = HEIGHT * _between(*_WAVE_LENGTHS, rng.random(_WAVES))
    direction, phase = _between(0, 2 * math.pi, rng.random((2, _WAVES)))
    waves = 2 * math.pi / lengths * np.array([np.cos(direction), np.sin(direction)])
    points = points + np.sin(points @ waves + phase) @ _all_about(_WARP * care, (_WAVES, 2), rng)
    wide, slant, turn = math.exp(_about(0, _ASPECT, rng)), _about(_LEAN, _SLANT, rng), _about(0, _TURN, rng)
    points = points @ np.array([[wide, 0.0], [-slant, 1.0]]) @ _turning(turn)
    ends = list(accumulate(map(len, strokes)))
    return [points[end - len(stroke) : end] for stroke, end in zip(strokes, ends, strict=True)]


def _turning(angle: float) -> Floats:
    """The matrix that turns rows of (x, y) by ``angle``, clockwise because y points down."""
    cos, sin = math.cos(angle), math.sin(angle)
    return np.array([[cos, sin], [-sin, cos]])
