"""The practice set: digits generated from skeletons, for use where MNIST cannot be downloaded.

The random numbers of a sample depend on the seed and its place alone, so sample 7 is the same for every count.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.pen_hand import draw_form
from mlp_engine.datasets.skeletons import forms_of
from mlp_engine.datasets.stroke_samples import Stroke
from mlp_engine.ink import digit_image_from_strokes
from mlp_engine.validation import check_whole_number

CLASSES = 10
MAX_COUNT = 1_000_000
"""The largest practice set: it takes about 20 minutes and 784 MB."""
MAX_SEED = 2**63 - 1

# The ink path knows one width of pen, a tenth of the digit; pictures show felt pens up to twice as broad.
_FELT_SHARE = 0.3  # of the samples
_FELT_BROADER = (0.01, 0.05)  # on either side, in longer sides of the digit
_FELT_TIPS = 6

# Digits more solid than this, ones aside, are blots: most are zeros and eights whose holes a felt pen has filled. They
# are 0.3 % of MNIST's, and were 1.4 % of practice digits, which taught networks to misread MNIST's ones of a thick pen
# (docs/accuracy.md).
_SOLID = 0.8
_ONE = 1  # has no holes


def practice_strokes(label: int, rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Draw one digit in one of the forms that people use, common forms more often.

    Args:
        label: the digit, 0 to 9.
        rng: for the form and its variation.

    Returns:
        Strokes in drawing order, each with its points (x, y), x to the right and y down, about 10 units high.

    Raises:
        SettingError: if there is no such digit.
    """
    digit = check_whole_number("Label", label, at_least=0, at_most=CLASSES - 1)
    return tuple(tuple((x, y) for x, y in stroke.tolist()) for stroke in _strokes(digit, rng))


def _strokes(label: int, rng: np.random.Generator) -> list[Floats]:
    """The strokes of :func:`practice_strokes` as arrays, each of shape (points, 2)."""
    forms = forms_of(label)
    return draw_form(forms.strokes[bisect_right(forms.upto, rng.random())], rng)


def practice_set(
    count: int, seed: int = 0, *, blots: bool = False, on_progress: Callable[[int], None] | None = None
) -> Dataset:
    """Draw ``count`` digits, 0 to 9 in turn, by the ink path; some with a broader pen.

    Args:
        count: how many samples, from 1.
        seed: the same seed gives the same samples; a smaller count gives the first of them.
        blots: whether blots are kept, most often digits whose holes the broader pen filled; otherwise they are drawn
            again.
        on_progress: called with the number of samples drawn so far, after each.

    Returns:
        Digit images as ``uint8`` rows of 784.

    Raises:
        SettingError: if there cannot be so many samples, or such a seed.
    """
    check_practice(count, seed)
    images = np.empty((count, IMAGE_PIXELS), np.uint8)
    for place in range(count):
        images[place] = practice_image(place, seed, blots=blots)
        if on_progress is not None:
            on_progress(place + 1)
    return practice_data(images, seed)


def check_practice(count: int, seed: int, label: str = "Samples of a practice set") -> None:
    """Raise a ``SettingError`` if there cannot be so many samples, which it calls ``label``, or such a seed."""
    check_whole_number(label, count, at_least=1, at_most=MAX_COUNT)
    check_whole_number("Seed", seed, at_least=0, at_most=MAX_SEED)


def practice_data(images: NDArray[np.uint8], seed: int) -> Dataset:
    """The practice set whose first images these are, shape (n, 784)."""
    count = len(images)
    labels = np.arange(count, dtype=np.int64) % CLASSES
    return Dataset(images, labels, f"practice {count} seed {seed}", generated=np.ones(count, np.bool_))


def practice_image(place: int, seed: int, *, blots: bool = False) -> NDArray[np.uint8]:
    """The digit at ``place`` of every practice set of this seed, as 784 pixels."""
    label = place % CLASSES
    rng = np.random.default_rng((seed, place))
    image = _drawn(label, rng)
    while not blots and is_blot(image, label):
        image = _drawn(label, rng)
    return image.ravel()


def _drawn(label: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A digit as a digit image, shape (28, 28), sometimes with a broader pen."""
    strokes = _strokes(label, rng)
    if rng.random() < _FELT_SHARE:
        strokes = _with_felt_pen(strokes, rng.uniform(*_FELT_BROADER))
    return digit_image_from_strokes([np.asarray(stroke, np.float64) for stroke in strokes])


def is_blot(image: NDArray[np.uint8], label: int) -> bool:
    """Whether a digit image, shape (28, 28), is so solid that nobody can read ``label``; a one never is."""
    return label != _ONE and solidity(image) > _SOLID


def solidity(image: NDArray[np.uint8]) -> float:
    """Ratio of the ink to the area of an ellipse with the same second moments.

    Args:
        image: a digit image, shape (28, 28).

    Returns:
        1 for a filled ellipse, 0.95 for a straight bar, less for a digit with holes or bends.
    """
    ink = image / 255.0
    across, down = ink.sum(axis=0), ink.sum(axis=1)
    total = float(across.sum())
    x: Floats = np.arange(image.shape[1], dtype=np.float64)
    y: Floats = np.arange(image.shape[0], dtype=np.float64)
    x -= float(across @ x) / total
    y -= float(down @ y) / total
    # The determinant of the second moments; np.cov takes ten times as long.
    area = float(across @ (x * x)) * float(down @ (y * y)) - float(y @ ink @ x) ** 2
    if area <= 0.0:
        return math.inf  # all ink on one straight line
    # An ellipse with half axes a and b has the area πab, and variances of a²/4 and b²/4.
    return total * total / (4 * math.pi * math.sqrt(area))


def _with_felt_pen(strokes: Sequence[Floats], broader: float) -> list[Floats]:
    """The strokes repeated side by side, together as broad as those of a felt pen.

    Args:
        strokes: those of one pen, each of shape (points, 2).
        broader: how far the tips stand from its middle, in longer sides of the digit.
    """
    points = np.concatenate(strokes)
    reach = broader * float((points.max(axis=0) - points.min(axis=0)).max())
    angles = [2 * math.pi * tip / _FELT_TIPS for tip in range(_FELT_TIPS)]
    tips = [np.array([reach * math.cos(angle), reach * math.sin(angle)]) for angle in angles]
    return [stroke + tip for tip in tips for stroke in strokes]
