"""The newest reading of the drawing, and the digit of it that the window explains."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from mlp_desktop.models.draw.drawing import Drawing
from mlp_desktop.models.draw.picture_reading import PictureReading
from mlp_engine.ink import PenStroke
from mlp_engine.perceptron.network import Network
from mlp_engine.reading import ReadDigit, ReadNumber


class Reading(QObject):
    """The newest reading: nothing, or a number of one or more digits, one of which is chosen.

    Attributes:
        number: the number; ``None`` if nothing is read.
        chosen: the place of the chosen digit in reading order.
        picture: how the number was found, if it was read in an opened picture.
        is_covered: whether the window shows the answer of another network in its place.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.number: ReadNumber | None = None
        self.chosen = 0
        self.picture: PictureReading | None = None
        self.is_covered = False

    @property
    def digits(self) -> tuple[ReadDigit, ...]:
        """All digits, in reading order."""
        return self.number.digits if self.number is not None else ()

    @property
    def digit(self) -> ReadDigit | None:
        """The chosen digit; ``None`` if nothing is read."""
        return self.digits[self.chosen] if self.digits else None

    def show(self, number: ReadNumber | None, chosen: int = 0) -> None:
        """Take a new reading and the place of its chosen digit."""
        self.number, self.chosen, self.picture = number, chosen, None
        self.changed.emit()

    def show_picture(self, picture: PictureReading) -> None:
        """Take the reading of an opened picture; the chosen digit stays, if there is one in its place."""
        stays = self.picture is not None and self.picture.opened.has_view_of(picture.opened)
        self.number, self.picture = picture.number, picture
        self.chosen = self.chosen if stays and self.chosen < len(self.digits) else 0
        self.changed.emit()

    def cover(self, is_covered: bool) -> None:
        """Another network answers in the window, or not any more."""
        if is_covered != self.is_covered:
            self.is_covered = is_covered
            self.changed.emit()

    def choose(self, chosen: int) -> None:
        """Choose another digit by its place in reading order; a place that does not exist is ignored."""
        if 0 <= chosen < len(self.digits) and chosen != self.chosen:
            self.chosen = chosen
            self.changed.emit()


def read_by(number: ReadNumber, network: Network) -> ReadNumber:
    """The digits of a number as another network reads them; it alone answers, so none is refused."""
    return ReadNumber(tuple(tuple(_digit_by(digit, network) for digit in row) for row in number.rows))


def _digit_by(digit: ReadDigit, network: Network) -> ReadDigit:
    p = network.predict(digit.image.ravel())
    return replace(digit, probabilities=p, digit=int(p.argmax()), refused=False)


@dataclass(frozen=True, eq=False)
class ChosenDigit:
    """The chosen digit with the part of the drawing that it was read from.

    Attributes:
        digit: how it was read.
        strokes: its strokes, in the pad's logical coordinates; none in an opened picture.
        picture: the ink of the picture under them, if there is one; of an opened picture the digit's own.
    """

    digit: ReadDigit
    strokes: tuple[PenStroke, ...]
    picture: NDArray[np.uint8] | None

    @property
    def lines(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        """The lines of the strokes as they are shown and read."""
        return tuple(stroke.line for stroke in self.strokes)


def chosen_digit(drawing: Drawing, reading: Reading) -> ChosenDigit | None:
    """The chosen digit; ``None`` if nothing is read, or the drawing has lost a stroke since it was read."""
    digit, sheet = reading.digit, drawing.sheet
    if digit is None or any(place >= len(sheet.strokes) for place in digit.strokes):
        return None
    if reading.picture is not None:
        return ChosenDigit(digit, (), reading.picture.ink_of(reading.chosen))
    return ChosenDigit(digit, tuple(sheet.strokes[place] for place in digit.strokes), sheet.picture)
