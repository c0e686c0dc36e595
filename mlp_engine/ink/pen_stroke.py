"""One stroke with all that is known of how it was drawn."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import InkError
from mlp_engine.ink.smoothing import smooth

Point = tuple[float, float]

SHEET_SIDE = 280.0
"""Side of the square sheet that pen strokes are drawn on."""

# What pressure makes of the pen's width: nothing leaves a fine line, half of it the width itself.
_LIGHTEST, _HEAVIEST = 0.4, 1.6


@dataclass(frozen=True)
class PenStroke:
    """Where a pen went on a sheet of :data:`SHEET_SIDE`, when, how hard, and how wide it was.

    Args:
        points: (x, y), x to the right and y down; at least one.
        times: seconds since the first point, one a point, never falling; or nothing, where they are not known.
        pressures: from 0 to 1, one a point; or nothing, where the pen is as wide everywhere.
        width: of the pen, in the unit of the points.
        smoothed: whether the stroke is shown and read as a smooth curve, or exactly as its points are.

    Raises:
        InkError: if there is no point, or not as many times or pressures as points.
    """

    points: tuple[Point, ...]
    times: tuple[float, ...] | None = None
    pressures: tuple[float, ...] | None = None
    width: float = 20.0
    smoothed: bool = False

    def __post_init__(self) -> None:
        if not self.points:
            raise InkError("A pen stroke must have at least one point. Got none.")
        for name, values in (("times", self.times), ("pressures", self.pressures)):
            if values is not None and len(values) != len(self.points):
                raise InkError(f"A pen stroke must have as many {name} as points. Got {len(values)}.")

    def __repr__(self) -> str:
        return f"PenStroke({len(self.points)} points, width {self.width:g})"

    @cached_property
    def columns(self) -> NDArray[np.float64]:
        """What is shown and read: x, y, then times and pressures where there are any; shape (points, 2 to 4)."""
        recorded = [np.array(self.points, dtype=np.float64)]
        recorded += [np.array(values)[:, None] for values in (self.times, self.pressures) if values is not None]
        columns = np.concatenate(recorded, axis=1)
        return smooth(columns, SHEET_SIDE) if self.smoothed else columns

    @property
    def line(self) -> tuple[Point, ...]:
        """The points that are shown and read."""
        return self._line

    @property
    def widths(self) -> tuple[float, ...] | None:
        """The width of the ink at each point of :attr:`line`; nothing where it is :attr:`width` everywhere."""
        return self._widths

    @cached_property
    def _line(self) -> tuple[Point, ...]:
        points: list[list[float]] = self.columns[:, :2].tolist()
        return cast("tuple[Point, ...]", tuple(map(tuple, points)))

    @cached_property
    def _widths(self) -> tuple[float, ...] | None:
        if self.pressures is None:
            return None
        pressures = np.clip(self.columns[:, -1], 0.0, 1.0)
        return tuple((self.width * (_LIGHTEST + (_HEAVIEST - _LIGHTEST) * pressures)).tolist())

    @property
    def pen(self) -> float | tuple[float, ...]:
        """The width of the ink, everywhere or at each point of :attr:`line`."""
        return self.width if self.widths is None else self.widths

    @cached_property
    def length(self) -> float:
        """Of :attr:`line`, in its unit."""
        return float(self._along[-1])

    @cached_property
    def _along(self) -> NDArray[np.float64]:
        """How far along the line each of its points lies, shape (points,)."""
        steps = np.diff(self.columns[:, :2], axis=0)
        return np.concatenate(([0.0], np.hypot(steps[:, 0], steps[:, 1]).cumsum()))

    def piece(self, start: float, end: float) -> "PenStroke":
        """From one length along the line to another, as a stroke of its own; its ends are interpolated."""
        inside = (self._along > start) & (self._along < end)
        places = np.concatenate(([start], self._along[inside], [end]))
        columns = [np.interp(places, self._along, self.columns[:, number]) for number in range(self.columns.shape[1])]
        return self.part(np.stack(columns, axis=1))

    def without(self, start: float, end: float) -> "tuple[PenStroke, ...]":
        """What is left when the piece between two lengths is taken out: no stroke, one or two."""
        left = ((0.0, start), (end, self.length))
        return tuple(self.piece(low, high) for low, high in left if low < high)

    def part(self, columns: NDArray[np.float64]) -> "PenStroke":
        """A stroke of the same pen through ``columns``, which are rows of :attr:`columns` or lie between them."""
        times = pressures = None
        if self.times is not None:
            times = tuple((columns[:, 2] - columns[0, 2]).tolist())
        if self.pressures is not None:
            pressures = tuple(columns[:, -1].tolist())
        points: tuple[Point, ...] = tuple((x, y) for x, y in columns[:, :2].tolist())
        return PenStroke(points, times, pressures, self.width)
