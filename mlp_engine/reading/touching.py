"""Digits that touch, parted: the network chooses among the proposed cuts.

The lattice of LeCun, Bottou, Bengio and Haffner (1998), *Gradient-based learning applied to document recognition*,
section V: every run of neighbouring parts is read as a digit, and of all ways through, the one with the least sum of
doubts counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.ink.cuts import Cut, ink_between, parted, proposed_cuts
from mlp_engine.ink.digit_layout import around
from mlp_engine.ink.normalise import digit_image, ink_box
from mlp_engine.ink.picture import PictureSteps
from mlp_engine.ink.picture_digit import PictureDigit
from mlp_engine.ink.retracing import retraced
from mlp_engine.reading.candidate import Candidate
from mlp_engine.reading.grouping import Run, cheapest

ReadImage = Callable[[NDArray[np.uint8]], Candidate]
"""What the network makes of a digit image."""

# Ink may be several digits if it is at least as wide as this, in its height, and the network refuses it, doubts it
# more than this, or, where it is wider than a digit, a little.
_NARROWEST = 0.65
_DOUBTED = 0.5
_WIDE = 1.2
_DOUBTED_WIDE = 0.02

# The ways are tried on ink reduced to about this height: a digit image is lower.
_WORKING_HEIGHT = 60

# A digit of several is this wide, in the height of the ink, and at least this high: digits of a number are about
# equally high, and what is left of letters and signs seldom is.
_WIDTHS = (0.04, 1.35)
_LEAST_HEIGHT = 0.75

# What a cut costs, and the ink that it crosses, in heights; doubt is −ln of a probability.
_CUT = 0.4
_INK = 1.0

# The digits are believed if their doubts, on average, and that of the most doubtful one are no more than this.
_MEAN_DOUBT = 0.05
_MOST_DOUBT = 0.1


def may_be_several(whole: Candidate, width: float, height: float) -> bool:
    """Whether ink that was read as one digit is worth a try as several."""
    doubted = _DOUBTED if width < _WIDE * height else _DOUBTED_WIDE
    return width >= _NARROWEST * height and (whole.refused or whole.doubt > doubted)


def cuts_between(ink: NDArray[np.uint8], read: ReadImage) -> tuple[Cut, ...]:
    """The cuts between the digits in ``ink``, shape (height, width), cut out; none if it is one digit, or no digit."""
    times = max(len(ink) // _WORKING_HEIGHT, 1)
    small = np.asarray(Image.fromarray(ink).reduce(times))
    cuts = proposed_cuts(small)
    runs: dict[Run, float] = {}
    for start, stop in _runs(len(cuts) + 1):
        part = ink_between(small, cuts[start - 1] if start else None, cuts[stop - 1] if stop <= len(cuts) else None)
        if _may_be_digit(part):
            candidate = read(digit_image(retraced(part)))
            if not candidate.refused:
                runs[start, stop] = candidate.doubt
    way = cheapest(runs, [_CUT + _INK * cut.crossed for cut in cuts]) if runs else []
    if len(way) < 2 or any(run not in runs for run in way) or not _are_believed([runs[run] for run in way]):
        return ()
    return tuple(cuts[start - 1].enlarged(times, len(ink)) for start, _ in way[1:])


def parted_digits(
    steps: PictureSteps, digit: PictureDigit, read: ReadImage
) -> tuple[PictureSteps, tuple[PictureDigit, ...]]:
    """The digits that a piece of a picture's ink consists of, from the left, and the picture's steps with it cut."""
    cuts = cuts_between(steps.pieces.alone(steps.ink, digit.pieces), read)
    if not cuts or _lies_on_its_side(digit.image, read):
        return steps, (digit,)
    pieces, parts = parted(steps.pieces, digit.pieces, cuts)
    left, top, _, _ = around(steps.pieces.components.boxes, digit.pieces)
    lines = tuple(np.stack((left + cut.columns, top + np.arange(len(cut.columns))), axis=1) for cut in cuts)
    after = replace(steps, pieces=pieces, cuts=(*steps.cuts, *lines))
    digits = tuple(after.digit_of(part) for part in parts if part)
    candidates = [read(part.image) for part in digits]
    if len(digits) < 2 or any(c.refused for c in candidates) or not _are_believed([c.doubt for c in candidates]):
        return steps, (digit,)
    return after, digits


def _lies_on_its_side(image: NDArray[np.uint8], read: ReadImage) -> bool:
    """Whether ink is one digit for sure after a turn: that is offered, so it is not cut."""
    turned = (read(np.ascontiguousarray(np.rot90(image, quarters))) for quarters in (1, 2, 3))
    return any(not candidate.refused and candidate.doubt <= _MOST_DOUBT for candidate in turned)


def _runs(count: int) -> list[Run]:
    """Every run of neighbouring parts but that of all."""
    return [(i, j) for i in range(count) for j in range(i + 1, count + 1) if j - i < count]


def _may_be_digit(ink: NDArray[np.uint8]) -> bool:
    if not ink.any():
        return False
    left, top, right, bottom = ink_box(ink)
    narrowest, widest = (share * len(ink) for share in _WIDTHS)
    return narrowest <= right - left <= widest and bottom - top >= _LEAST_HEIGHT * len(ink)


def _are_believed(doubts: Sequence[float]) -> bool:
    return max(doubts) <= _MOST_DOUBT and sum(doubts) <= _MEAN_DOUBT * len(doubts)
