"""The ink of a drawing on the pad: its strokes, and the picture under them, if one was opened."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from mlp_engine.ink.normalise import ink_box
from mlp_engine.ink.strokes import (
    LONGER_SIDE,
    MARGIN,
    PEN_SHARE,
    Strokes,
    bounds_of,
    draw,
    ink_from_strokes,
    lines_of,
    sheet_for,
)

# A drawing no longer than this share of the pad's side is a tap with a shaking hand.
_DOT_SHARE = 1 / 50


def ink_from_drawing(picture_ink: NDArray[np.uint8] | None, strokes: Strokes, side: float) -> NDArray[np.uint8]:
    """Ink of a picture and of the strokes drawn over it on a square pad.

    Args:
        picture_ink: ink, shape (height, width), shown as large as the pad allows, centred, its aspect kept.
        strokes: in the pad's logical coordinates, from 0 to ``side``; drawn with a pen that suits the size of the
            whole drawing.
        side: the side of the pad, in the same unit.

    Returns:
        Ink of both. Without ink in a picture: that of the strokes. Without strokes: the picture's as it came.

    Raises:
        InkError: if there is neither ink nor a point.
    """
    if picture_ink is None or not picture_ink.any():
        return ink_from_strokes(strokes, dot_below=side * _DOT_SHARE)
    if not any(len(stroke) for stroke in strokes):
        return picture_ink
    lines = lines_of(strokes)
    low, high = bounds_of(lines)
    picture_low, picture_high = _picture_bounds(picture_ink, side)
    low, high = np.minimum(low, picture_low), np.maximum(high, picture_high)
    scale = LONGER_SIDE / float((high - low).max())  # ink pixels for one unit
    strokes_sheet = sheet_for((high - low) * scale)
    draw(strokes_sheet, [(line - low) * scale for line in lines])
    x, y = np.rint((picture_low - low) * scale).astype(int) + MARGIN
    width, height = np.maximum(np.rint((picture_high - picture_low) * scale), 1).astype(int)
    left, top, right, bottom = ink_box(picture_ink)
    picture = Image.fromarray(picture_ink[top:bottom, left:right]).resize((int(width), int(height)))
    picture_sheet = sheet_for((high - low) * scale)
    picture_sheet.paste(picture, (int(x), int(y)))
    return np.asarray(ImageChops.lighter(strokes_sheet, picture_sheet))


def pen_width(picture_ink: NDArray[np.uint8] | None, strokes: Strokes, side: float) -> float | None:
    """How wide, in the pad's units, :func:`ink_from_drawing` draws the strokes; ``None`` for a dot or no strokes.

    Raises:
        InkError: if a point is not two finite numbers.
    """
    if not any(len(stroke) for stroke in strokes):
        return None
    low, high = bounds_of(lines_of(strokes))
    if picture_ink is not None and picture_ink.any():
        picture_low, picture_high = _picture_bounds(picture_ink, side)
        low, high = np.minimum(low, picture_low), np.maximum(high, picture_high)
    size = float((high - low).max())
    return PEN_SHARE * size if size > side * _DOT_SHARE else None


def _picture_bounds(picture_ink: NDArray[np.uint8], side: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least and greatest (x, y) of the picture's ink on the pad, in the pad's units."""
    left, top, right, bottom = ink_box(picture_ink)
    unit = side / max(picture_ink.shape)  # one of its pixels
    origin = (side - unit * np.array(picture_ink.shape[::-1])) / 2
    return origin + unit * np.array((left, top)), origin + unit * np.array((right, bottom))
