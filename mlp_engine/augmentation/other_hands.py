"""Real strokes as another hand, or the same one another time, would have drawn them.

A digit's strokes are moved against each other, their ends cut short, run on or hooked, bars are joined to the stroke
before; the whole is warped, shaken, stretched, slanted and turned, sometimes thinned to few points, and sometimes drawn
with a broader pen. What a digit image can show of a pen (``distortion``) is added, differently at each sight.

All lengths are in longer sides of the digit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.validation import check_number

_WAVES = 3
_WAVE_LENGTHS = (0.8, 2.5)
_FARTHEST = 2.0  # standard deviations; what is rarer is a slip that no reader would take for the digit
_LEAST_STEP = 1e-9  # below it a pen has not moved
_HOOK_TURNS = (math.radians(70), math.radians(150))
_HOOK_LENGTHS = (0.04, 0.12)
_THINNED = (0.08, 0.2)  # from one point to the next
_LONGEST_JOIN = 0.7
_BROADER = (0.01, 0.04)  # on either side
_TIPS = 6


@dataclass(frozen=True)
class HandRanges:
    """How far hands differ: standard deviations, and of what happens or not, probabilities. All 0 changes nothing.

    Attributes:
        shift: of a stroke against the others.
        turn: of a stroke against the others, in degrees.
        size: of the logarithm of a stroke's size against the others.
        end: by which an end is cut short or runs on.
        warp: of each long wave through the whole digit.
        tremor: of a slow wave along each stroke.
        aspect: of the logarithm of width by height.
        slant: sideways for each length downwards.
        rotation: of the whole digit, in degrees.
        hook: probability that an end has a hook.
        join: probability that the pen stays down between two strokes.
        thin: probability that few points are left, as of a very fast pen.
        broad: probability of a broader pen.

    Raises:
        SettingError: if a value is out of its range.
    """

    shift: float = 0.0
    turn: float = 0.0
    size: float = 0.0
    end: float = 0.0
    warp: float = 0.0
    tremor: float = 0.0
    aspect: float = 0.0
    slant: float = 0.0
    rotation: float = 0.0
    hook: float = 0.0
    join: float = 0.0
    thin: float = 0.0
    broad: float = 0.0

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self)):
            at_most = {"turn": 90, "rotation": 90}.get(name, 1)
            check_number(f"Range {name}", getattr(self, name), at_least=0, at_most=at_most)


HANDS = HandRanges(
    shift=0.04,
    turn=7,
    size=0.11,
    end=0.04,
    warp=0.035,
    tremor=0.008,
    aspect=0.22,
    slant=0.22,
    rotation=7,
    hook=0.07,
    join=0.06,
    thin=0.12,
    broad=0.25,
)
"""About what practice digits vary.

Measured on six writers of pendigits that were held out: of their 1,499 digits a network that knows MNIST and practice
digits reads 94 wrong; after five epochs with the other 24 writers, four versions of each digit, 44 with ranges of about
two thirds of these, and 40 with these.
"""


def another_hand(strokes: Sequence[Floats], rng: np.random.Generator, ranges: HandRanges = HANDS) -> list[Floats]:
    """The same digit as another hand might draw it.

    Args:
        strokes: in drawing order, each of shape (points, 2), x to the right and y down, in any unit; one at least.
        rng: for everything random.
        ranges: how far hands differ.

    Returns:
        Strokes in drawing order, in longer sides of the digit; those of a broader pen several times, side by side.
    """
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    longer = float((high - low).max()) or 1.0
    lines = [(stroke - low) / longer for stroke in strokes]
    lines = _joined(lines, ranges, rng)
    if len(lines) > 1:
        lines = [_moved(line, ranges, rng) for line in lines]
    lines = [_ended(_ended(line, ranges, rng)[::-1], ranges, rng)[::-1] for line in lines]
    lines = _on_the_page([_shaken(line, ranges, rng) for line in lines], ranges, rng)
    if rng.random() < ranges.thin:
        lines = [_thinned(line, rng.uniform(*_THINNED)) for line in lines]
    if rng.random() < ranges.broad:
        lines = _broader(lines, rng.uniform(*_BROADER))
    return lines


def _about(deviation: float, rng: np.random.Generator) -> float:
    """A normal number with mean 0, at most :data:`_FARTHEST` deviations away."""
    return deviation * min(max(rng.standard_normal(), -_FARTHEST), _FARTHEST)


def _turning(angle: float) -> Floats:
    """The matrix that turns rows of (x, y) by ``angle`` in radians, clockwise because y points down."""
    cos, sin = math.cos(angle), math.sin(angle)
    return np.array([[cos, sin], [-sin, cos]])


def _joined(lines: list[Floats], ranges: HandRanges, rng: np.random.Generator) -> list[Floats]:
    """Strokes whose pen sometimes stayed down on its way to the next one, as the foot of a seven runs into its bar."""
    result = lines[:1]
    for line in lines[1:]:
        stays_down = rng.random() < ranges.join
        if stays_down and math.dist(result[-1][-1], line[0]) <= _LONGEST_JOIN:
            result[-1] = np.concatenate([result[-1], line])
        else:
            result.append(line)
    return result


def _moved(line: Floats, ranges: HandRanges, rng: np.random.Generator) -> Floats:
    """A stroke moved, turned and resized against the others."""
    middle = line.mean(axis=0)
    size, turn = math.exp(_about(ranges.size, rng)), _about(math.radians(ranges.turn), rng)
    shift = np.array([_about(ranges.shift, rng), _about(ranges.shift, rng)])
    return (line - middle) @ (size * _turning(turn)) + middle + shift


def _ended(line: Floats, ranges: HandRanges, rng: np.random.Generator) -> Floats:
    """A stroke whose last end is cut short, runs on or has a hook; a dot stays as it is."""
    change, hook = _about(ranges.end, rng), rng.random() < ranges.hook
    side, turn, reach = rng.integers(2) * 2 - 1, rng.uniform(*_HOOK_TURNS), rng.uniform(*_HOOK_LENGTHS)
    along = _along(line)
    length = float(along[-1])
    if length <= _LEAST_STEP:
        return line
    change = max(change, -0.15 * length)
    ahead = line[-1] - line[int(np.searchsorted(along, length - min(0.05, length), side="right")) - 1]
    distance = math.hypot(*ahead)
    if distance <= _LEAST_STEP:
        return line
    ahead = ahead / distance
    if change < 0:
        kept = int(np.searchsorted(along, length + change))
        end = [float(np.interp(length + change, along, line[:, axis])) for axis in range(2)]
        line = np.concatenate([line[: max(kept, 1)], [end]])
    elif change > 0:
        line = np.concatenate([line, line[-1:] + change * ahead])
    if hook:
        line = np.concatenate([line, line[-1:] + reach * (ahead @ _turning(side * turn))])
    return line


def _shaken(line: Floats, ranges: HandRanges, rng: np.random.Generator) -> Floats:
    """A stroke with a slow tremor: a wave, and one twice as fast, across and down."""
    tremor, turns = _about(ranges.tremor, rng), rng.uniform(1, 5, 2)
    phase = rng.uniform(0, 2 * math.pi, 2)
    along = _along(line)
    if along[-1] <= _LEAST_STEP:
        return line
    time = 2 * math.pi * along[:, None] / along[-1]
    return line + tremor * (np.sin(turns * time + phase) + np.sin(2 * turns * time + phase))


def _on_the_page(lines: list[Floats], ranges: HandRanges, rng: np.random.Generator) -> list[Floats]:
    """All strokes together warped by a few long waves, then stretched, slanted and turned."""
    points = np.concatenate(lines)
    lengths = rng.uniform(*_WAVE_LENGTHS, _WAVES)
    direction, phase = rng.uniform(0, 2 * math.pi, (2, _WAVES))
    waves = 2 * math.pi / lengths * np.array([np.cos(direction), np.sin(direction)])
    heights = ranges.warp * np.clip(rng.standard_normal((_WAVES, 2)), -_FARTHEST, _FARTHEST)
    points = points + np.sin(points @ waves + phase) @ heights
    wide, slant = math.exp(_about(ranges.aspect, rng)), _about(ranges.slant, rng)
    turn = _about(math.radians(ranges.rotation), rng)
    points = points @ np.array([[wide, 0.0], [-slant, 1.0]]) @ _turning(turn)
    return np.split(points, np.cumsum([len(line) for line in lines])[:-1])


def _thinned(line: Floats, spacing: float) -> Floats:
    """The first and the last point of a stroke, and between them one about every ``spacing``."""
    along = _along(line)
    steps = np.floor(along / spacing)
    kept = np.concatenate([[True], steps[1:] > steps[:-1]])
    kept[-1] = True
    return line[kept]


def _broader(lines: list[Floats], reach: float) -> list[Floats]:
    """The strokes repeated side by side, with tips that stand ``reach`` from the middle of the pen."""
    angles = 2 * math.pi / _TIPS * np.arange(_TIPS)
    tips = reach * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return [line + tip for tip in tips for line in lines]


def _along(line: Floats) -> Floats:
    """How far along a stroke each of its points lies, shape (points,)."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
