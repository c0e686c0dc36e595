"""Paper and ink told apart in a grey picture, under whatever light it was taken."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

# Light varies slowly: it is looked at in a copy with this longer side. A picture that is not larger is no photo.
_LIGHT_SIDE = 100

# Where the border is as even as this from its 10th to its 90th percentile, so is the light.
_EVEN = 8

# No shadow leaves less than this share of the lightest paper's light: what is darker is ink.
_DEEPEST_SHADOW = 1 / 3

# Paper counts as at least this light, or the noise of a black board would be blown up.
_LEAST_PAPER = 64


def darkness(grey: Image.Image) -> NDArray[np.float32]:
    """How much of the paper's light each pixel of ``grey`` (mode L) takes away: 0 is paper, 255 all of it.

    A picture that is light on dark is inverted first. The paper's noise goes a little below 0, too.
    """
    if _is_light_on_dark(grey):
        grey = ImageOps.invert(grey)
    paper = _paper(grey)
    return ((paper - np.asarray(grey)) * 255.0 / np.maximum(paper, _LEAST_PAPER)).astype(np.float32)


def _is_light_on_dark(grey: Image.Image) -> bool:
    """Whether the border, which is mostly paper, lies nearer to the darkest pixel than to the lightest.

    Each pixel is compared with its surroundings first, so that a shadow over the paper does not count.
    """
    small = _reduced(grey)
    around = small.filter(ImageFilter.BoxBlur(max(small.size) // 4))
    levels = np.asarray(small, dtype=np.float32) - np.asarray(around, dtype=np.float32)
    return 2.0 * float(np.median(_border(levels))) < float(levels.min()) + float(levels.max())


def _paper(grey: Image.Image) -> NDArray[np.float32]:
    """The lightness of the paper everywhere, under dark ink too: constant in a drawing, uneven in a photo."""
    lightest = float(np.percentile(np.asarray(grey), 95))
    if max(grey.size) <= _LIGHT_SIDE:
        return np.full((grey.height, grey.width), lightest, dtype=np.float32)
    small = _reduced(grey)
    levels = np.asarray(small, dtype=np.float32)
    low, middle, high = np.percentile(_border(levels), (10, 50, 90))
    if high - low <= _EVEN:
        return np.full((grey.height, grey.width), middle, dtype=np.float32)

    # A closing (the lightest, then the darkest of each neighbourhood) fills whatever is narrower than a quarter of
    # the picture. At the edge of a shadow it is too light, so it is believed only where it shows that ink is.
    window = max(small.size) // 8 * 2 + 1
    closing = small.filter(ImageFilter.MaxFilter(window)).filter(ImageFilter.MinFilter(window))
    closed = np.asarray(closing, dtype=np.float32)
    depth = closed - levels
    ink = (depth > depth.max() / 2) | (levels < _DEEPEST_SHADOW * lightest)
    ink = np.asarray(Image.fromarray(ink.astype(np.uint8)).filter(ImageFilter.MaxFilter(3)))
    paper = np.where(ink, np.maximum(closed, _DEEPEST_SHADOW * lightest), levels).astype(np.uint8)
    smooth = Image.fromarray(paper).filter(ImageFilter.GaussianBlur(max(small.size) / 50))
    return np.asarray(smooth.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.float32)


def _border(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate((levels[0], levels[-1], levels[:, 0], levels[:, -1]))


def _reduced(grey: Image.Image) -> Image.Image:
    small = grey.copy()
    small.thumbnail((_LIGHT_SIDE, _LIGHT_SIDE), Image.Resampling.BOX)
    return small
