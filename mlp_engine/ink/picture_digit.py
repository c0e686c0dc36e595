"""A digit cut out of a picture's ink: its own pieces alone, sharp, and with a pen of the usual width."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.blur import Levels, blur_of, sharpened
from mlp_engine.ink.components import Mask
from mlp_engine.ink.contrast import PALEST
from mlp_engine.ink.digit_layout import Box, around
from mlp_engine.ink.normalise import DIGIT_SIDE, digit_image, ink_box
from mlp_engine.ink.pieces import Pieces
from mlp_engine.ink.retracing import retraced

# Edges softer than this, as a Gaussian's standard deviation in pixels of the digit image, are blurred. Those of 200
# sharp pictures measured at most 0.44, those of 69 blurred prints up to 1.4.
_SHARP = 0.7
_PEN_EDGE = 0.35  # that of a pen's line

# Digits of up to this longer side are as large as in a digit image, give or take the edge pixels of a JPEG.
_SMALL = DIGIT_SIDE + 2


@dataclass(frozen=True, eq=False)
class PictureDigit:
    """One digit of a picture.

    Attributes:
        pieces: the places of its pieces among all of the picture.
        box: where it is in the picture's ink.
        ink: its own ink, cut out, sharp and with thin lines retraced; shape (height, width), with as much around it
            on all sides as the pen is wider if it was retraced.
        image: its digit image, shape (28, 28).
    """

    pieces: tuple[int, ...]
    box: Box
    ink: NDArray[np.uint8]
    image: NDArray[np.uint8]


def cut_out(
    full: NDArray[np.uint8],
    ink: NDArray[np.uint8],
    pieces: Pieces,
    places: Sequence[int],
    times: int = 1,
    *,
    as_found: bool = False,
) -> PictureDigit:
    """Make a digit of some pieces.

    Args:
        full: the picture's ink with its palest edges and its dust.
        ink: the ink of the pieces, of the same shape.
        pieces: all pieces.
        places: which of them are the digit.
        times: how many times the picture was enlarged.
        as_found: whether it is neither sharpened nor traced again.

    Raises:
        InkError: if there is no piece.
    """
    left, top, right, bottom = box = around(pieces.components.boxes, places)
    mine = np.zeros(len(pieces.fates) + 1, np.bool_)
    mine[np.array(places) + 1] = True
    labels = pieces.components.labels
    alone = pieces.alone(ink, places)
    if as_found:
        return PictureDigit(tuple(places), box, alone, digit_image(alone))
    unit = max(right - left, bottom - top) / DIGIT_SIDE
    reach = max(right - left, bottom - top) // 4
    wide = slice(max(top - reach, 0), bottom + reach), slice(max(left - reach, 0), right + reach)
    with_paper = mine.copy()
    with_paper[0] = True  # the soft edge, too, but nothing of other pieces
    soft = np.where(with_paper[labels[wide]], full[wide], np.uint8(0)).astype(np.float32)
    blur = blur_of(soft)
    if blur > _SHARP * unit:
        sharp = _deblurred(np.pad(soft, reach), math.sqrt(blur**2 - (_PEN_EDGE * unit) ** 2))
        y, x = reach + top - wide[0].start, reach + left - wide[1].start
        alone = np.where(alone > 0, sharp[y : y + bottom - top, x : x + right - left], np.uint8(0))
    elif times > 1 and (small := _as_it_was(full, mine[labels], times)) is not None:
        return PictureDigit(tuple(places), box, small.repeat(times, axis=0).repeat(times, axis=1), digit_image(small))
    drawn = retraced(alone)
    return PictureDigit(tuple(places), box, drawn, digit_image(drawn))


def _as_it_was(full: NDArray[np.uint8], mine: Mask, times: int) -> NDArray[np.uint8] | None:
    """The ink of a digit that is no larger than in a digit image, before it was enlarged; ``None`` for a larger one.

    Such a digit needs no other pixels and no pen: a line of one pixel is no hairline there. MNIST's digits stay as
    they are.
    """
    rows, columns = full.shape[0] // times, full.shape[1] // times
    pixels = mine.reshape(rows, times, columns, times).any(axis=(1, 3))
    middles = full[times // 2 :: times, times // 2 :: times]
    small = np.where(pixels & (middles >= 255 * PALEST / 2), middles, np.uint8(0))
    if not small.any():
        return None
    left, top, right, bottom = ink_box(small)
    return small[top:bottom, left:right] if max(right - left, bottom - top) <= _SMALL else None


def _deblurred(soft: Levels, deviation: float) -> NDArray[np.uint8]:
    """Ink at full contrast from which a blur was taken."""
    sharp = sharpened(soft, deviation)
    full = float(np.percentile(sharp[sharp > sharp.max() / 2], 50))
    ink = np.rint(np.clip(sharp * (255.0 / full), 0.0, 255.0)).astype(np.uint8)
    return np.where(ink >= 255 * PALEST, ink, np.uint8(0))
