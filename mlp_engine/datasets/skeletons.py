"""The skeletons of the ten digits: smooth curves through the control points of :data:`FORMS`."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.datasets.letter_forms import FORMS

HEIGHT = 10.0
"""Approximate height of every skeleton; variation is given in fractions of it."""

_STEPS = 6  # points of the curve from one control point to the next


@dataclass(frozen=True, eq=False)
class SkeletonStroke:
    """One stroke of a form.

    Attributes:
        start: control points at one end of the form's range, shape (points, 2).
        end: the same at its other end.
        cornered: weights of the control points in each point of the curve, shape (curve points, points).
        rounded: the same for a curve that runs smoothly through its corners too.
        span: ``end - start``.
        smoother: ``rounded - cornered``.
    """

    start: Floats
    end: Floats
    cornered: Floats
    rounded: Floats
    span: Floats
    smoother: Floats


@dataclass(frozen=True, eq=False)
class Forms:
    """The forms of one digit, ready to be drawn.

    Attributes:
        upto: probability of each form together with all before it.
        strokes: of each form those that make it up.
    """

    upto: tuple[float, ...]
    strokes: tuple[tuple[SkeletonStroke, ...], ...]


@cache
def forms_of(label: int) -> Forms:
    """The forms of ``label`` from :data:`FORMS`, read once."""
    weights = np.array([weight for weight, _ in FORMS[label].values()], dtype=np.float64)
    return Forms(
        tuple((np.cumsum(weights) / weights.sum()).tolist()),
        tuple(tuple(map(_read, form.split(" / "))) for _, form in FORMS[label].values()),
    )


def _read(stroke: str) -> SkeletonStroke:
    words = [word.removesuffix("!").split("~") for word in stroke.split()]
    corners = [word.endswith("!") for word in stroke.split()]
    start, end = (np.array([[float(number) for number in word[at].split(",")] for word in words]) for at in (0, -1))
    cornered, rounded = _curve(start, corners), _curve(start, [False] * len(corners))
    return SkeletonStroke(start, end, cornered, rounded, end - start, rounded - cornered)


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
