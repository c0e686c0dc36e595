"""Pictures of any mode as grey levels: 16 bits a pixel, palettes, inks for print, transparency either way."""

import numpy as np
from PIL import Image

_OPAQUE = 128  # from this opacity on a pixel shows more of its own colour than of what lies behind


def grey_of(picture: Image.Image) -> Image.Image:
    """A copy of the picture in mode L, whatever its mode is.

    What is transparent becomes paper. If most of the edge is opaque, the picture is a sheet with its own paper, and
    holes in it get the sheet's middle tone. Otherwise what is opaque is ink, and gets the paper that contrasts with
    it: white behind dark ink, black behind light ink.
    """
    if picture.mode.startswith("I"):  # 16 bits a pixel, which Pillow would clip to 8
        levels = np.asarray(picture, dtype=np.float32) / 257.0
        return Image.fromarray(np.clip(levels, 0.0, 255.0).astype(np.uint8))
    if picture.mode == "F":
        return Image.fromarray(np.clip(np.nan_to_num(np.asarray(picture)), 0.0, 255.0).astype(np.uint8))
    if picture.mode == "LAB":  # its first band is the lightness
        return picture.getchannel(0)
    if not picture.has_transparency_data:
        return picture.convert("L")
    picture = picture.convert("RGBA")
    grey, opacity = picture.convert("RGB").convert("L"), picture.getchannel("A")
    return Image.composite(grey, Image.new("L", grey.size, _behind(grey, opacity)), opacity)


def _behind(grey: Image.Image, opacity: Image.Image) -> int:
    """The tone of the paper behind a transparent picture."""
    levels, opaque = np.asarray(grey), np.asarray(opacity) >= _OPAQUE
    if not opaque.any():
        return 255
    middle = int(np.median(levels[opaque]))
    edge = np.concatenate((opaque[0], opaque[-1], opaque[:, 0], opaque[:, -1]))
    if edge.mean() > 0.5:
        return middle
    return 255 if middle < 128 else 0
