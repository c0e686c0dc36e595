"""What the pages explain: one digit, and the part of the drawing that it was read from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.reading import Reading
from mlp_engine.ink import PenStroke
from mlp_engine.reading import ReadDigit


@dataclass(frozen=True, eq=False)
class Subject:
    """The chosen digit, its strokes in the pad's coordinates, and the picture under them, if any."""

    digit: ReadDigit
    strokes: tuple[PenStroke, ...]
    picture: NDArray[np.uint8] | None

    @property
    def lines(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        """The strokes as they are shown and read."""
        return tuple(stroke.line for stroke in self.strokes)


def subject_of(drawing: Drawing, reading: Reading) -> Subject | None:
    """What is chosen now, unless nothing is read, or the drawing has changed since."""
    digit, sheet = reading.digit, drawing.sheet
    if digit is None or any(place >= len(sheet.strokes) for place in digit.strokes):
        return None
    return Subject(digit, tuple(sheet.strokes[place] for place in digit.strokes), sheet.picture)
