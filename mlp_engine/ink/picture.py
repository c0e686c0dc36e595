"""Pictures to ink: full contrast, no dust, and a pen of the usual width."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from mlp_engine.errors import InkError
from mlp_engine.ink.light import darkness
from mlp_engine.ink.normalise import digit_image, ink_box
from mlp_engine.ink.picture_file import open_picture
from mlp_engine.ink.strokes import PEN_SHARE

# Longer side at which pictures are worked on: a digit that fills a tenth of a photo still has 60 pixels.
_WORKING_SIDE = 600

# A picture is blank if its darkest ink takes less than this of the paper's light, out of 255 …
_LEAST_CONTRAST = 24
# … or stands out of the paper's noise by fewer standard deviations than this. The digits of 600 made-up photos all
# stood out by more, the grain of blank paper under soft light by less than 7 in nine photos of ten.
_LEAST_CLEARNESS = 12

# Ink is what reaches this share of full ink, and the paler edge of it. Shadows and paper grain do not.
_STRONG = 0.4
_PALEST = 0.15

# Lines thinner than this share of the digit are hairlines. The thinnest of MNIST's 70,000, cleaned as above: 0.0526.
_HAIRLINE = 0.05


def digit_image_from_picture(path: Path) -> NDArray[np.uint8]:
    """:func:`open_picture`, :func:`ink_from_picture`, then :func:`digit_image`; shape (28, 28)."""
    picture = open_picture(path)
    try:
        return digit_image(ink_from_picture(picture))
    except InkError as error:
        raise InkError(f"{path.name}: {error}") from error


def ink_from_picture(picture: Image.Image) -> NDArray[np.uint8]:
    """Ink of a picture of one digit, dark on light or light on dark, drawn, scanned or photographed.

    Args:
        picture: any mode; transparent parts are white paper.

    Returns:
        Ink, shape (height, width), in the picture's own frame, reduced to a longer side of at most 600 pixels;
        around retraced hairlines with an even margin for the pen.

    Raises:
        InkError: if the picture is blank.
    """
    grey = _grey(picture)
    grey.thumbnail((_WORKING_SIDE, _WORKING_SIDE), Image.Resampling.BOX)
    return _hairlines_retraced(_without_dust(_stretched(darkness(grey))))


def _grey(picture: Image.Image) -> Image.Image:
    """A copy of the picture in mode L, whatever its mode is."""
    if picture.mode.startswith("I"):  # 16 bits a pixel, which Pillow would clip to 8
        levels = np.asarray(picture, dtype=np.float32) / 257.0
        return Image.fromarray(np.clip(levels, 0.0, 255.0).astype(np.uint8))
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    return picture.convert("L")


def _stretched(levels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Darkness brought to full contrast.

    Raises:
        InkError: if nothing stands out of the paper.
    """
    peak = float(levels.max())
    if peak < _LEAST_CONTRAST or peak < _LEAST_CLEARNESS * _noise(levels[levels < peak / 2]):
        raise InkError("A picture must show a digit. Got a blank one.")
    full_ink = float(np.percentile(levels[levels > peak / 2], 90))
    return np.rint(np.clip(levels * (255.0 / full_ink), 0.0, 255.0)).astype(np.uint8)


def _noise(paper: NDArray[np.float32]) -> float:
    """Standard deviation of the paper's noise, by the quarter of it nearest to 0: ink's grey edges are farther off."""
    return float(np.percentile(np.abs(paper), 25)) / 0.3186


def _without_dust(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Only the strong ink, with its paler edge, where there is more of it around than a grain of dust."""
    strong = Image.fromarray(np.where(ink >= 255 * _STRONG, np.uint8(255), np.uint8(0)))
    around = np.asarray(strong.filter(ImageFilter.BoxBlur(max(1.0, max(ink.shape) / 50))))
    return np.where((around >= 5) & (ink >= 255 * _PALEST), ink, np.uint8(0))


def _hairlines_retraced(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same ink, or, if its lines are clearly thin, every pixel of them dabbed with the pen that strokes have."""
    left, top, right, bottom = ink_box(ink)
    longer_side = max(right - left, bottom - top)
    width = _pen_width(ink[top:bottom, left:right])
    if width >= _HAIRLINE * longer_side:
        return ink
    radius = (PEN_SHARE * longer_side - width) / 2
    ink = np.pad(ink, int(radius) + 1)  # a line on the edge of the picture needs room for the pen
    sheet = Image.fromarray(ink)
    pen = ImageDraw.Draw(sheet)
    rows, columns = np.nonzero(ink >= 64)
    for x, y in zip(columns.tolist(), rows.tolist(), strict=True):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(sheet)


def _pen_width(ink: NDArray[np.uint8]) -> float:
    """Mean width of the lines in pixels: twice their area over the length of their outline.

    A line of length l and width w has area l·w and an outline of about 2·l. Area is the sum of ink, and the outline
    the sum of its steepness, so that grey pixels count by their share.
    """
    levels = np.pad(ink, 1).astype(np.float32)
    down = levels[1:, :-1] - levels[:-1, :-1]
    across = levels[:-1, 1:] - levels[:-1, :-1]
    return 2.0 * float(levels.sum()) / float(np.hypot(down, across).sum())
