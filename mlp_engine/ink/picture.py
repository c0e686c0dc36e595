"""Pictures to ink, in named steps: upright, grey, paper, surroundings, ink, pieces, digits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.errors import InkError
from mlp_engine.ink.blur import Levels, evenness_of
from mlp_engine.ink.components import grown
from mlp_engine.ink.contrast import (
    BLANK,
    PALEST,
    STRONG,
    deepened,
    enlarged,
    full_contrast,
    noise_of,
    smoothed,
    without_dust,
)
from mlp_engine.ink.digit_layout import digit_rows
from mlp_engine.ink.grey import grey_of
from mlp_engine.ink.paper import Paper, paper_of
from mlp_engine.ink.picture_digit import PictureDigit, cut_out
from mlp_engine.ink.picture_file import open_picture
from mlp_engine.ink.pieces import Pieces, pieces_of
from mlp_engine.ink.rules import without_rules

# Longer side at which pictures are worked on: a digit that fills a tenth of a photo still has 60 pixels.
WORKING_SIDE = 600

# Surroundings are taken away so often, as long as something at least this high is left, in heights of the picture.
_MOST_SURROUNDINGS = 3
_LEAST_HEIGHT = 0.12

# If there is nothing but surroundings, they are the writing if they extend over this share of the picture.
_FILLING = 0.4

# Ink that stands out of the noise by fewer standard deviations than this is grain, unless there are only a few pieces
# or one has this share of it.
_CLEAR = 30
_FEW = 8
_DOMINANT = 0.6

# Ink, averaged over a pen's width, takes at least this of the light out of 255: the threads of a fabric are as dark,
# but so near to one another that less remains. What takes less than the second is pale: it is a crease or a facet of
# crumpled paper unless its outline is about equally steep all around. Highlighters, pale pens and pale prints measured
# 0.54 and more, creases up to 0.45.
_FAINT = 20
_PALE = 64
_EVEN = 0.48


@dataclass(frozen=True)
class PictureSwitches:
    """The steps that are done; without a step, the fault that it corrects stays.

    Attributes:
        paper: the paper is measured everywhere. Off: it is as light as the lightest pixel, shadows or not.
        polarity: light ink on dark paper is inverted. Off: all ink counts as dark.
        ink: lines of ruled and squared paper are taken out. Off: they are ink.
        kept: frames, edges and specks are left out. Off: all pieces but specks are writing.
        digits: pieces are shared out to digits. Off: all of them are one digit.
        images: blur is taken back and hairlines are traced again. Off: each digit stays as it was found.
    """

    paper: bool = True
    polarity: bool = True
    ink: bool = True
    kept: bool = True
    digits: bool = True
    images: bool = True


ALL_DONE = PictureSwitches()


@dataclass(frozen=True, eq=False)
class PictureSteps:
    """The result of each step from a picture to its digits.

    Attributes:
        grey: the picture in mode L, its longer side at most 600 pixels.
        paper: the paper found in it, and how much darker everything is.
        times: how many times a small picture was enlarged after that.
        surroundings: the pieces of what was taken away first: frames, lines and what the edge cuts off.
        full: the darkness at full contrast; ``times`` as large as ``grey``.
        clear: the same without rules; what is left has full contrast again.
        ink: the same without dust.
        pieces: the connected pieces of the ink, and what became of each.
        rows: rows from the top, in each its digits from the left.
        loose: small pieces near no digit; they may be bars or dots of one, or dirt.
        cuts: between digits that touch, each as a line of points (x, y) in the ink; the reader makes them.
        done: which steps were done.
    """

    grey: Image.Image
    paper: Paper
    times: int
    surroundings: tuple[Pieces, ...]
    full: NDArray[np.uint8]
    clear: NDArray[np.uint8]
    ink: NDArray[np.uint8]
    pieces: Pieces
    rows: tuple[tuple[PictureDigit, ...], ...]
    loose: tuple[PictureDigit, ...]
    cuts: tuple[NDArray[np.int64], ...] = ()
    done: PictureSwitches = ALL_DONE

    def joined(self, digits: Sequence[PictureDigit]) -> PictureDigit:
        """One digit made of the pieces of several."""
        return self.digit_of(sorted(place for digit in digits for place in digit.pieces))

    def digit_of(self, places: Sequence[int]) -> PictureDigit:
        """One digit made of the pieces in these places."""
        return cut_out(self.clear, self.ink, self.pieces, places, self.times, as_found=not self.done.images)


def picture_steps(
    picture: Image.Image, inverted: bool | None = None, more_ink: float = 0.0, done: PictureSwitches = ALL_DONE
) -> PictureSteps:
    """Follow the way of a picture to its digits.

    Args:
        picture: of any mode; transparent parts are paper.
        inverted: whether it is light on dark; by default the picture decides.
        more_ink: from −1 to 1: above 0 paler ink is found, too, below 0 only darker ink.
        done: which steps are done.

    Raises:
        InkError: if the picture is blank.
    """
    grey = grey_of(picture)
    grey.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX)
    paper = paper_of(grey, inverted if done.polarity else False, is_even=not done.paper)
    darkness = enlarged(deepened(paper.darkness, more_ink))
    noise = noise_of(darkness, enlarged(paper.gain))
    found, surroundings = _without_surroundings(darkness, noise) if done.kept else (_found(darkness, noise), ())
    darkness, full, ink, pieces = found
    clear = without_rules(full, int(255 * PALEST)) if done.ink else full
    if clear is not full:
        darkness, clear, ink, pieces = _found(np.where(clear < full, np.minimum(darkness, 0), darkness), noise)
    for taken in surroundings:
        pieces = pieces.without_rests(taken.around)
    if not done.kept or (not pieces.kept.any() and pieces.extent >= _FILLING * max(ink.shape)):
        pieces = pieces.all_kept()
    if not pieces.kept.any() or _is_no_ink(pieces, clear, darkness, noise):
        raise InkError(BLANK)
    rows, loose = digit_rows(pieces.components.boxes, pieces.kept)
    if not done.digits:
        rows, loose = [[np.flatnonzero(pieces.kept).tolist()]], []
    times = ink.shape[1] // grey.width
    steps = PictureSteps(grey, paper, times, surroundings, full, clear, ink, pieces, (), (), done=done)
    return replace(
        steps,
        rows=tuple(tuple(steps.digit_of(digit) for digit in row) for row in rows),
        loose=tuple(steps.digit_of([place]) for place in loose),
    )


def digit_image_from_picture(path: Path) -> NDArray[np.uint8]:
    """:func:`open_picture`, then :func:`digit_image_of_picture`; shape (28, 28)."""
    picture = open_picture(path)
    try:
        return digit_image_of_picture(picture)
    except InkError as error:
        raise InkError(f"{path.name}: {error}") from error


def digit_image_of_picture(picture: Image.Image) -> NDArray[np.uint8]:
    """The digit image, shape (28, 28), of a picture that is known to show one digit: all pieces of writing are its own.

    Raises:
        InkError: if the picture is blank.
    """
    steps = picture_steps(picture)
    digits = [digit for row in steps.rows for digit in row]
    return digits[0].image if len(digits) == 1 else steps.joined(digits).image


def ink_from_picture(picture: Image.Image) -> NDArray[np.uint8]:
    """Ink of the digits in a picture, dark on light or light on dark, drawn, scanned or photographed.

    Args:
        picture: any mode; transparent parts are paper.

    Returns:
        Ink, shape (height, width), in the picture's own frame, reduced to a longer side of at most 600 pixels or
        enlarged to at least 120; around retraced hairlines with an even margin for the pen.

    Raises:
        InkError: if the picture is blank.
    """
    steps = picture_steps(picture)
    digits = [digit for row in steps.rows for digit in row]
    margin = max(max(digit.ink.shape[0] - (digit.box[3] - digit.box[1]) for digit in digits) // 2, steps.times)
    sheet = np.pad(np.zeros_like(steps.ink), margin)
    for digit in digits:
        left, top, right, bottom = digit.box
        height, width = digit.ink.shape
        # Its ink is centred on its box.
        x, y = max(margin + (left + right - width) // 2, 0), max(margin + (top + bottom - height) // 2, 0)
        place = sheet[y : y + height, x : x + width]
        np.maximum(place, digit.ink[: place.shape[0], : place.shape[1]], out=place)
    even = margin if margin <= steps.times else 0
    return sheet[even : sheet.shape[0] - even, even : sheet.shape[1] - even]


class _Found(NamedTuple):
    """Darkness, the same at full contrast, its ink without dust, and the pieces of that ink."""

    darkness: Levels
    full: NDArray[np.uint8]
    ink: NDArray[np.uint8]
    pieces: Pieces


def _found(darkness: Levels, noise: Levels) -> _Found:
    full = full_contrast(darkness, noise)
    ink = without_dust(full)
    return _Found(darkness, full, ink, pieces_of(ink))


def _without_surroundings(darkness: Levels, noise: Levels) -> tuple[_Found, tuple[Pieces, ...]]:
    """What is found without frames, lines and what the edge cuts off, as long as writing is left without them.

    They may be darker than the writing: it comes to full contrast only without them.
    """
    best = found = _found(darkness, noise)
    taken: tuple[Pieces, ...] = ()
    seen: tuple[Pieces, ...] = ()
    while True:
        pieces = found.pieces
        heights = (pieces.components.boxes[:, 3] - pieces.components.boxes[:, 1])[pieces.kept]
        if len(heights) and heights.max() >= _LEAST_HEIGHT * len(darkness):
            best, taken = found, seen
        around = pieces.around
        if len(seen) == _MOST_SURROUNDINGS or not around.any():
            return best, taken
        # What is taken may be soft: its skirt goes, too.
        rest, seen = np.where(grown(around, 2), np.minimum(found.darkness, 0), found.darkness), (*seen, pieces)
        try:
            found = _found(rest, noise)
        except InkError:
            return best, taken


def _is_no_ink(pieces: Pieces, full: NDArray[np.uint8], darkness: Levels, noise: Levels) -> bool:
    """Whether the pieces are grain, scattered and not clear of the noise; or creases, pale and soft on one side.

    Paper without noise was made on a screen, and has neither.
    """
    if not noise.any():
        return False
    smooth = smoothed(darkness)
    count = sum(fate != "speck" for fate in pieces.fates)
    scattered = count > _FEW and pieces.strong[pieces.kept].max() < _DOMINANT * pieces.strong.sum()
    if scattered and not (smooth >= _CLEAR * noise).any():
        return True
    strong = ~pieces.left_out & (pieces.components.labels > 0) & (full >= 255 * STRONG)
    depth = float(np.median(smooth[strong])) if strong.any() else 0.0
    return depth < _FAINT or (depth < _PALE and evenness_of(full, strong) < _EVEN)
