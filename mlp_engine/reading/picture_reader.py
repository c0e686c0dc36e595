"""The reader of pictures: it finds digits in rows, joins what is one digit in several pieces, and reads each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.arrays import Floats
from mlp_engine.errors import InkError
from mlp_engine.ink.contrast import STRONG
from mlp_engine.ink.digit_layout import is_underline
from mlp_engine.ink.lying_sheet import is_sheet
from mlp_engine.ink.paper import SEAM
from mlp_engine.ink.picture import ALL_DONE, PictureSteps, PictureSwitches, picture_steps
from mlp_engine.ink.picture_digit import PictureDigit
from mlp_engine.perceptron.network import Network
from mlp_engine.reading.candidate import Candidate, DigitRows, RejectScore, read_image
from mlp_engine.reading.stroke_shapes import Box, gaps_between
from mlp_engine.reading.touching import may_be_several, parted_digits

# Two pieces may be one digit if there is no more paper between them than this share of the larger one …
_NEAR = 0.4
# … and the two together are no wider than this, in their height.
_WIDEST = 1.3

# They are one digit if the network doubts it less than this share of its doubt of the more doubtful piece.
_SURER = 0.5

# A small piece with this share of a digit's ink is no dirt: it is joined wherever the doubt stays below this.
_LARGE = 0.2
_BELIEVED = 0.7

# A picture that may be light on dark as well as dark on light is read both ways if there is more doubt than this, and
# counts the other way if the doubt there is less than this share.
_CERTAIN = 0.1
_OTHER_WAY = 0.7
# A sheet with ink has at least this share of the box around it, whatever way it is turned; few digits do.
_LEAST_FILLED = 0.3


@dataclass(frozen=True, eq=False)
class ReadPictureDigit:
    """One digit of a picture.

    Attributes:
        box: left, top, right and bottom, in pixels of the picture.
        image: its digit image, shape (28, 28).
        probabilities: the probability of each class, shape (10,).
        digit: the most probable class.
        refused: whether it is refused as not a digit.
        part: the digit as it was cut out of the picture's ink.
    """

    box: Box
    image: NDArray[np.uint8]
    probabilities: Floats
    digit: int
    refused: bool
    part: PictureDigit


@dataclass(frozen=True, eq=False)
class ReadPicture(DigitRows[ReadPictureDigit]):
    """The number in a picture: its rows from the top, each with its digits from the left; and how it was found.

    A picture with nothing but lines has no rows.
    """

    steps: PictureSteps


class _Read:
    """A part of a picture that may be a digit, read when it is asked for."""

    def __init__(self, digit: PictureDigit, reader: "PictureReader") -> None:
        self.digit = digit
        self._reader = reader

    @cached_property
    def candidate(self) -> Candidate:
        """What the network makes of it."""
        return self._reader.read_digit(self.digit)


class PictureReader:
    """Reads pictures with a network.

    Args:
        network: that reads digit images.
        reject: decides what is not a digit.
        parts_touching: whether digits that touch are parted.
    """

    def __init__(self, network: Network, reject: RejectScore | None = None, *, parts_touching: bool = True) -> None:
        self._network = network
        self._reject = reject
        self._parts_touching = parts_touching

    def __repr__(self) -> str:
        return f"PictureReader({self._network!r}, {self._reject!r})"

    def read(
        self,
        picture: Image.Image,
        inverted: bool | None = None,
        more_ink: float = 0.0,
        done: PictureSwitches = ALL_DONE,
    ) -> ReadPicture:
        """Read what a picture shows.

        Args:
            picture: upright, of any mode; transparent parts are paper.
            inverted: whether it is light on dark; by default picture and network decide.
            more_ink: from −1 to 1: above 0 paler ink is read, too, below 0 only darker ink.
            done: which steps are done.

        Raises:
            InkError: if the picture is blank.
        """
        steps = picture_steps(picture, inverted, more_ink, done)
        steps, rows = self._rows(steps)
        may_be_inverted = inverted is None and done.polarity and (steps.paper.doubtful or _show_sheet(rows))
        if may_be_inverted and _doubt(rows) > _CERTAIN:
            try:
                other = picture_steps(picture, not steps.paper.inverted, more_ink, done)
            except InkError:
                other = None
            if other is not None and other.paper.contrast >= SEAM * steps.paper.contrast:
                other, other_rows = self._rows(other)
                if _doubt(other_rows) < _OTHER_WAY * _doubt(rows):
                    steps, rows = other, other_rows
        unit = picture.width / steps.ink.shape[1]
        return ReadPicture(tuple(tuple(_read_digit(part, unit) for part in row) for row in rows), steps)

    def read_digit(self, digit: PictureDigit) -> Candidate:
        """What the network makes of one digit."""
        return self._read_image(digit.image)

    def _read_image(self, image: NDArray[np.uint8]) -> Candidate:
        return read_image(self._network, self._reject, image)

    def _rows(self, steps: PictureSteps) -> tuple[PictureSteps, list[list[_Read]]]:
        """The digits in rows, pieces of one joined and those that touch parted, and the steps with their cuts."""
        rows = [[_Read(digit, self) for digit in row] for row in steps.rows]
        if not steps.done.digits:
            return steps, rows
        for loose in steps.loose:
            rows = self._with_loose(rows, loose, steps)
        while (joined := self._joined_once(rows, steps)) is not None:
            rows = joined
        for row in rows:
            for part in tuple(row):
                left, top, right, bottom = part.digit.box
                if self._parts_touching and may_be_several(part.candidate, right - left, bottom - top):
                    steps, digits = parted_digits(steps, part.digit, self._read_image)
                    if len(digits) > 1:
                        place = row.index(part)
                        row[place : place + 1] = [_Read(digit, self) for digit in digits]
        return steps, rows

    def _with_loose(self, rows: list[list[_Read]], loose: PictureDigit, steps: PictureSteps) -> list[list[_Read]]:
        """The rows with a small piece added to the digit that it makes surer, if there is one."""
        for row in rows:
            for place, part in enumerate(row):
                whole = self._whole((part.digit, loose), steps)
                _, top, _, bottom = part.digit.box
                underlined = is_underline(loose.box, part.digit.box, bottom - top)
                large = _ink(loose) >= _LARGE * _ink(part.digit) and not underlined
                if whole and whole.candidate.doubt < (_BELIEVED if large else _SURER * part.candidate.doubt):
                    row[place] = whole
                    return rows
        return rows

    def _joined_once(self, rows: list[list[_Read]], steps: PictureSteps) -> list[list[_Read]] | None:
        """The rows with two of their digits made one, if any two are surer together."""
        pairs = [(row, row, place, place + 1) for row in rows for place in range(len(row) - 1)]
        pairs += [
            (above, below, i, j)
            for above, below in pairwise(rows)
            for i in range(len(above))
            for j in range(len(below))
        ]
        for first, second, i, j in pairs:
            whole = self._whole((first[i].digit, second[j].digit), steps)
            if whole and whole.candidate.doubt < _SURER * max(first[i].candidate.doubt, second[j].candidate.doubt):
                first[i] = whole
                del second[j]
                return [row for row in rows if row]
        return None

    def _whole(self, digits: Sequence[PictureDigit], steps: PictureSteps) -> _Read | None:
        """Two parts as one digit, if they lie near enough for that and it is not refused."""
        a, b = (digit.box for digit in digits)
        across, down = gaps_between(a, b)
        larger = max(a[2] - a[0], a[3] - a[1], b[2] - b[0], b[3] - b[1])
        width, height = max(a[2], b[2]) - min(a[0], b[0]), max(a[3], b[3]) - min(a[1], b[1])
        if max(across, down) > _NEAR * larger or width > _WIDEST * height:
            return None
        whole = _Read(steps.joined(digits), self)
        return None if whole.candidate.refused else whole


def _ink(digit: PictureDigit) -> int:
    return int(digit.ink.sum(dtype=np.int64))


def _doubt(rows: list[list[_Read]]) -> float:
    """The greatest doubt of any digit; what is a sheet with its ink as holes is none."""
    if _show_sheet(rows):
        return float("inf")
    return max((part.candidate.doubt for row in rows for part in row), default=float("inf"))


def _show_sheet(rows: list[list[_Read]]) -> bool:
    """Whether something that counts as a digit is a sheet, and the digit its holes."""
    masks = (part.digit.ink >= 255 * STRONG for row in rows for part in row)
    return any(mask.mean() >= _LEAST_FILLED and is_sheet(mask) for mask in masks)


def _read_digit(part: _Read, unit: float) -> ReadPictureDigit:
    left, top, right, bottom = part.digit.box
    candidate = part.candidate
    return ReadPictureDigit(
        (left * unit, top * unit, right * unit, bottom * unit),
        candidate.image,
        candidate.probabilities,
        int(candidate.probabilities.argmax()),
        candidate.refused,
        part.digit,
    )
