"""The ways in which people form the ten digits with a pen, as skeletons of a few control points.

A stroke is a text of control points ``x,y`` in drawing order, x to the right and y down, the digit about 10 high.
A smooth curve runs through them; ``!`` marks a corner. ``1,2~0,6`` is a point that lies anywhere between the two:
all such points of a form at the same share of the way. `` / `` lifts the pen.
Drawn for this project from knowledge of handwriting.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HEIGHT = 10.0
"""Of every skeleton, about; variation is told in shares of it."""

_STEPS = 6  # points of the curve from one control point to the next

_RING = "3.2,0 1,1.6 0,5 1,8.6 3.2,10 5.5,8.5 6.4,5 5.4,1.5 3.2,0"

FORMS: dict[int, dict[str, tuple[float, str]]] = {
    0: {
        "ring": (20, "3.2,0 .9,1.6 0,5 1,8.6 3.2,10 5.5,8.5 6.4,5 5.4,1.5 3.2,0"),
        "ring, overshooting": (8, "3.6,.4~4.4,1 1,1.4 0,5 1,8.8 3.4,10 5.6,8.4 6.3,5 5.3,1.3 3.2,.1 1.8,.6~0,1.2"),
        "ring, clockwise": (5, "2.6,.2 5.4,1.2 6.4,5 5.4,8.7 3,10 .8,8.4 0,5 .9,1.5 2.8,0"),
        "ring, from the side": (4, ".6,3~1,1.4 0,5.6 1.2,9 3.4,10 5.6,8.4 6.3,5 5.3,1.2 3.2,0 1.2,1 .4,3~.6,4"),
        "open at the top": (5, "2.6,.2~2,.6 .6,2.4 0,5.4 1,8.8 3.2,10 5.4,8.7 6.4,5.2 5.8,1.8 4.2,0~4.8,.4"),
        "slash inside": (4, f"{_RING} / 4.8,2.4~4.2,3.8 1.6,7.8~2.2,6.2"),
        "slash across": (5, f"{_RING} / 6.2,.8~5.4,1.4 .4,9~1,8.4"),
        "slash reaching out": (5, f"{_RING} / 6.8,0~7.8,-1.6 -.4,10.2~-1.2,11.4"),
        "slash the other way": (3, f"{_RING} / 1.4,1.6~-.8,-.6 5,8.4~7.2,10.8"),
        "slash in one stroke": (3, "4.4,.6 1.6,.6 0,4.4 .8,8.6 3.2,10 5.6,8.4 6.4,5 5.8,1.8~6.4,.2! 1,8.4~.2,10"),
    },
    1: {
        "stick": (24, "3,0 3,10"),
        "bent stick": (4, "3.2,0 2.8,5~3.5,5 3,10"),
        "short flag": (12, "1.8,1.4~1,2.8 3,0! 3,10"),
        "long flag": (9, "1,2.8~-1,5.4 3,0! 3,10"),
        "caret": (4, "-.4,5.4~-.8,9 3,0! 3.2,10~4,10"),
        "bent flag": (4, ".8,2.4~-.6,4.4 2,1.5~1.4,2.8 3,0! 3,10"),
        "foot": (2, "3,0 3,10 / 1.4,10~.6,10 4.6,10~5.4,10"),
        "flag and foot": (7, "1.6,1.6~.4,3.4 3,0! 3,10 / 1.4,10~.4,10 4.6,10~5.6,10"),
        "flag and foot in one stroke": (2, "1.4,2~.4,3.2 3,0! 3,10! 1.2,10! 4.8,10~5.4,10"),
    },
    2: {
        "plain": (12, ".4,2.6~-.2,1.8 1.4,.6 3.4,0 5.3,1.5 5,4 2.8,7.2 0,10! 3,9.9 6.2,9.8~8,9.6"),
        "hollow": (6, ".8,1.4~.2,.6 3,0 5,1.4 4.8,4.2 2.8,7.4 .2,9.8! 2.6,9.4 4.4,9.9 6.4,9.4~8,9"),
        "swan": (6, ".4,3 1.8,.5 4,.4 5,2.4 3.8,5.6 1.8,8.4 .2,9.8 2.2,8.8~2,9.2 4,9.6 6.6,9~8,9.6"),
        "head large": (5, "1.4,3.6~0,2.4 1,.8 3.4,0 5.8,1.2 5.8,4.6 3.6,7.6 .2,9.6! 3,9 7,9.4~8.4,10"),
        "small loop": (8, ".4,2.2 2,.2 4.4,.4 5.1,2.6 3.8,5.8 1.8,9 .6,9.8 .2,8.9 1.4,8.3 3.4,9.4 6.4,9.7"),
        "loop large": (
            8,
            ".2,2 2.4,0 4.8,1 5,3.6 3,7.6 1.2,9.6 -.4,9.4 -.3,7.8~-1,7 1.4,7.4~1,6.2 3.6,8.8 6.4,9.2~7.4,10",
        ),
        "all large": (4, ".4,2.4 1.4,.6 3.8,0 5.8,1.4 5.2,4.6 3.4,7.6 1.2,9.8 -.6,9 .4,7~.4,6.4 2.4,7.6 4.4,9.2 6.6,9"),
        "like a z": (5, ".4,.8~0,0 3,0~3,.4 5,.6! 3,5 .2,9.8! 5.8,9.8~7.4,9.6"),
        "with a hook": (3, "1.4,2.6 .8,1.6 2.4,.1 4.8,.6 5,3 3,6.6 .2,9.8! 5.8,9.6"),
        "low": (4, ".4,3 2,1 4.6,1 5.2,3.2 3.2,6.4 .2,9! 3,8.6 7,9~9,8.4"),
        "low, looped": (4, ".6,3.4 2.4,2 4.8,2.2 4.6,4.6 2.4,7.8 .2,8.8 -.6,7.6 1.2,6.6 3.6,7.8 6.6,8~9,7"),
    },
    3: {
        "round": (14, ".6,1.4 2.4,0 4.8,.8 4.6,3.4 2.2,4.8! 4.8,5.4 5.6,7.6 3.6,9.8 .2,8.8"),
        "large below": (8, ".8,1 2.6,0 4.2,.8 4,2.8 1.8,4.2! 4.6,4.6 6,7 4.2,9.8 1.6,10 .2,8.8"),
        "large above": (4, ".2,1.2 2.6,0 5.4,1.2 5,4 2.2,5.4! 4.4,6 4.8,8 3,9.8 .2,9"),
        "no corner": (5, ".6,1.2 2.6,0 4.8,1.2 4.2,3.4 3,4.7 4.6,5.6 5.6,7.6 3.6,9.8 .2,9"),
        "loop in the middle": (5, ".6,1.2 2.6,0 4.8,1.2 4,3.8 2.2,5 1.6,4.4 2.6,4.1 5,5.4 5.4,7.8 3.2,9.9 .2,8.8"),
        "head small": (4, "1.4,1.2 2.6,0 3.8,.8~4.4,.6 3.4,2.6 2,3.6! 4.8,4.4 5.4,7 3.4,9.4 0,9.8~-.8,9.4"),
        "like a hook": (3, ".2,1.2 2.4,0 4.8,1 3.8,3.2 2.6,4.4! 4.6,5.2 5,7.4~5,8 3.4,9.6 1.6,10~.6,9.8"),
        "flat-topped": (5, ".6,0~.2,.4 5.2,0! 2.4,4~2,3.6! 4.8,4.6 5.6,7.2 3.6,9.8 .2,9"),
    },
    4: {
        "open": (8, "1.4,0~2.4,0 .2,6! 6,5.8~6.8,6 / 4.6,2~4.8,3.4 4.2,10"),
        "open, uprights alike": (6, ".8,0 .4,5.4! 5.6,5.2~6.6,5.4 / 4.8,0~4.8,1 4.6,10"),
        "open, rounded": (5, ".6,.4 .2,4 1.2,5.6 3.4,5.4 5.4,4.6 / 5.6,0~5.2,1.6 4.8,10"),
        "open, in one stroke": (8, "1.2,0 .2,4.8~.4,5.8 1.6,5.8 4.8,4.4 5.4,.8~5.2,2.6! 4.8,6 4.6,10"),
        "open, bar long": (4, "2.2,0 1.2,3 0,5.8! 3.4,5.6 7.4,5.4 / 4.4,3.4 4.2,6 3.8,10"),
        "open, in three strokes": (2, "1.4,0~2.4,0 .2,6 / .2,6 6.4,6 / 4.6,2.4 4.4,10"),
        "closed, in one stroke": (6, "4.4,10 4.6,0! 0,6.4! 6.4,6.4"),
        "closed, from the top": (6, "4.4,6~4.2,10 4.6,.2! 0,6! 6.4,6 / 4.6,.2 4.4,10"),
        "closed, the stem last": (5, "4.4,.2 0,6.2! 3.4,6.4 6.6,6.2 / 4.5,0 4.3,10"),
        "closed, the stem after a loop": (3, "4.4,6 1.2,6.2 .2,5.2 4.6,.2! 4.6,5 4.4,10"),
    },
    5: {
        "one stroke": (9, "5.6,0~7,-.4 1.4,.2! .9,4.2! 3.4,3.6 5.6,5.2 5.4,8.4 2.8,10 .2,9"),
        "one stroke, slender": (4, "5.2,.2 2,0! 1.2,3.6~1,4.6 3.8,4.8 4.8,7 3.4,9.4 .2,9.8"),
        "separate bar": (9, "1.4,.2 .9,4.2! 3.4,3.6 5.6,5.2 5.4,8.4 2.8,10 .2,9 / 1.4,.1 5.8,0~7.8,-.8"),
        "bar displaced": (6, "1.4,.6 .9,4.4! 3.4,3.8 5.4,5.6 5.2,8.4 2.8,10 .2,9 / 2,-.4~2.8,.4 6.4,-.6~7.6,.2"),
        "bar low": (3, "1.6,0 .9,4.4! 3.4,3.8 5.4,5.6 5.2,8.4 2.8,10 .2,9 / 1.6,.8~1.4,1.6 6,.6~7,1.4"),
        "round belly": (5, "2,.4 1.4,3.4 3.4,4.2 4.8,6 4.2,8.8 2.2,10 .2,9.2 / 2,.4 6.4,0~7.6,-.6"),
        "belly small": (5, "6,0~7.4,-1 2.2,0! 1.2,4.8! 3.2,5 4.4,6.8 3.4,9 1.6,10 -.4,9~-1,10"),
        "like an s": (6, "5.6,.6~6.4,.2 3.2,.1 1.4,1.2 1.4,3.4 3.4,4.8 5,6.6 4,9.2 2,10 .2,9.2"),
        "the top sloping": (4, "6.4,-.4 4,.6 2.2,.6! 1.2,4.2! 3.4,4 4.8,5.6 4.2,8.6 2.2,10 0,9.4"),
    },
    6: {
        "round": (8, "4.6,0 2,2 .4,5.6 .8,8.8 3,10 5.2,8.4 4.8,6 2.6,5.4 .6,7.4"),
        "loop large": (6, "4.4,0 1.8,1.6 .2,5.2 .8,8.8 3.4,10 5.8,8 5.2,5~6,4 2.8,4.2~3,3.4 .6,6.2"),
        "loop wide": (6, "3,0~4.4,0 1,3 .2,6.8 1.4,9.6 4.2,10 6.4,8 5.4,6~6,5 3,6.2~3,5.4 .8,8.4"),
        "loop to the right": (5, "2.6,0~4.4,0 .6,5 .2,8.4 2,10 5,9.2 6.2,7~6.6,6 4.6,5.6 2.4,7 1.6,9.4"),
        "straight": (7, "3.6,0~4.6,0 1.8,3.2 .2,7.2 1,9.6 3,10 4.8,8.4 4,6.4 2,6.6 .6,8.4"),
        "bent far": (4, "6,0~7.4,.4 3,1.6 .6,5 .4,8.6 2.6,10 5,8.6 4.8,6.2 2.8,5.6 .6,7.4"),
        "upright": (5, "1.4,0 .6,4 .4,7.6 1.6,9.8 3.8,9.6 4.8,7.6 3.6,6 1.6,6.4 .6,8"),
        "hooked": (3, "5.6,1.4 4.4,.1 2,1.2 .2,5 .8,8.8 3.2,10 5.4,8.2 4.6,5.8 2.4,5.4 .6,7.2"),
        "open": (5, "4,0 1.6,2.6 .3,6.4 1.2,9.4 3.4,9.9 5,8.2 4.4,6.4 3,6.2~2.4,6.8"),
        "loop overshooting": (4, "4,0 1.6,2.8 .4,6.6 1.2,9.6 3.4,9.8 5,7.8 4,5.8 2,6.4 .4,8~-.8,8.8"),
        "loop small": (3, "4.8,0 2.2,2.8 .4,6.8 .8,9.2 2.4,10 3.8,8.8 3,7.6 1.2,8.2"),
    },
    7: {
        "plain": (13, "0,.4~0,.2 5.8,0! 4,4.4 2.4,10"),
        "curved": (6, ".2,.6 2.6,.2 5.6,.2! 3.4,5 2.8,10"),
        "roof sloping": (6, ".2,1.6~-.8,2.8 2.8,.8 5.6,0! 3.6,5 2.2,10"),
        "round": (6, "0,.6 2.4,.2 5,.2 5.4,1.4 3.6,5 1.8,10"),
        "serif": (6, ".2,2.4~.2,1.2 .2,.2! 5.8,.2! 3.6,5 2.4,10"),
        "serif long": (4, "0,3.2~.4,4.4 .4,.4! 5.2,.4! 4.6,4.8 3.6,10"),
        "serif, waved": (4, "0,2~-.4,3 .4,.4! 2,.8~2,1.6 4,.9 6,0! 4,4.8 3,10"),
        "upright": (4, "0,.2 4.8,0! 4.6,5 4.4,10"),
        "barred": (7, "0,.2 5.8,0! 3.8,4.8 2.4,10 / 1.4,5.4~2.2,5 5.4,5~6.4,4.6"),
        "barred, with serif": (4, ".2,2~.2,1.2 .2,.2! 5.8,.2! 3.8,5 2.4,10 / 1.4,5.2~2.2,5.4 5.6,5~6.4,4.6"),
        "barred, round": (3, "0,.8 2,.2 5.4,.2 4.6,3 3,7 2.2,10 / 1,5.4 5.4,5.2"),
    },
    8: {
        "one stroke": (12, "4.8,1.2 3,0 1,1.4 1.8,3.8 4.2,5.6 5.2,8 3.2,10 .8,8.6 1.4,6.2 3.8,4.2 5,2 4.6,.8"),
        "closed": (6, "3,0 1,1.6 1.8,3.8 4,5.6 5.2,7.8 3.2,10 .8,8.2 1.8,5.8 4,4 5,1.8 3.2,0"),
        "the other way": (4, "2.8,0 4.8,1.4 4,3.8 1.8,5.6 .6,7.8 2.8,10 5.2,8.2 4.2,5.8 2,4 1,1.8 2.8,0"),
        "open above": (5, "5.2,.6~5.8,.2 3.2,.2 1,1.6 1.8,4 4,5.6 4.6,8.2 2.8,10 .6,8.6 1.6,6 4,3.8 5.6,1.6~6.2,.8"),
        "an s, then straight up": (6, "5,1~4.4,.4 3,0 1.2,1.4 2,3.8 4.2,6 4.4,8.6 2.4,10 .8,8.6 2,6.2 5.4,1~4.8,.4"),
        "head small": (4, "4,1 2.8,.1 1.8,1.4 2.4,3.4 4.4,5.2 5.4,7.6 3.2,10 .4,8.2 1.4,5.4 3.6,3.4 4.2,1.6 3.6,.4"),
        "head large": (5, "5.2,1.6 3,0 .6,1.8 1.6,4.8 3.6,6.4 4.2,8.6 2.8,10 1.4,8.6 2,6.4 4.4,4.6 5.6,2.4 5,1"),
        "slender": (3, "4,.8 3,0 1.8,1.6 2.4,4 3.6,6 4,8.4 2.8,10 1.6,8.4 2.2,6 3.6,4 4.4,1.8 3.8,.4"),
        "from the middle": (3, "2.8,4.6 1,2.4 2.8,0 4.8,2.2 3.2,4.6 .8,7.4 2.8,10 5.2,7.6 3.2,4.8"),
        "two rings": (6, "3,0 1.2,1.2 1.4,3.6 3,4.6 4.6,3.6 4.8,1.2 3,0 / 3,4.6 .8,6 .8,8.8 3,10 5.2,8.8 5.2,6 3,4.6"),
    },
    9: {
        "round": (6, "4.8,1.4 3,0 .6,1.4 .6,4 2.6,5 4.6,3.6 5,1.2! 5.2,4.6 4.4,8.4 2.4,10 .6,9.2"),
        "straight": (10, "4.6,1.2 2.8,0 .6,1.6 .6,4 2.4,4.8 4.4,3.2 4.8,1! 4.6,5 4.4,10"),
        "head large": (6, "4.8,1.2 2.8,0 .2,1.8 .2,4.6 2.4,5.6 4.6,4.2 5,.8~5,2! 4.8,6 4.4,10~3.4,10"),
        "head square": (4, "4.6,.4 1.4,.4 .2,2~.4,3.4 1,4.8 3.4,4.6 4.8,3~5,1.2! 4.8,5.6 4.6,10"),
        "head overshooting": (4, "5.6,.6 3,.2 .6,1.8 .6,4.2 2.4,4.8 4.4,3 5,0~5.4,-.8! 4.6,5 4,10"),
        "head flat": (5, "4.8,.8 2.4,.2 -.2,1.8~.2,2.4 .4,3.6 2.8,3.4 4.8,1.8~5,1! 4.2,5 3,10"),
        "slanting": (8, "4.8,1.2 3,0 .8,1.8 1,3.8 2.8,4.2 4.6,2.4 5,.8 4.2,4.6 2.6,10"),
        "from the stem's top": (5, "5,.4 2.6,.2 .6,2 1,4.4 3,4.6 4.8,2.4 5,.4! 4.8,5 4.4,10"),
        "curved": (5, "4.6,1.4 2.8,0 .6,1.8 1,4.2 3,4.6 4.8,2.8 5,1.4 5,4.6 4,8 2,10"),
        "open": (5, "3.6,.2~4.2,0 1,1 .2,3.4 1.8,4.8 4.2,3.8 5.2,.4~5.4,1.6! 4.8,5.6 4.2,10"),
        "ring and stem": (4, "4.8,1.4 3,0 .6,1.4 .6,3.8 2.6,5 4.6,3.8 4.9,1.6 / 5,.4~5,1.6 4.8,5 4.4,10"),
        "one sweep": (3, "3,4.6 .8,3.8 .6,1.4 3,0 5,1.4 5.2,4.6 4,8.4 1.8,10"),
    },
}
"""Of each digit, by name: how common the form is, and its strokes."""


@dataclass(frozen=True, eq=False)
class SkeletonStroke:
    """One stroke of a form.

    Attributes:
        start: control points at one end of the form's range, shape (points, 2).
        end: the same at its other end.
        cornered: weights of the control points in each point of the curve, shape (curve points, points).
        rounded: the same for a curve that runs smoothly through its corners too.
    """

    start: Floats
    end: Floats
    cornered: Floats
    rounded: Floats


@dataclass(frozen=True, eq=False)
class Forms:
    """The forms of one digit, ready to be drawn.

    Attributes:
        upto: probability of each form together with all before it, shape (forms,).
        strokes: of each form those that make it up.
    """

    upto: Floats
    strokes: tuple[tuple[SkeletonStroke, ...], ...]


@cache
def forms_of(label: int) -> Forms:
    """The forms of ``label`` from :data:`FORMS`, read once."""
    weights = np.array([weight for weight, _ in FORMS[label].values()], dtype=np.float64)
    return Forms(
        np.cumsum(weights) / weights.sum(),
        tuple(tuple(map(_read, form.split(" / "))) for _, form in FORMS[label].values()),
    )


def _read(stroke: str) -> SkeletonStroke:
    words = [word.removesuffix("!").split("~") for word in stroke.split()]
    corners = [word.endswith("!") for word in stroke.split()]
    start, end = (np.array([[float(number) for number in word[at].split(",")] for word in words]) for at in (0, -1))
    return SkeletonStroke(start, end, _curve(start, corners), _curve(start, [False] * len(corners)))


def _curve(points: Floats, corners: list[bool]) -> Floats:
    """Weights of ``points``, shape (m, 2), in a curve through them: shape (_STEPS · (m − 1) + 1, m).

    A centripetal Catmull-Rom spline: cubic Hermite pieces over knots as far apart as the square roots of the
    distances. With the knots held fixed the curve is linear in its points, so that moving them is one product.
    """
    last = len(points) - 1
    gaps = np.sqrt(np.hypot(*np.diff(points, axis=0).T))
    identity = np.eye(last + 1)
    slopes = np.diff(identity, axis=0) / gaps[:, None]  # of the straight pieces, as weights of the points

    def tangent(at: int, piece: int) -> Floats:
        if at in (0, last) or corners[at]:
            return slopes[piece]
        before, after = gaps[at - 1], gaps[at]
        return (after * slopes[at - 1] + before * slopes[at]) / (before + after)

    t = (np.arange(_STEPS) / _STEPS)[:, None]
    pieces = [
        (1 + 2 * t) * (1 - t) ** 2 * identity[i]
        + t * (1 - t) ** 2 * gaps[i] * tangent(i, i)
        + t**2 * (3 - 2 * t) * identity[i + 1]
        - t**2 * (1 - t) * gaps[i] * tangent(i + 1, i)
        for i in range(last)
    ]
    return np.concatenate([*pieces, identity[-1:]])
