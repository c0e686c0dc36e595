"""Paper and ink told apart in a grey picture, under whatever light it was taken."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter, ImageOps

# Light varies slowly: it is looked at in a copy with this longer side.
_LIGHT_SIDE = 100

# What is darker than the closed picture by this share of the greatest depth counts as a stroke there.
_STROKE_DEPTH = 0.5

# Where the border is as even as this from its 10th to its 90th percentile, the light is, too.
_EVEN = 8

# Paper is taken to be at least this light, or the noise of a black board would be blown up.
_LEAST_PAPER = 64


def darkness(grey: Image.Image) -> NDArray[np.float32]:
    """How much of the paper's light each pixel of ``grey`` (mode L) takes away: 0 is paper, 255 all of it.

    A picture that is light on dark is inverted first. Noise of the paper makes values a little below 0, too.
    """
    if _is_light_on_dark(grey):
        grey = ImageOps.invert(grey)
    paper = np.asarray(_paper(grey), dtype=np.float32)
    return (paper - np.asarray(grey, dtype=np.float32)) * (np.float32(255.0) / np.maximum(paper, _LEAST_PAPER))


def _is_light_on_dark(grey: Image.Image) -> bool:
    """Whether the border, which is mostly paper, lies nearer to the darkest pixel than to the lightest.

    Each pixel is compared with its surroundings first, so that a shadow over the paper does not count.
    """
    small = _reduced(grey)
    around = small.filter(ImageFilter.BoxBlur(max(small.size) // 4))
    levels = np.asarray(small, dtype=np.float32) - np.asarray(around, dtype=np.float32)
    return 2.0 * float(np.median(_border(levels))) < float(levels.min()) + float(levels.max())


def _paper(grey: Image.Image) -> Image.Image:
    """The lightness of the paper everywhere, under dark ink too: constant in a drawing, uneven in a photo.

    A closing (lightest, then darkest of each neighbourhood) fills whatever is narrower than a quarter of the picture.
    It is too light at the edge of a shadow, so it is believed only where it shows that there are strokes.
    """
    small = _reduced(grey)
    low, middle, high = np.percentile(_border(np.asarray(small)), (10, 50, 90))
    if high - low <= _EVEN:
        return Image.new("L", grey.size, round(float(middle)))
    window = max(small.size) // 8 * 2 + 1
    closed = small.filter(ImageFilter.MaxFilter(window)).filter(ImageFilter.MinFilter(window))
    depth = ImageChops.subtract(closed, small)
    strokes = np.asarray(depth) > _STROKE_DEPTH * np.asarray(depth).max()
    around_strokes = Image.fromarray(np.where(strokes, np.uint8(255), np.uint8(0))).filter(ImageFilter.MaxFilter(3))
    paper = Image.composite(closed, small, around_strokes).filter(ImageFilter.GaussianBlur(max(small.size) / 50))
    return paper.resize(grey.size, Image.Resampling.BILINEAR)


def _border(levels: NDArray[np.generic]) -> NDArray[np.generic]:
    return np.concatenate((levels[0], levels[-1], levels[:, 0], levels[:, -1]))


def _reduced(grey: Image.Image) -> Image.Image:
    small = grey.copy()
    small.thumbnail((_LIGHT_SIDE, _LIGHT_SIDE), Image.Resampling.BOX)
    return small
