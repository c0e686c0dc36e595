"""The smallest erasure that changes the answer: a piece of one stroke (a counterfactual explanation)."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.drawing import ink_from_drawing
from mlp_engine.ink.normalise import digit_image
from mlp_engine.ink.strokes import Strokes, lines_of
from mlp_engine.perceptron.network import Network
from mlp_engine.validation import check_whole_number

Line = NDArray[np.float64]  # the points of one stroke, shape (points, 2)

# Pieces are tried on a grid with this share of the length of all strokes. Then their ends are refined to the second
# share.
_GRID = 1 / 24
_FINEST = 1 / 200

# At least a quarter of a drawing without a picture must remain: a mere dot could be read as any digit.
_LONGEST = 3 / 4

# Tolerance so that a single stroke gets 24 parts, and not 25 by a rounding error.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Erasure:
    """A piece of a stroke that changes the answer when it is erased.

    Attributes:
        stroke: index of the stroke in the drawing, from 0.
        start: start of the piece, as a length along the stroke in the drawing's unit.
        end: end of the piece.
        remaining: the strokes that remain; a stroke erased in its middle becomes two.
        digit: the answer after the erasure.
        probability: the probability of that answer, from 0 to 1.
    """

    stroke: int
    start: float
    end: float
    remaining: tuple[tuple[tuple[float, float], ...], ...]
    digit: int
    probability: float

    @property
    def length(self) -> float:
        """Length of the piece in the drawing's unit."""
        return self.end - self.start


def erasures(
    network: Network,
    strokes: Strokes,
    *,
    side: float,
    wanted: int | None = None,
    picture_ink: NDArray[np.uint8] | None = None,
) -> Iterator[Erasure | None]:
    """Search for the shortest piece of one stroke whose erasure changes the answer, in small steps.

    Let u be 1/24 of the length of all strokes. Each stroke is divided into as few equal parts as possible, none longer
    than u. Every run of neighbouring parts of one stroke is tried, from the shortest to the longest (among equal ones
    the earlier stroke first, then the earlier start), up to three quarters of the total length, or all of it over a
    picture. If a piece changes the answer, its end and then its start are moved inwards by bisection, to 1/200 of the
    total length, and again until neither moves. After the first such piece, pieces up to u longer are tried in the same
    way. The result is the shortest piece found: none on the grid is shorter, but one between the grid points may be.

    The remaining lines end in the pen's round tip. So erasing less than the pen's width in the middle of a line leaves
    no gap and changes nothing.

    Args:
        network: the network.
        strokes: the drawing, in coordinates from 0 to ``side``.
        side: the side of the pad.
        wanted: the answer to reach; ``None`` for any other answer than the current one.
        picture_ink: ink of the picture under the strokes, if there is one; it is not erased.

    Yields:
        After each drawing that was read (about a millisecond): an :class:`Erasure` if it is the shortest so far,
        otherwise ``None``. The search ends when everything was tried, or at once if there is no stroke or ``wanted``
        is already the answer.

    Raises:
        InkError: if a point of a stroke is not two finite numbers.
        SettingError: if ``wanted`` is not one of the network's digits.
    """
    if wanted is not None:
        check_whole_number("Digit wanted", wanted, at_least=0, at_most=network.config.outputs - 1)
    if not any(len(stroke) for stroke in strokes):
        return
    eraser = _Eraser(network, strokes, side, picture_ink, wanted)
    yield None
    if wanted == eraser.answer:
        return
    shortest, longest = math.inf, eraser.total * (1 if eraser.over_picture else _LONGEST)
    for length, line, start, end in _pieces(eraser.alongs, eraser.total * _GRID):
        if length > longest:
            return
        found = eraser.without(line, start, end)
        if found is not None:
            longest = min(longest, length + eraser.total * _GRID)
        for erasure in chain([found], [] if found is None else _narrowed(eraser, line, found)):
            if erasure is not None and erasure.length < shortest:
                shortest = erasure.length
                yield erasure
            else:
                yield None


class _Eraser:
    """Erases pieces of one drawing, and reads the rest."""

    def __init__(
        self,
        network: Network,
        strokes: Strokes,
        side: float,
        picture_ink: NDArray[np.uint8] | None,
        wanted: int | None,
    ) -> None:
        self._network = network
        self._side = side
        self._picture_ink = picture_ink
        self._wanted = wanted
        self.over_picture = picture_ink is not None and bool(picture_ink.any())
        self._lines = lines_of(strokes)
        self._numbers = [number for number, stroke in enumerate(strokes) if len(stroke)]
        self.answer, _ = self._read(self._lines)
        self.alongs = [_lengths_along(line) for line in self._lines]
        self.total = sum(float(along[-1]) for along in self.alongs)

    def without(self, line: int, start: float, end: float) -> Erasure | None:
        """The erasure of this piece, if it changes the answer as wanted."""
        rest = _without(self._lines[line], self.alongs[line], start, end)
        left = [*self._lines[:line], *rest, *self._lines[line + 1 :]]
        if not left and not self.over_picture:
            return None
        digit, probability = self._read(left)
        if digit == self.answer or self._wanted not in (None, digit):
            return None
        remaining = tuple(tuple((float(x), float(y)) for x, y in points) for points in left)
        return Erasure(self._numbers[line], start, end, remaining, digit, probability)

    def _read(self, lines: Sequence[Line]) -> tuple[int, float]:
        ink = ink_from_drawing(self._picture_ink, cast(Strokes, lines), self._side)
        probabilities = self._network.predict(digit_image(ink).ravel())
        digit = int(probabilities.argmax())
        return digit, float(probabilities[digit])


def _pieces(alongs: Sequence[Line], unit: float) -> list[tuple[float, int, float, float]]:
    """All pieces on the grid, shortest first: length, line, start and end."""
    pieces: list[tuple[float, int, float, float]] = []
    for line, along in enumerate(alongs):
        whole = float(along[-1])
        parts = max(math.ceil(whole / unit - _ROUNDING), 1) if unit else 1
        grid = [whole * part / parts for part in range(parts + 1)]
        for count in range(1, parts + 1):
            length = grid[count]  # not end - start, whose rounding errors would order equal lengths
            pieces += [(length, line, grid[first], grid[first + count]) for first in range(parts + 1 - count)]
    return sorted(pieces)


def _narrowed(eraser: _Eraser, line: int, found: Erasure) -> Iterator[Erasure | None]:
    """Move the end of a found piece inwards, then its start, until neither moves; yields each attempt."""
    start, end, finest = found.start, found.end, eraser.total * _FINEST
    length = math.inf
    while end - start <= length - finest:
        length = end - start
        too_short = start
        while end - too_short > finest:
            middle = (too_short + end) / 2
            tried = eraser.without(line, start, middle)
            yield tried
            too_short, end = (middle, end) if tried is None else (too_short, middle)
        too_short = end
        while too_short - start > finest:
            middle = (start + too_short) / 2
            tried = eraser.without(line, middle, end)
            yield tried
            start, too_short = (start, middle) if tried is None else (middle, too_short)


def _lengths_along(line: Line) -> Line:
    """The distance along the line to each of its points, shape (points,)."""
    return np.concatenate(([0.0], np.hypot(*np.diff(line, axis=0).T).cumsum()))


def _without(line: Line, along: Line, start: float, end: float) -> list[Line]:
    """The rest of the line without the piece from ``start`` to ``end``: no, one or two lines."""
    cuts = np.column_stack([np.interp((start, end), along, line[:, axis]) for axis in (0, 1)])
    left: list[Line] = []
    if start > 0:
        left.append(np.concatenate((line[along < start], cuts[:1])))
    if end < along[-1]:
        left.append(np.concatenate((cuts[1:], line[along > end])))
    return left
