"""A hand's trembling and a mouse's whole pixels taken out of a stroke, and a curve laid through what is left.

Both look along the stroke only: at what was drawn just before and just after, never at what merely lies near.
So the two arms of a narrow U stay as far apart as they were drawn, and so do its tips.
"""

import numpy as np
from numpy.typing import NDArray

REACH_SHARE = 1 / 70
"""How far along the stroke, in sides of the sheet, the mean is taken to either side: 4 units on a sheet of 280."""

STEP_SHARE = 1 / 93
"""The longest piece of the curve, in sides of the sheet: 3 units of 280. A turn with the radius of a small loop,
a tenth of the sheet, then leaves its true curve by a twenty-fifth of a unit."""

COARSE_SHARE = 1 / 14
"""Points at least so far apart, in sides of the sheet, are those of a very fast pen, or of one that is seldom asked: 20
units of 280. Such a pen may run through a corner from one point to the next."""

# A corner between two points shows as two turns the same way, with straighter runs before and behind. The two points
# may be near one another, as beside the tip of a 1: what tells a coarse pen then are the distances around them.
_LEAST_TURN, _LEAST_TURNS, _MOST_TURNS = np.radians((10, 70, 178))
_STRAIGHT = 0.35  # of both turns: what lies before and behind turns no more than this
_AROUND = 0.5  # of the coarse distance: the points before and behind are at least so far off
# The pen took as long through the corner as before and behind it, and is slower in a corner: the way through it is at
# most this share of theirs, or, where the two points are far apart themselves, so many times their distance.
_REACH, _DETOUR = 0.8, 1.2
_INSIDE = 0.8  # of the way to where the runs would meet: hands round their corners

_CORNER = np.cos(np.radians(60))
"""Where the stroke turns by more than 60° between two points far apart, it was meant to: a corner of a 4 or a 7."""

_LEAST_REACH = 1e-4
"""A mean over less than this share of the reach would be lost in the rounding of the integral that it comes from."""


def smooth(columns: NDArray[np.float64], side: float) -> NDArray[np.float64]:
    """A smooth curve along a stroke.

    Args:
        columns: shape (points, 2 or more): x and y on a sheet of this ``side``, and whatever else was recorded at
            each point (times, pressures), which is carried along.
        side: of the sheet, in the unit of x and y.

    Returns:
        Points of the curve, shape (points, the same columns), none farther from the next than the step; the first
        and the last are where they were.
    """
    apart = np.ones(len(columns), dtype=np.bool_)
    apart[1:] = (columns[1:, :2] != columns[:-1, :2]).any(axis=1)
    columns = columns[apart]
    if len(columns) < 3:
        return columns
    columns = _with_corners(columns, side * COARSE_SHARE)
    steady = columns.copy()
    steady[:, :2] = _mean_along(columns[:, :2], side * REACH_SHARE)
    return _curve_through(steady, side * STEP_SHARE)


def _with_corners(columns: NDArray[np.float64], coarse: float) -> NDArray[np.float64]:
    """The stroke with one more point wherever a pen whose points are ``coarse`` apart ran through a corner between two.

    The corner is where the runs before and behind would meet, or on the way there.
    """
    if len(columns) < 4:
        return columns
    chords = np.diff(columns[:, :2], axis=0)
    lengths = np.hypot(chords[:, 0], chords[:, 1])
    headings = np.arctan2(chords[:, 1], chords[:, 0])
    turns = np.zeros(len(columns))  # at each point, from -π to π
    turns[1:-1] = (np.diff(headings) + np.pi) % (2 * np.pi) - np.pi
    first, second = turns[1:-2], turns[2:-1]
    least = np.minimum(np.abs(first), np.abs(second))
    sums = np.abs(first + second)
    around = np.minimum(lengths[:-2], lengths[2:])
    corner = (
        (first * second > 0)
        & (least >= _LEAST_TURN)
        & (sums >= _LEAST_TURNS)
        & (sums <= _MOST_TURNS)
        & (np.abs(turns[:-3]) <= _STRAIGHT * sums)
        & (np.abs(turns[3:]) <= _STRAIGHT * sums)
        & ((lengths[1:-1] >= coarse) | (around >= _AROUND * coarse))
    )
    places = np.flatnonzero(corner) + 1
    if not len(places):
        return columns
    # The law of sines in the triangle of the two points and where the runs would meet
    a, b, length = np.abs(turns[places]), np.abs(turns[places + 1]), lengths[places]
    run, other = np.sin(b) / np.sin(a + b) * length, np.sin(a) / np.sin(a + b) * length
    meeting = columns[places, :2] + (run / lengths[places - 1])[:, None] * chords[places - 1]
    reach = np.maximum(_REACH * (lengths[places - 1] + lengths[places + 1]) / 2, _DETOUR * length)
    part = _INSIDE * np.minimum(1, (reach - length) / np.maximum(run + other - length, 1e-12))[:, None]
    share = (run / (run + other))[:, None]  # of the way from the first point to the second
    points = columns[places] * (1 - share) + columns[places + 1] * share
    points[:, :2] += part * (meeting - points[:, :2])
    return np.insert(columns, places + 1, points, axis=0)


def _mean_along(points: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    """Each point moved to the mean of the stroke from ``reach`` before it to ``reach`` behind it, measured along it.

    Near an end both reaches shrink to the distance from that end, so the ends stay.
    """
    steps = np.diff(points, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    # ∫ position d(length) up to each point, by the trapezium rule, which is exact on straight pieces
    integral = np.zeros_like(points)
    np.cumsum((points[1:] + points[:-1]) / 2 * lengths[:, None], axis=0, out=integral[1:])
    slopes = steps / lengths[:, None]

    def integral_at(place: NDArray[np.float64]) -> NDArray[np.float64]:
        piece = np.clip(np.searchsorted(along, place, side="right") - 1, 0, len(steps) - 1)
        beyond = (place - along[piece])[:, None]
        return integral[piece] + beyond * points[piece] + beyond**2 / 2 * slopes[piece]

    reaches = np.minimum(reach, np.minimum(along, along[-1] - along))[1:-1]
    span = integral_at(along[1:-1] + reaches) - integral_at(along[1:-1] - reaches)
    mean = points.copy()
    wide = reaches > reach * _LEAST_REACH
    mean[1:-1][wide] = span[wide] / (2 * reaches[wide])[:, None]
    return mean


def _curve_through(columns: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """A cubic Hermite curve through all points, cut into pieces no longer than about ``step``; corners stay corners.

    The direction at a point is that of the parabola through it and its neighbours, run through at the speed of the
    pen along the chords.
    """
    chords = np.diff(columns[:, :2], axis=0)
    lengths = np.maximum(np.hypot(chords[:, 0], chords[:, 1]), 1e-12)[:, None]
    directions = chords / lengths
    before, behind = directions[:-1], directions[1:]
    middle = (before * lengths[1:] + behind * lengths[:-1]) / (lengths[1:] + lengths[:-1])
    corner = ((before * behind).sum(axis=1) < _CORNER)[:, None]
    leaving = np.concatenate((directions[:1], np.where(corner, behind, middle)))
    arriving = np.concatenate((np.where(corner, before, middle), directions[-1:]))

    pieces = np.maximum(np.ceil(lengths[:, 0] / step), 1).astype(np.int64)
    chord = np.repeat(np.arange(len(chords)), pieces)
    first = np.repeat(np.cumsum(pieces) - pieces, pieces)
    t = ((np.arange(len(chord)) - first) / pieces[chord])[:, None]
    curve = columns[chord] * (1 - t) + columns[chord + 1] * t
    # Hermite's cubic, written as what it adds to the chord
    bend = t * (1 - t) * lengths[chord]
    curve[:, :2] += bend * (1 - t) * (leaving - directions)[chord] - bend * t * (arriving - directions)[chord]
    return np.concatenate((curve, columns[-1:]))
