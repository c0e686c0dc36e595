"""The shape of a stroke, for the grouping: its box, and points evenly spaced along it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.strokes import bounds_of, lines_of

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

# Points along a stroke. Distances between strokes are exact to half their spacing: a fortieth of a digit's height.
_TRACE = 48


@dataclass(frozen=True, eq=False)
class StrokeShape:
    """The shape of one stroke.

    Attributes:
        box: the box around all its points.
        trace: points evenly spaced along it, shape (points, 2).
        line: its own points, shape (points, 2).
    """

    box: Box
    trace: NDArray[np.float64]
    line: NDArray[np.float64]

    @cached_property
    def longer_side(self) -> float:
        """The longer side of the box."""
        return max(self.box[2] - self.box[0], self.height)

    @cached_property
    def height(self) -> float:
        """The height of the box."""
        return self.box[3] - self.box[1]

    @cached_property
    def steep(self) -> tuple[float, float]:
        """How far its steep pieces (leaning less than 45°) go to the right on their way down, and how far down."""
        across, down = np.diff(self.trace, axis=0).T
        steep = np.abs(down) > np.abs(across)
        return float((across * np.sign(down))[steep].sum()), float(np.abs(down[steep]).sum())

    def box_leaning(self, slant: float) -> Box:
        """The box after removing a slant: every point moves left by ``slant`` times its y coordinate."""
        left, top, right, bottom = leaning_boxes([self], slant)[0].tolist()
        return left, top, right, bottom


def measure(stroke: Sequence[tuple[float, float]]) -> StrokeShape:
    """The shape of a stroke with at least one point.

    Raises:
        InkError: if a point is not two finite numbers.
    """
    (line,) = lines_of([stroke])
    low, high = bounds_of([line])
    along = np.zeros(len(line))
    np.cumsum(np.hypot(*np.diff(line, axis=0).T), out=along[1:])
    length = float(along[-1])
    wanted = np.arange(_TRACE) * (length / (_TRACE - 1)) if length > 0.0 else np.zeros(1)
    trace = np.empty((len(wanted), 2))
    for axis in (0, 1):
        trace[:, axis] = np.interp(wanted, along, line[:, axis])
    return StrokeShape((float(low[0]), float(low[1]), float(high[0]), float(high[1])), trace, line)


def box_around(boxes: Sequence[Box]) -> Box:
    """The box around ``boxes``."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def gaps_between(first: Box, second: Box) -> tuple[float, float]:
    """The horizontal and the vertical gap between two boxes; negative values are overlaps."""
    across = max(second[0] - first[2], first[0] - second[2])
    down = max(second[1] - first[3], first[1] - second[3])
    return across, down


def leaning_boxes(shapes: Sequence[StrokeShape], slant: float) -> NDArray[np.float64]:
    """:meth:`StrokeShape.box_leaning` of several, shape (shapes, 4)."""
    traces = np.concatenate([shape.trace for shape in shapes])
    across = traces[:, 0] - slant * traces[:, 1]
    starts = np.cumsum([0, *(len(shape.trace) for shape in shapes[:-1])])
    boxes = np.array([shape.box for shape in shapes])
    boxes[:, 0] = np.minimum.reduceat(across, starts)
    boxes[:, 2] = np.maximum.reduceat(across, starts)
    return boxes


def all_gaps(boxes: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """:func:`gaps_between` each two of ``boxes``, shape (n, 4): across and down, each of shape (n, n)."""
    left, top, right, bottom = boxes.T
    across, down = left[None, :] - right[:, None], top[None, :] - bottom[:, None]
    return np.maximum(across, across.T), np.maximum(down, down.T)


def ink_distance(pair: tuple[StrokeShape, StrokeShape]) -> float:
    """The shortest distance between two strokes, exact to half the spacing of their points."""
    first, second = pair
    offsets = first.trace[:, None, :] - second.trace[None, :, :]  # (points, points, 2)
    return float(np.sqrt(np.einsum("ijk,ijk->ij", offsets, offsets).min()))
