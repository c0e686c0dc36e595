"""The reader of drawings of one digit or several: it groups strokes into digits, and reads the number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import is_
from typing import cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.errors import InkError
from mlp_engine.ink import Strokes, digit_image, digit_image_from_strokes, ink_from_drawing
from mlp_engine.perceptron.network import Network
from mlp_engine.reading.candidate import Candidate, DigitRows, RejectScore, read_image
from mlp_engine.reading.grouping import DOUBT_WEIGHT, candidates, cheapest, cut_costs, run_costs
from mlp_engine.reading.parts import parts_of_row
from mlp_engine.reading.rows import rows_of
from mlp_engine.reading.stroke_shapes import Box, StrokeShape, box_around, gaps_between, ink_distance, measure

# A stroke no longer than this share of the pad's side, or of the tallest stroke's height, is a speck and not a digit …
_SPECK_ON_PAD = 1 / 50
_SPECK_BESIDE_STROKE = 0.08
# … but belongs to the nearest digit if it is no farther than this share of the digit's longer side.
_NEAR_DIGIT = 0.15

# Only groupings that cost at most this much more than the cheapest one are shown to the network. Margins of 1, 2 and 3
# give the same grouping of 500 numbers of practice digits (99.6 % of the digits right); the smallest is the fastest.
_MARGIN = 1.0

# Strokes, pairs of strokes and digits cached between readings: more than any drawing has. A pair keeps the shapes of
# its strokes, up to 2 kB, so that this many take some megabytes.
_CACHED = 512
_CACHED_PAIRS = 512
_CACHED_ROWS = 64

_Stroke = tuple[tuple[float, float], ...]
_Indexed = tuple[tuple[int, StrokeShape], ...]
_Group = tuple[StrokeShape, ...]
"""Strokes by their shapes, which are found faster than all their points: equal strokes have the same shape."""


@dataclass(frozen=True, eq=False)
class ReadDigit:
    """One digit of a drawing.

    Attributes:
        strokes: the indices of its strokes in the drawing.
        box: left, top, right and bottom, in the drawing's units.
        image: its digit image, shape (28, 28).
        probabilities: the probability of each class, shape (10,).
        digit: the most probable class.
        refused: whether it is refused as not a digit.
    """

    strokes: tuple[int, ...]
    box: Box
    image: NDArray[np.uint8]
    probabilities: Floats
    digit: int
    refused: bool


@dataclass(frozen=True, eq=False)
class ReadNumber(DigitRows[ReadDigit]):
    """The number in a drawing: its rows from the top, each with its digits from the left.

    A drawing with nothing but specks has no rows.
    """


class NumberReader:
    """Reads drawings with a network.

    Results for strokes, groups of strokes and rows are cached: while the pen moves, only the row and the groups with
    the current stroke are computed again. The order in which digits and strokes were drawn does not matter. Use a
    reader in one thread only.
    """

    def __init__(self, network: Network, reject: RejectScore | None = None) -> None:
        self._network = network
        self._reject = reject
        self._measure = lru_cache(_CACHED)(measure)
        self._at_hand: dict[int, tuple[_Stroke, StrokeShape]] = {}
        self._distance = lru_cache(_CACHED_PAIRS)(ink_distance)
        self._read_group = lru_cache(_CACHED)(self._read_strokes)
        self._grouped_row = lru_cache(_CACHED_ROWS)(self._groups)
        self._read_digits = lru_cache(_CACHED)(self._digit)

    def __repr__(self) -> str:
        return f"NumberReader({self._network!r}, {self._reject!r})"

    def read(self, strokes: Strokes, side: float, picture_ink: NDArray[np.uint8] | None = None) -> ReadNumber:
        """Read what was drawn on a square pad.

        Args:
            strokes: strokes in the pad's coordinates; empty ones are ignored.
            side: the side of the pad, in the same unit.
            picture_ink: ink of a picture under the strokes, shown as large as the pad allows. Picture and strokes are
                read as one digit, since ink without strokes cannot be grouped.

        Raises:
            InkError: if there is neither ink nor a point, or a point is not two finite numbers.
        """
        if picture_ink is not None and picture_ink.any():
            return ReadNumber(((self._one_digit(picture_ink, strokes, side),),))
        shapes = self._measured(strokes)
        tallest = max(shape.height for shape in shapes.values())
        speck = max(side * _SPECK_ON_PAD, tallest * _SPECK_BESIDE_STROKE)
        specks = [index for index, shape in shapes.items() if shape.longer_side <= speck]
        lines = {index: shape for index, shape in shapes.items() if shape.longer_side > speck}
        if not lines:
            return ReadNumber(())
        rows = [
            list(map(list, self._grouped_row(tuple((index, lines[index]) for index in row)))) for row in rows_of(lines)
        ]
        for index in specks:
            _add_speck(index, [group for row in rows for group in row], shapes)
        return ReadNumber(
            tuple(
                tuple(self._read_digits(tuple((index, shapes[index]) for index in sorted(group))) for group in row)
                for row in rows
            )
        )

    def doubt(self, strokes: Strokes) -> float:
        """The doubt, from 0 to 4, about ``strokes`` being one digit, and about which one."""
        return self._read_group(tuple(self._measure(_hashable(stroke)) for stroke in strokes)).doubt

    def _one_digit(self, picture_ink: NDArray[np.uint8], strokes: Strokes, side: float) -> ReadDigit:
        candidate = self._read_image(digit_image(ink_from_drawing(picture_ink, strokes, side)))
        return self._read_digit(tuple(range(len(strokes))), (0.0, 0.0, side, side), candidate)

    def _measured(self, strokes: Strokes) -> dict[int, StrokeShape]:
        """The shapes of the strokes that have points, by their indices."""
        try:
            shapes = {index: self._shape_of(stroke) for index, stroke in enumerate(strokes) if len(stroke)}
        except TypeError:
            raise InkError("Strokes must be lists of points, and each point two numbers. Got something else.") from None
        if not shapes:
            raise InkError("Strokes must hold at least one point. Got nothing drawn.")
        kept = {id(stroke): self._at_hand[id(stroke)] for stroke in strokes if id(stroke) in self._at_hand}
        self._at_hand = kept
        return shapes

    def _shape_of(self, stroke: Sequence[tuple[float, float]]) -> StrokeShape:
        """The shape of a stroke; of a tuple that was measured in the last reading without comparing its points."""
        known = self._at_hand.get(id(stroke))
        if known is not None and known[0] is stroke:
            return known[1]
        points = _hashable(stroke)
        shape = self._measure(points)
        if isinstance(stroke, tuple) and all(map(is_, stroke, points)):  # nothing in it can change
            self._at_hand[id(stroke)] = (stroke, shape)
        return shape

    def _groups(self, strokes_of_row: _Indexed) -> list[list[int]]:
        """Group the strokes of a row, with their indices in the drawing, into digits."""
        shapes = dict(strokes_of_row)
        if len(shapes) == 1:
            return [list(shapes)]
        row = parts_of_row(shapes, self._distance)
        geometry, cuts = run_costs(row), cut_costs(row)
        strokes = {
            (start, stop): sorted(index for part in row.parts[start:stop] for index in part.strokes)
            for start, stop in candidates(geometry, cuts, _MARGIN)
        }
        doubts = {
            run: self._read_group(tuple(shapes[index] for index in indices)).doubt for run, indices in strokes.items()
        }
        # A network that has learned little doubts everything: only doubt beyond the least one is evidence.
        least = min(doubts.values())
        costs = {run: geometry[run] + DOUBT_WEIGHT * (doubt - least) for run, doubt in doubts.items()}
        return [strokes[run] for run in cheapest(costs, cuts)]

    def _digit(self, strokes: _Indexed) -> ReadDigit:
        indices, group = zip(*strokes, strict=True)
        return self._read_digit(indices, box_around([shape.box for shape in group]), self._read_group(group))

    def _read_digit(self, strokes: tuple[int, ...], box: Box, candidate: Candidate) -> ReadDigit:
        return ReadDigit(
            strokes,
            box,
            candidate.image,
            candidate.probabilities,
            int(candidate.probabilities.argmax()),
            candidate.refused,
        )

    def _read_strokes(self, group: _Group) -> Candidate:
        return self._read_image(digit_image_from_strokes([shape.line for shape in group]))

    def _read_image(self, image: NDArray[np.uint8]) -> Candidate:
        return read_image(self._network, self._reject, image)


def _hashable(stroke: Sequence[tuple[float, float]]) -> _Stroke:
    return cast(_Stroke, tuple(map(tuple, stroke)))  # copies nothing if it consists of tuples already


def _add_speck(speck: int, groups: Sequence[list[int]], shapes: Mapping[int, StrokeShape]) -> None:
    """Add a speck to the nearest digit, if it is near enough."""

    def distance(group: list[int]) -> float:
        left, top, right, bottom = box = box_around([shapes[index].box for index in group])
        across, down = gaps_between(shapes[speck].box, box)
        return max(across, down, 0.0) / max(right - left, bottom - top)

    nearest = min(groups, key=distance)
    if distance(nearest) <= _NEAR_DIGIT:
        nearest.append(speck)
