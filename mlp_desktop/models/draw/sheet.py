"""What is on the paper at one moment."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink import PenStroke

Point = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Sheet:
    """Strokes in the pad's logical coordinates, over a picture's ink if any."""

    strokes: tuple[PenStroke, ...] = ()
    picture: NDArray[np.uint8] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but paper."""
        return not self.strokes and self.picture is None

    @cached_property
    def lines(self) -> tuple[tuple[Point, ...], ...]:
        """The strokes as they are shown and read: smooth where they were drawn so."""
        return tuple(stroke.line for stroke in self.strokes)
