"""The paper of a grey picture, and whether it is lighter or darker than the ink, under whatever light it was taken."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from mlp_engine.ink.blur import Levels, blur_between, blurred
from mlp_engine.ink.components import Mask, components_of, grown
from mlp_engine.ink.lying_sheet import sheet_alone

# Light varies slowly: it is measured in a copy with this longer side.
_LIGHT_SIDE = 100

# Where the edge is as even as this from its 10th to its 90th percentile, so is the light.
_EVEN = 8

# No shadow leaves less than this share of the lightest paper's light: what is darker is ink.
_DEEPEST_SHADOW = 1 / 3

# Ink is darker than the paper around it by more grey levels than this, even where it is reduced with the picture.
_LEAST_DEPTH = 10

# Ink has edges no softer than a Gaussian with this standard deviation, in pixels of that copy, which is smoothed by so
# many first. Ink of real and made photos measured at most 1.9, 40 of 41 soft shadows 2.06 to 7.
_SMOOTHING = 0.7
_SOFTEST = 2.2

# Paper counts as at least this light, or the noise of a black board would be blown up.
_LEAST_PAPER = 64

# The rings that are looked at for the polarity, by their distance from the edge in longer sides. A frame, or a digit
# that touches the edge, spoils one or two of them, not all.
_RINGS = (0.0, 0.04, 0.09)

# Fits of the paper's surface to what is not ink yet, and the residual, in standard deviations, from which it is.
_FITS = 20
_PAPER_PERCENTILE = 75
_INK_RESIDUAL = 2.5


# Paper at the middle between the darkest and the lightest pixel, on that scale from 0 to 1, may be either. Of 574 real
# pictures those with dark ink had 0.56 and more, those with light ink 0.34 and less; only digits that fill the picture
# lie between, and blank sheets.
_LIGHT_INK = 0.4
_DOUBTFUL = (0.4, 0.7)


SEAM = 0.5
"""What has less than this share of the contrast that there is the other way round is no ink, but the seam of an edge:
the bright one that blurring, sharpening and compression leave around what is dark."""


@dataclass(frozen=True, eq=False)
class Paper:
    """The surface that the ink lies on.

    Attributes:
        inverted: whether the picture is light on dark, so that all levels were inverted first.
        doubtful: whether the other polarity is possible, too.
        levels: the grey level of the paper at each pixel, under the ink too, after inverting; around a sheet that lies
            on something dark, the sheet's own; shape (height, width).
        darkness: how much of the paper's light each pixel takes away: 0 is paper, 255 all of it; the paper's noise
            goes below 0, too. Same shape.
    """

    inverted: bool
    doubtful: bool
    levels: Levels
    darkness: Levels

    @property
    def contrast(self) -> float:
        """By how many grey levels the darkest pixel differs from the paper there."""
        return float((self.darkness / self.gain).max())

    @property
    def gain(self) -> Levels:
        """How much a grey level counts at each pixel: more where there is less light."""
        return _gain(self.levels)


def paper_of(grey: Image.Image, inverted: bool | None = None, *, is_even: bool = False) -> Paper:
    """Find the paper of a picture of mode L.

    Args:
        grey: the picture.
        inverted: whether it is light on dark; by default the picture decides.
        is_even: whether it is taken to be as light as its lightest pixel everywhere.
    """
    if inverted is not True:
        grey = sheet_alone(grey)
    lightness = paper_lightness(grey)
    doubtful = _DOUBTFUL[0] <= lightness <= _DOUBTFUL[1]
    if inverted is not None:
        return _paper(grey, doubtful, is_even, inverted)
    paper = _paper(grey, doubtful, is_even, lightness < _LIGHT_INK)
    if not paper.inverted:
        return paper
    other = _paper(grey, True, is_even, False)
    return other if paper.contrast < SEAM * other.contrast else paper


def _paper(grey: Image.Image, doubtful: bool, is_even: bool, inverted: bool) -> Paper:
    if inverted:
        grey = sheet_alone(ImageOps.invert(grey))
    lightest = float(grey.getextrema()[1])  # type: ignore[arg-type]
    levels = np.full((grey.height, grey.width), lightest, np.float32) if is_even else _surface(grey)
    darkness = (levels - np.asarray(grey)) * _gain(levels)
    return Paper(inverted, doubtful, levels, darkness.astype(np.float32))


def paper_lightness(grey: Image.Image) -> float:
    """Where the paper lies between the darkest pixel, 0, and the lightest, 1.

    Each pixel is compared with its surroundings first, so that a shadow over the paper does not count. The paper is
    the median of three rings near the edge and of the whole area, each with one vote in the mean.
    """
    small = _reduced(grey)
    around = small.filter(ImageFilter.BoxBlur(max(small.size) // 4))
    levels = np.asarray(small, dtype=np.float32) - np.asarray(around, dtype=np.float32)
    darkest, lightest = float(levels.min()), float(levels.max())
    if lightest == darkest:
        return 1.0
    parts = [_ring(levels, round(share * max(levels.shape))) for share in _RINGS]
    medians = [float(np.median(part)) for part in [*parts, levels]]
    return (float(np.mean(medians)) - darkest) / (lightest - darkest)


def _gain(levels: Levels) -> Levels:
    return (np.float32(255.0) / np.maximum(levels, np.float32(_LEAST_PAPER))).astype(np.float32)


def _surface(grey: Image.Image) -> Levels:
    """The lightness of the paper everywhere, under dark ink too: constant in a drawing, uneven in a photo."""
    levels = np.asarray(grey, dtype=np.float32)
    small = _reduced(grey)
    reduced = np.asarray(small, dtype=np.float32)
    low, middle, high = np.percentile(_ring(reduced, 0), (10, 50, 90))
    if high - low <= _EVEN and abs(middle - np.median(reduced)) <= _EVEN:
        return np.full(levels.shape, middle, dtype=np.float32)
    if max(grey.size) <= _LIGHT_SIDE:
        return _plane(levels)

    # A closing (the lightest, then the darkest of each neighbourhood) fills whatever is narrower than a quarter of
    # the picture. At the edge of a shadow it is too light, so it is believed only where it shows that ink is.
    window = max(small.size) // 8 * 2 + 1
    closing = small.filter(ImageFilter.MaxFilter(window)).filter(ImageFilter.MinFilter(window))
    closed = np.asarray(closing, dtype=np.float32)
    darkest_paper = _DEEPEST_SHADOW * _lightest_around(reduced, max(small.size) // 2)
    ink = _steep(closed - reduced, 1 / 2) | _steep(darkest_paper - reduced, 0)
    paper = np.where(grown(ink, 1), np.maximum(closed, darkest_paper), reduced).astype(np.uint8)
    smooth = Image.fromarray(paper).filter(ImageFilter.GaussianBlur(max(small.size) / 50))
    return np.asarray(smooth.resize(grey.size, Image.Resampling.BILINEAR), dtype=np.float32)


def _steep(depth: Levels, share: float) -> Mask:
    """Where ink is: as deep as ``share`` of the deepest, with edges as steep as a pen's.

    What has softer edges is the rest of a shadow. It may be deeper than the ink, so it is left out first.
    """
    if min(depth.shape) < 2:  # too narrow to have edges
        return depth > max(share * float(depth.max()), _LEAST_DEPTH)
    depth = depth.copy()
    smooth = blurred(depth, _SMOOTHING)
    down, across = (np.gradient(smooth, axis=axis) if smooth.shape[axis] > 1 else 0.0 * smooth for axis in (0, 1))
    steepness = np.hypot(down, across)
    while (deepest := float(depth.max())) > _LEAST_DEPTH:
        regions = components_of(depth > max(share * deepest, _LEAST_DEPTH))
        found_soft = False
        for place, (left, top, right, bottom) in enumerate(regions.boxes.tolist()):
            near = slice(max(top - 1, 0), bottom + 1), slice(max(left - 1, 0), right + 1)
            mine = regions.labels[near] == place + 1
            height = float(np.percentile(depth[near][mine], 90))
            blur = blur_between(height, float(np.percentile(steepness[near][grown(mine, 1)], 90)))
            if blur > _SOFTEST:
                skirt = grown(regions.labels == place + 1, int(2 * blur) + 1) & (depth <= height)
                depth[skirt | (regions.labels == place + 1)] = 0
                found_soft = True
        if not found_soft:
            return regions.labels > 0
    return np.zeros(depth.shape, np.bool_)


def _plane(levels: Levels) -> Levels:
    """A plane through the paper of a small picture: fitted again and again to what lies near the last one.

    The first fit takes the lightest quarter of the pixels, which is paper; the next ones add what lies near it.
    """
    height, width = levels.shape
    rows, columns = np.meshgrid(np.linspace(-1, 1, height), np.linspace(-1, 1, width), indexing="ij")
    terms = np.stack((np.ones(levels.size), columns.ravel(), rows.ravel()), axis=1)
    values = levels.ravel().astype(np.float64)
    kept = values >= np.percentile(values, _PAPER_PERCENTILE)
    fitted = values
    for _ in range(_FITS):
        weights, *_ = np.linalg.lstsq(terms[kept], values[kept], rcond=None)
        fitted = terms @ weights
        residuals = np.abs(values - fitted)
        spread = max(1.4826 * float(np.median(residuals[kept])), 2.0)
        closer = residuals < _INK_RESIDUAL * spread
        if closer.sum() < terms.shape[1] or np.array_equal(closer, kept):
            break
        kept = closer
    return fitted.reshape(levels.shape).astype(np.float32)


def _lightest_around(levels: Levels, reach: int) -> Levels:
    """The lightest level within ``reach`` rows and columns of each pixel."""
    for axis in (0, 1):
        padded = np.pad(levels, [(reach, reach) if axis == turn else (0, 0) for turn in (0, 1)], mode="edge")
        window = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=axis)
        levels = window.max(axis=-1)
    return levels


def _ring(levels: Levels, depth: int) -> Levels:
    """The pixels ``depth`` within the edge, all the way round."""
    height, width = levels.shape
    depth = min(depth, (height - 1) // 2, (width - 1) // 2)
    inner = levels[depth : height - depth, depth : width - depth]
    return np.concatenate((inner[0], inner[-1], inner[:, 0], inner[:, -1]))


def _reduced(grey: Image.Image) -> Image.Image:
    small = grey.copy()
    small.thumbnail((_LIGHT_SIDE, _LIGHT_SIDE), Image.Resampling.BOX)
    return small
