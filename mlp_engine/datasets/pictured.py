"""Digits as pictures show them: printed, or written with any pen, then worn by camera and scanner.

Printed ones are drawn from the skeletons of the practice digits with an even pen, without a hand's variation, or from
the fonts of this machine; some are of seven segments, as displays show them. The random numbers of a sample depend on
the seed and its place alone.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.augmentation.wear import worn
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.fonts import digit_fonts, printed_digit
from mlp_engine.datasets.practice import CLASSES, check_practice, is_blot, practice_strokes
from mlp_engine.datasets.skeletons import SkeletonStroke, forms_of
from mlp_engine.errors import DataError
from mlp_engine.ink import digit_image
from mlp_engine.ink.strokes import bounds_of, draw, sheet_for

SAMPLES_AS_IN_PICTURES = "Samples as in pictures"
"""What an error calls their number."""

_HEIGHT = 96  # longer side in ink pixels: nearly five for one of the digit image
_PRINTED_SHARE = 0.5
_SEGMENTS_SHARE = 0.2  # of printed ones
_PENS = (0.05, 0.2)  # width, in longer sides
_WIDE = (0.65, 1.2)  # width against that of the skeleton
_CONTRAST = (1.0, 1.8)  # of upright lines against level ones
_ITALIC_SHARE = 0.25
_ITALIC = (0.1, 0.3)  # sideways for each length upwards

# Seven segments, by their usual letters: from where to where, and which of them are each digit.
_SEGMENTS = {
    **{"a": ((0, 0), (1, 0)), "b": ((1, 0), (1, 1)), "c": ((1, 1), (1, 2)), "d": ((0, 2), (1, 2))},
    **{"e": ((0, 1), (0, 2)), "f": ((0, 0), (0, 1)), "g": ((0, 1), (1, 1))},
}
_LIT = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgecd", "abc", "abcdefg", "abcdfg")
_SHAKEN = 0.03  # how far their ends stand from where they should


def pictured_set(
    count: int, seed: int = 0, *, fonts: bool = False, on_progress: Callable[[int], None] | None = None
) -> Dataset:
    """Draw ``count`` digits, 0 to 9 in turn, half of them printed, the others by hand.

    Args:
        count: how many samples, from 1.
        seed: the same seed gives the same samples; a smaller count gives the first of them.
        fonts: whether printed digits are of this machine's fonts, so that another machine draws others; else of
            skeletons.
        on_progress: called with the number of samples drawn so far, after each.

    Returns:
        Digit images as ``uint8`` rows of 784.

    Raises:
        DataError: if fonts are asked for and no known one is installed.
        SettingError: if there cannot be so many samples, or such a seed.
    """
    check_practice(count, seed, SAMPLES_AS_IN_PICTURES)
    if fonts and not digit_fonts():
        raise DataError(
            "Printed digits need an installed font of a known family, such as DejaVu, Liberation or Arial. Got none. "
            "Install one, or leave :fonts out to draw them from skeletons."
        )
    images = np.empty((count, IMAGE_PIXELS), np.uint8)
    for place in range(count):
        images[place] = pictured_image(place, seed, fonts=fonts)
        if on_progress is not None:
            on_progress(place + 1)
    name = f"pictured {count} seed {seed}{', fonts' if fonts else ''}"
    return Dataset(images, np.arange(count, dtype=np.int64) % CLASSES, name, generated=np.ones(count, np.bool_))


def pictured_image(place: int, seed: int, *, fonts: bool = False) -> NDArray[np.uint8]:
    """The digit at ``place`` of every set of this seed, as 784 pixels; one that came out a blot is drawn again."""
    label, rng = place % CLASSES, np.random.default_rng((seed, place))
    image = digit_image(worn(_ink(label, rng, fonts=fonts), rng))
    while is_blot(image, label):
        image = digit_image(worn(_ink(label, rng, fonts=fonts), rng))
    return image.ravel()


def _ink(label: int, rng: np.random.Generator, *, fonts: bool) -> NDArray[np.uint8]:
    """A digit in ink, printed or by hand."""
    if rng.random() >= _PRINTED_SHARE:
        lines = [np.array(stroke) for stroke in practice_strokes(label, rng)]
        return _drawn(lines, rng.uniform(*_PENS), 1.0)
    if rng.random() < _SEGMENTS_SHARE:
        return _lit(label, rng)
    if fonts:
        return printed_digit(digit_fonts()[int(rng.integers(len(digit_fonts())))], label, _HEIGHT)
    return _printed(label, rng)


def _printed(label: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A digit in one of its letter-forms as if it were a font's: narrow or wide, upright or italic, light or bold."""
    forms = forms_of(label)
    form = forms.strokes[int(np.searchsorted(forms.upto, rng.random(), side="right"))]
    share, rounding = rng.random(), float(rng.random() < 0.5)
    wide, contrast = rng.uniform(*_WIDE), rng.uniform(*_CONTRAST)
    slant = rng.uniform(*_ITALIC) if rng.random() < _ITALIC_SHARE else 0.0
    shape = np.array([[wide, 0.0], [-slant, 1.0]])
    lines = [_line(stroke, share, rounding) @ shape for stroke in form]
    return _drawn(lines, rng.uniform(*_PENS) / contrast, contrast)


def _lit(label: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A digit of seven segments, drawn by a ruler."""
    slant = rng.uniform(0, _ITALIC[1]) if rng.random() < _ITALIC_SHARE else 0.0
    shape = np.array([[rng.uniform(*_WIDE), 0.0], [-slant, 1.0]])
    ends = [np.array(_SEGMENTS[segment], np.float64) for segment in _LIT[label]]
    return _drawn([(end + rng.normal(0, _SHAKEN, (2, 2))) @ shape for end in ends], rng.uniform(*_PENS), 1.0)


def _line(stroke: SkeletonStroke, share: float, rounding: float) -> NDArray[np.float64]:
    """The curve of a skeleton's stroke, shape (points, 2), its free points ``share`` of their way along."""
    curve = stroke.cornered + rounding * (stroke.rounded - stroke.cornered)
    return curve @ (stroke.start + share * (stroke.end - stroke.start))


def _drawn(lines: list[NDArray[np.float64]], pen: float, contrast: float) -> NDArray[np.uint8]:
    """Ink of a pen of this width in longer sides, ``contrast`` times as wide across as down."""
    lines = [line / (contrast, 1.0) for line in lines]
    low, high = bounds_of(lines)
    scale = _HEIGHT / float((high - low).max())
    sheet = sheet_for((high - low) * scale)
    draw(sheet, [(line - low) * scale for line in lines], width=max(1, round(pen * _HEIGHT)))
    return np.asarray(sheet.resize((round(sheet.width * contrast), sheet.height), Image.Resampling.BILINEAR))
