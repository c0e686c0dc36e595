"""Reads a drawing of one digit or several: which strokes are which digit, and what the number is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.errors import InkError
from mlp_engine.ink import Strokes, digit_image, digit_image_from_strokes, ink_from_drawing
from mlp_engine.perceptron.network import Network
from mlp_engine.reading.grouping import DOUBT_WEIGHT, cut_costs, run_costs
from mlp_engine.reading.memory import Memory
from mlp_engine.reading.parts import parts_of_row
from mlp_engine.reading.rows import rows_of
from mlp_engine.reading.sharing_out import cheapest, in_question
from mlp_engine.reading.stroke_shapes import Box, StrokeShape, around, ink_distance, measure, paper_between

# What is no longer than this share of the pad's side, or of the highest stroke, is a speck and not a digit …
_SPECK_ON_PAD = 1 / 50
_SPECK_BESIDE_STROKE = 0.08
# … but part of the digit from which it is no farther than this share of the digit's longer side.
_NEAR_DIGIT = 0.15

# Doubt counts up to this.
_MOST_DOUBT = 4.0

# Ways of sharing strokes out that cost so much more than the cheapest one are not shown to the network. Margins of
# 1, 2 and 3 group 500 numbers of practice digits alike (99.6 % of the digits); the least is the fastest.
_MARGIN = 1.0

# Strokes and digits remembered from one reading to the next, and pairs of strokes: more than any drawing has. A pair
# keeps its strokes' shapes, up to 2 kB, so that this many are some megabytes in the end.
_REMEMBERED = 512
_REMEMBERED_PAIRS = 512

_Stroke = tuple[tuple[float, float], ...]


class Reject(Protocol):
    """Whatever tells a digit from anything else."""

    @property
    def threshold(self) -> float:
        """The score from which an image is refused."""
        ...

    def scores(self, images: NDArray[np.uint8]) -> Floats:
        """How little a digit image looks like a digit, from 0 to 1: shape ()."""
        ...


@dataclass(frozen=True, eq=False)
class ReadDigit:
    """One digit of a drawing.

    Attributes:
        strokes: its strokes, by their place in the drawing.
        box: left, top, right and bottom, in the drawing's units.
        image: its digit image, shape (28, 28).
        probabilities: of each class, shape (10,).
        digit: the likeliest.
        refused: whether it is not a digit after all.
    """

    strokes: tuple[int, ...]
    box: Box
    image: NDArray[np.uint8]
    probabilities: Floats
    digit: int
    refused: bool


@dataclass(frozen=True, eq=False)
class ReadNumber:
    """What a drawing says: its rows from the top, each with its digits from the left.

    A drawing of nothing but specks has no rows.
    """

    rows: tuple[tuple[ReadDigit, ...], ...]

    @property
    def digits(self) -> tuple[ReadDigit, ...]:
        """All digits in reading order."""
        return tuple(digit for row in self.rows for digit in row)

    @property
    def text(self) -> str:
        """The number, one line a row, with "?" for what is not a digit."""
        return "\n".join("".join("?" if digit.refused else str(digit.digit) for digit in row) for row in self.rows)


@dataclass(frozen=True, eq=False)
class _Seen:
    """What the network makes of some strokes.

    ``doubt`` is −ln of the probability that they are a digit (1 − reject score) and the likeliest one.
    """

    image: NDArray[np.uint8]
    probabilities: Floats
    doubt: float
    refused: bool


class NumberReader:
    """Reads drawings with a network.

    What it made of a stroke, or of strokes taken together, it remembers: while a pen moves, only what contains the
    stroke in hand is looked at anew. Which digit came first makes no difference to it, nor does the order of their
    strokes. A reader serves one thread.
    """

    def __init__(self, network: Network, reject: Reject | None = None) -> None:
        self._network = network
        self._reject = reject
        self._measure: Memory[_Stroke, StrokeShape] = Memory(_REMEMBERED, measure)
        self._distance: Memory[tuple[StrokeShape, StrokeShape], float] = Memory(_REMEMBERED_PAIRS, ink_distance)
        self._see: Memory[tuple[_Stroke, ...], _Seen] = Memory(_REMEMBERED, self._look_at)

    def __repr__(self) -> str:
        return f"NumberReader({self._network!r}, {self._reject!r})"

    def read(self, strokes: Strokes, side: float, picture_ink: NDArray[np.uint8] | None = None) -> ReadNumber:
        """Read what was drawn on a square pad.

        Args:
            strokes: in the pad's coordinates; empty ones are passed over.
            side: the side of the pad, in the same unit.
            picture_ink: ink of a picture under the strokes, shown as large as the pad allows. It is taken for one
                digit, with whatever is drawn over it: ink without strokes is not shared out.

        Raises:
            InkError: if there is neither ink nor a point, or a point is not two finite numbers.
        """
        if picture_ink is not None and picture_ink.any():
            return ReadNumber(((self._one_digit(picture_ink, strokes, side),),))
        drawn, shapes = self._measured(strokes)
        tallest = max(shape.height for shape in shapes.values())
        speck = max(side * _SPECK_ON_PAD, tallest * _SPECK_BESIDE_STROKE)
        specks = [place for place, shape in shapes.items() if shape.longer_side <= speck]
        lines = {place: shape for place, shape in shapes.items() if shape.longer_side > speck}
        if not lines:
            return ReadNumber(())
        rows = [self._groups({place: lines[place] for place in row}, drawn) for row in rows_of(lines)]
        for place in specks:
            _add_speck(place, [group for row in rows for group in row], shapes)
        return ReadNumber(tuple(tuple(self._digit(sorted(group), drawn, shapes) for group in row) for row in rows))

    def doubt(self, strokes: Strokes) -> float:
        """How far it is in doubt, from 0 to 4, that ``strokes`` together are a digit, and which."""
        return self._see(tuple(map(_hashable, strokes))).doubt

    def _one_digit(self, picture_ink: NDArray[np.uint8], strokes: Strokes, side: float) -> ReadDigit:
        seen = self._look_at_image(digit_image(ink_from_drawing(picture_ink, strokes, side)))
        return self._read_digit(tuple(range(len(strokes))), (0.0, 0.0, side, side), seen)

    def _measured(self, strokes: Strokes) -> tuple[dict[int, _Stroke], dict[int, StrokeShape]]:
        try:
            drawn = {place: _hashable(stroke) for place, stroke in enumerate(strokes) if len(stroke)}
            shapes = {place: self._measure(stroke) for place, stroke in drawn.items()}
        except TypeError:
            raise InkError("Strokes must be lists of points, and each point two numbers. Got something else.") from None
        if not drawn:
            raise InkError("Strokes must hold at least one point. Got nothing drawn.")
        return drawn, shapes

    def _groups(self, shapes: Mapping[int, StrokeShape], drawn: Mapping[int, _Stroke]) -> list[list[int]]:
        """Share the strokes of a row out to digits."""
        row = parts_of_row(shapes, self._distance)
        geometry, cuts = run_costs(row), cut_costs(row)
        strokes = {
            (start, stop): sorted(place for part in row.parts[start:stop] for place in part.places)
            for start, stop in in_question(geometry, cuts, _MARGIN)
        }
        doubts = {run: self._see(tuple(drawn[place] for place in places)).doubt for run, places in strokes.items()}
        # A network that has learnt little doubts everything alike: only what it doubts more than the rest tells.
        least = min(doubts.values())
        costs = {run: geometry[run] + DOUBT_WEIGHT * (doubt - least) for run, doubt in doubts.items()}
        return [strokes[run] for run in cheapest(costs, cuts)]

    def _digit(
        self, group: Sequence[int], drawn: Mapping[int, _Stroke], shapes: Mapping[int, StrokeShape]
    ) -> ReadDigit:
        seen = self._see(tuple(drawn[place] for place in group))
        return self._read_digit(tuple(group), around([shapes[place].box for place in group]), seen)

    def _read_digit(self, strokes: tuple[int, ...], box: Box, seen: _Seen) -> ReadDigit:
        return ReadDigit(
            strokes,
            box,
            seen.image,
            seen.probabilities,
            int(seen.probabilities.argmax()),
            seen.refused,
        )

    def _look_at(self, strokes: tuple[_Stroke, ...]) -> _Seen:
        return self._look_at_image(digit_image_from_strokes(strokes))

    def _look_at_image(self, image: NDArray[np.uint8]) -> _Seen:
        probabilities = self._network.predict(image.ravel())
        certainty, refused = float(probabilities.max()), False
        if self._reject is not None:
            score = float(self._reject.scores(image))
            certainty *= 1.0 - score
            refused = score >= self._reject.threshold
        return _Seen(image, probabilities, min(-math.log(max(certainty, 1e-9)), _MOST_DOUBT), refused)


def _hashable(stroke: Sequence[tuple[float, float]]) -> _Stroke:
    return cast(_Stroke, tuple(map(tuple, stroke)))  # nothing is copied where it is tuples already


def _add_speck(speck: int, groups: Sequence[list[int]], shapes: Mapping[int, StrokeShape]) -> None:
    """Give a speck to the nearest digit, if it is near enough."""

    def distance(group: list[int]) -> float:
        left, top, right, bottom = box = around([shapes[place].box for place in group])
        across, down = paper_between(shapes[speck].box, box)
        return max(across, down, 0.0) / max(right - left, bottom - top)

    nearest = min(groups, key=distance)
    if distance(nearest) <= _NEAR_DIGIT:
        nearest.append(speck)
