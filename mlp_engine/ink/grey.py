"""Pictures of any mode as grey levels: 16 bits a pixel, palettes, inks for print, transparency either way."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.ink.normalise import ink_box

# Ink whose lightness differs from the paper's by fewer grey levels than this is pale. It is looked for in one colour,
# if it is clearer there by this factor; in a reduced copy, from one percentile to the other.
_PALE = 60
_CLEARER = 1.8
_EXTREMES = (0.5, 99.5)
_COLOUR_SIDE = 200
_COLOURED = ("RGB", "P", "CMYK", "YCbCr", "HSV")

# White in files with more than 8 bits a pixel: a share of 1, or all of 8, 10, 12, 14 or 16 bits.
_SCALES = (1.0, *(2.0**bits - 1 for bits in (8, 10, 12, 14, 16)))

_ONE_TONE = 20  # what is opaque is a sheet with ink on it only if it has tones that differ by so many grey levels


def grey_of(picture: Image.Image) -> Image.Image:
    """A copy of the picture in mode L, whatever its mode is.

    What is transparent becomes paper. If what is opaque fills the edge of the box around it, and is not of one tone, it
    is a sheet with its own paper: holes in it and a margin around it get the sheet's middle tone. Otherwise it is ink,
    and gets the paper that contrasts with it: white behind dark ink, black behind light ink.
    """
    if picture.mode.startswith("I") or picture.mode == "F":  # Pillow would clip them to 8 bits
        return Image.fromarray(_as_8_bits(np.nan_to_num(np.asarray(picture, dtype=np.float32), posinf=0.0, neginf=0.0)))
    if picture.mode == "LAB":  # its first band is the lightness
        return picture.getchannel(0)
    if not picture.has_transparency_data:
        return _with_pale_ink(picture)
    picture = picture.convert("RGBA")
    grey, opacity = picture.convert("RGB").convert("L"), picture.getchannel("A")
    return Image.composite(grey, Image.new("L", grey.size, _behind(grey, opacity)), opacity)


def _as_8_bits(levels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Levels on the first of the usual scales that holds them all; what is beyond the last is as light as that."""
    lightest = float(levels.max(initial=0.0))
    full = next((scale for scale in _SCALES if lightest <= scale), _SCALES[-1])
    return np.clip(levels * (255.0 / full), 0.0, 255.0).astype(np.uint8)


def _with_pale_ink(picture: Image.Image) -> Image.Image:
    """The lightness; or, where it hardly differs, as of yellow ink on white, the colour that differs the most."""
    grey = picture.convert("L")
    if picture.mode not in _COLOURED:
        return grey
    small = picture.convert("RGB")
    small.thumbnail((_COLOUR_SIDE, _COLOUR_SIDE), Image.Resampling.BOX)
    levels = np.asarray(small, dtype=np.float32)
    low, high = np.percentile(levels, _EXTREMES, axis=(0, 1))
    dull = np.percentile(np.asarray(small.convert("L")), _EXTREMES)
    contrasts = high - low
    best = int(contrasts.argmax())
    if dull[1] - dull[0] >= _PALE or contrasts[best] < max(_PALE, _CLEARER * float(dull[1] - dull[0])):
        return grey
    return picture.convert("RGB").getchannel(best)


def _behind(grey: Image.Image, opacity: Image.Image) -> int:
    """The tone of the paper behind a transparent picture."""
    opaque = np.asarray(opacity)
    opaque = opaque > opaque.max() // 2
    if not opaque.any():
        return 255
    left, top, right, bottom = ink_box(opaque)
    levels, shown = np.asarray(grey)[top:bottom, left:right], opaque[top:bottom, left:right]
    middle, (low, high) = int(np.median(levels[shown])), np.percentile(levels[shown], _EXTREMES)
    edge = np.concatenate((shown[0], shown[-1], shown[:, 0], shown[:, -1]))
    if edge.mean() > 0.5 and high - low >= _ONE_TONE:
        return middle
    return 255 if middle < 128 else 0
