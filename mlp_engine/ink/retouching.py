"""Pictures retouched by hand: parts rubbed out, and strokes drawn over them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from mlp_engine.ink.grey import grey_of
from mlp_engine.ink.paper import paper_of
from mlp_engine.ink.pen_stroke import SHEET_SIDE, PenStroke
from mlp_engine.ink.picture import WORKING_SIDE
from mlp_engine.ink.sheet import picture_of_drawing

# Strokes are as dark as the darkest hundredth of the picture, and at least take away this share of the paper's light:
# on blank paper there is nothing dark to compare with.
_DARKEST = 1.0
_LEAST_DEPTH = 0.6


def retouched(
    picture: Image.Image,
    left: NDArray[np.uint8] | None,
    strokes: Sequence[PenStroke],
    inverted: bool | None = None,
) -> Image.Image:
    """A picture as it is read, with paper where it was rubbed out and ink where strokes were drawn.

    Args:
        picture: of any mode.
        left: what was not rubbed out, of the picture's proportions and any size: 255 where the picture is left as it
            is, 0 where it is paper. Without it, all of the picture is left.
        strokes: drawn over it, on a sheet of :data:`~mlp_engine.ink.pen_stroke.SHEET_SIDE` on which the picture lies
            centred, as large as the sheet allows.
        inverted: whether it is light on dark; by default the picture decides.

    Returns:
        A picture of mode L, reduced to the size at which pictures are read. What was not retouched is read exactly as
        in ``picture``.
    """
    grey = grey_of(picture)
    grey.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX)
    paper = paper_of(grey, inverted)
    if paper.inverted:
        grey = ImageOps.invert(grey)
    levels = np.clip(paper.levels, 0, 255)
    if left is not None:
        mask = Image.fromarray(left).resize(grey.size, Image.Resampling.BILINEAR)
        grey = Image.composite(grey, Image.fromarray(np.rint(levels).astype(np.uint8)), mask)
    if strokes:
        darkest = float(np.percentile(np.asarray(grey), _DARKEST))
        ink = np.minimum(darkest, (1 - _LEAST_DEPTH) * levels).astype(np.uint8)
        grey = Image.composite(Image.fromarray(ink), grey, _mask_of(strokes, grey.size))
    return ImageOps.invert(grey) if paper.inverted else grey


def _mask_of(strokes: Sequence[PenStroke], size: tuple[int, int]) -> Image.Image:
    """Where the ink of the strokes is, on a picture of this size."""
    width, height = size
    side = max(size)
    pens = [stroke.pen for stroke in strokes]
    sheet = picture_of_drawing(None, [stroke.line for stroke in strokes], side=SHEET_SIDE, pen=pens, pixels=side)
    left, top = (side - width) // 2, (side - height) // 2
    return ImageOps.invert(sheet).crop((left, top, left + width, top + height))
