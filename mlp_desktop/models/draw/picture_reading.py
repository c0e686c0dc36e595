"""What was read in a picture on the pad."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_desktop.models.draw.opened_picture import OpenedPicture
from mlp_engine.ink import PenStroke
from mlp_engine.reading import ReadDigit, ReadNumber, ReadPicture, ReadPictureDigit, Turn

NO_DIGITS = "No digit was found in this picture."


@dataclass(frozen=True, eq=False)
class PictureReading:
    """The reading of a picture, with the strokes drawn over it.

    Attributes:
        opened: the picture.
        strokes: the strokes that were drawn over it.
        read: what was read; ``None`` if it could not be read.
        reason: why it could not be read, as a sentence; empty if it was.
        turn: the turn after which it could be read for sure, if it cannot be as it is.
    """

    opened: OpenedPicture
    strokes: Sequence[PenStroke]
    read: ReadPicture | None
    reason: str = ""
    turn: Turn | None = None

    @cached_property
    def number(self) -> ReadNumber | None:
        """The digits as those of a drawing, their boxes in the pad's coordinates; ``None`` if there are none."""
        if self.read is None or not self.read.digits:
            return None
        left, top, right, _ = self.opened.place
        unit = (right - left) / self.read.steps.ink.shape[1]

        def on_pad(digit: ReadPictureDigit) -> ReadDigit:
            x, y, far_x, far_y = digit.part.box
            box = (left + unit * x, top + unit * y, left + unit * far_x, top + unit * far_y)
            return ReadDigit((), box, digit.image, digit.probabilities, digit.digit, digit.refused)

        return ReadNumber(tuple(tuple(map(on_pad, row)) for row in self.read.rows))

    @cached_property
    def ink(self) -> NDArray[np.uint8] | None:
        """The ink of all its digits as it was found, as large as the ink of its steps; ``None`` without digits."""
        if self.read is None or not self.read.digits:
            return None
        steps = self.read.steps
        kept = np.zeros(len(steps.pieces.fates), np.bool_)
        kept[[place for digit in self.read.digits for place in digit.part.pieces]] = True
        return np.where(steps.pieces.components.mask(kept), steps.ink, np.uint8(0))

    def ink_of(self, place: int) -> NDArray[np.uint8]:
        """The ink of one digit as the network reads it, in the frame of :attr:`ink`, cut off at its edges."""
        assert self.read is not None, "only pictures that were read have digits"
        part = self.read.digits[place].part
        sheet = np.zeros_like(self.read.steps.ink)
        height, width = part.ink.shape
        # A pen wider than the ink that was found reaches over the digit's box on all sides.
        top, left = (part.box[1] + part.box[3] - height) // 2, (part.box[0] + part.box[2] - width) // 2
        rows, columns = slice(max(top, 0), top + height), slice(max(left, 0), left + width)
        target = sheet[rows, columns]
        target[:] = part.ink[max(-top, 0) :, max(-left, 0) :][: target.shape[0], : target.shape[1]]
        return sheet
