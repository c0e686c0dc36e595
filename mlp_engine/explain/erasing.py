"""What would change the answer: the smallest piece of a stroke to erase."""

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

# Pieces are tried on a grid of this share of the length of all strokes; then their ends are refined to the next.
_GRID = 1 / 24
_FINEST = 1 / 200

# Of a drawing without a picture under it at least a quarter stays: of a mere tip any digit can be made.
_LONGEST = 3 / 4

# A stroke that is all the drawing has 24 parts, not 25 because a division was rounded up.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Erasure:
    """A piece of a stroke that changes the answer when it is erased.

    Attributes:
        stroke: which stroke, as the drawing counts them, from 0.
        start: where the piece begins, as a length along the stroke in the drawing's unit.
        end: where it ends.
        remaining: the strokes that are left; one erased in its middle has become two.
        digit: the answer after it.
        probability: what the network then gives that answer, from 0 to 1.
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
    """Search the shortest piece of one stroke whose erasing changes the answer, a little at every step.

    Let u be 1/24 of the length of all strokes. Each stroke is divided into equal parts, as few as are not longer than
    u. Whatever consists of neighbouring parts of one stroke, the whole stroke too, is tried from the shortest to the
    longest (among equals the earlier stroke, then the earlier place first), up to three quarters of all the length;
    over a picture, up to all of it. Of a piece that changes the answer the end and then the start are brought in by
    bisection, to 1/200 of the length, and again until neither gives way. After the first, pieces up to u longer are
    tried the same way. The result is the shortest seen: none on the grid is shorter, but between the grid's lines
    one may be.

    What is left begins and ends with the pen's round tip, so erasing less than the pen's width in the middle of a
    line leaves no gap, and changes nothing.

    Args:
        network: whose answer it is.
        strokes: the drawing, in coordinates from 0 to ``side``.
        side: the side of the pad.
        wanted: the answer to be reached; ``None`` for any other than it is now.
        picture_ink: ink of the picture under the strokes, if there is one; it stays.

    Yields:
        After each drawing that was read (a millisecond or so): an :class:`Erasure` if it is the shortest so far,
        otherwise ``None``. Ends when all is tried; soon if there is no stroke, or ``wanted`` is the answer already.

    Raises:
        InkError: if a point of a stroke is not two finite numbers.
        SettingError: if ``wanted`` is none of the network's digits.
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
    """Erases pieces of one drawing, and reads what is left."""

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
        """The erasing of this piece, if it changes the answer as is wanted."""
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
            length = grid[count]  # not end - start, whose rounding would decide between equals
            pieces += [(length, line, grid[first], grid[first + count]) for first in range(parts + 1 - count)]
    return sorted(pieces)


def _narrowed(eraser: _Eraser, line: int, found: Erasure) -> Iterator[Erasure | None]:
    """What comes of bringing in the end of a piece that was found, then its start, until neither gives way."""
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
    """How far along the line each of its points lies, shape (points,)."""
    return np.concatenate(([0.0], np.hypot(*np.diff(line, axis=0).T).cumsum()))


def _without(line: Line, along: Line, start: float, end: float) -> list[Line]:
    """What is left of the line without the piece from ``start`` to ``end``: none, one or two lines."""
    cuts = np.column_stack([np.interp((start, end), along, line[:, axis]) for axis in (0, 1)])
    left: list[Line] = []
    if start > 0:
        left.append(np.concatenate((line[along < start], cuts[:1])))
    if end < along[-1]:
        left.append(np.concatenate((cuts[1:], line[along > end])))
    return left
