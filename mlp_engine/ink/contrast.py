"""Darkness to ink: enlarged if it is small, at full contrast, without grain and dust; or blank."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from mlp_engine.errors import InkError
from mlp_engine.ink.blur import Levels, blurred

BLANK = "This picture is blank."

# Ink is what reaches this share of full ink, and the paler edge of it. Shadows and paper grain do not.
STRONG = 0.4
PALEST = 0.15

# A smaller picture is enlarged to at least this longer side: in a crop of 28 pixels lines touch that do not really.
_LEAST_SIDE = 120

# A picture is blank if its darkest ink, averaged over a hairline's width, takes less than this of the light out of 255:
# what remains of soft shadows reaches 40 in most, the palest ink of 560 real pictures 69 …
_LEAST_CONTRAST = 42
_HAIRLINES = 300  # of that width make the picture's side
# … or stands out of the paper's noise by fewer standard deviations than this.
_LEAST_CLEARNESS = 8

# Sheets of translucent paper that most ink counts for: see deepened().
_DEEPEST = 3.0

# The noise is measured in a grid of so many patches both ways.
_PATCHES = 8


def deepened(darkness: Levels, more_ink: float) -> Levels:
    """Darkness with its pale parts nearer to full ink, or farther from it.

    Args:
        darkness: shape (height, width), from 0, paper, to 255; the paper's noise goes below 0, too.
        more_ink: above 0, pale ink counts for more; below 0, for less. At 1 paper that lets a share of the light
            through counts as three sheets of it, at −1 as a third of one.
    """
    if more_ink == 0:
        return darkness
    light = np.maximum(1.0 - darkness / 255.0, 0.0)
    return (255.0 * (1.0 - light ** (_DEEPEST**more_ink))).astype(np.float32)


def enlarged(darkness: Levels) -> Levels:
    """A small picture enlarged, so that lines and the paper between them can be told apart.

    An odd number of times: then the middle of each enlarged pixel is the pixel as it was.
    """
    height, width = darkness.shape
    times = -(-_LEAST_SIDE // max(height, width)) // 2 * 2 + 1
    if times == 1:
        return darkness
    size = (width * times, height * times)
    return np.asarray(Image.fromarray(darkness).resize(size, Image.Resampling.BICUBIC))


def smoothed(darkness: Levels) -> Levels:
    """Averaged over about the width of a pen."""
    return blurred(darkness, max(darkness.shape) / 120)


def noise_of(darkness: Levels, gain: Levels) -> Levels:
    """Standard deviation of the smoothed paper's noise at each pixel.

    Before ``gain``, by which light was made even, it is the same everywhere: as in the quietest tenth of a grid of
    patches. In each patch the median deviation from the median counts, so that lines across all patches do not.
    """
    bands = np.array_split(smoothed(darkness / gain), _PATCHES)
    patches = [patch.ravel() for band in bands for patch in np.array_split(band, _PATCHES, axis=1) if patch.size]
    by_size: dict[int, list[Levels]] = {}
    for patch in patches:
        by_size.setdefault(patch.size, []).append(patch)
    deviations: list[float] = []
    for alike in map(np.stack, by_size.values()):  # one call for all patches of a size: each takes longer than its work
        deviations += _medians(np.abs(alike - _medians(alike)[:, None])).tolist()
    return 1.4826 * float(np.percentile(deviations, 10)) * gain


def _medians(rows: Levels) -> Levels:
    """The median of each row, of an even number the upper one of the two in the middle."""
    middle = rows.shape[1] // 2
    return np.partition(rows, middle, axis=1)[:, middle]


def full_contrast(darkness: Levels, noise: Levels) -> NDArray[np.uint8]:
    """Darkness as ink, 255 where it is as dark as most of the darker half.

    Args:
        darkness: shape (height, width).
        noise: of the paper, as :func:`noise_of` measures it; same shape.

    Raises:
        InkError: if nothing stands out of the paper.
    """
    peak = float(darkness.max())
    # A hairline has little of a pen's width, so its contrast is that of a narrower average; without noise, as in what
    # was drawn on a screen, a line of a single pixel is one.
    contrast = float(blurred(darkness, max(darkness.shape) / _HAIRLINES).max()) if noise.any() else peak
    if contrast < _LEAST_CONTRAST or bool((smoothed(darkness) < _LEAST_CLEARNESS * noise).all()):
        raise InkError(BLANK)
    full_ink = float(np.percentile(darkness[darkness > peak / 2], 90))
    return np.rint(np.clip(darkness * (255.0 / full_ink), 0.0, 255.0)).astype(np.uint8)


def without_dust(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Only the strong ink, with its paler edge, where there is more of it around than a grain of dust."""
    strong = Image.fromarray(np.where(ink >= 255 * STRONG, np.uint8(255), np.uint8(0)))
    around = np.asarray(strong.filter(ImageFilter.BoxBlur(max(1.0, max(ink.shape) / 50))))
    return np.where((around >= 5) & (ink >= 255 * PALEST), ink, np.uint8(0))
