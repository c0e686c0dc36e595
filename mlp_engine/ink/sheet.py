"""The other way round: a drawing as a picture, to be saved, copied or shown."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from mlp_engine.ink.strokes import Strokes, draw, lines_of

Pen = float | Sequence[float]
"""The width of a stroke everywhere, or at each of its points."""

_FINER = 4  # drawn so many times larger, then reduced: smooth edges


def picture_of_drawing(
    picture_ink: NDArray[np.uint8] | None, strokes: Strokes, *, side: float, pen: float | Sequence[Pen], pixels: int
) -> Image.Image:
    """Black ink on white paper, as the pad shows it.

    Args:
        picture_ink: ink of the picture under the strokes, shown as large as the pad allows, centred, if there is one.
        strokes: in the pad's logical coordinates, from 0 to ``side``; there may be none.
        side: the side of the pad.
        pen: the width of the pen, in the same unit: of all strokes, or for each stroke its own.
        pixels: the side of the picture wanted.

    Returns:
        A picture of mode L, ``pixels`` wide and high.

    Raises:
        InkError: if a point of a stroke is not two numbers.
    """
    scale = pixels * _FINER / side
    ink = Image.new("L", (pixels * _FINER, pixels * _FINER))
    if any(len(stroke) for stroke in strokes):
        pens = [pen] * len(strokes) if isinstance(pen, int | float) else pen
        for stroke, width in zip(strokes, pens, strict=True):
            _draw(ink, stroke, width, scale)
    ink = ink.resize((pixels, pixels), Image.Resampling.BOX)
    if picture_ink is not None:
        under = Image.fromarray(picture_ink)
        factor = pixels / max(under.size)
        under = under.resize((max(round(under.width * factor), 1), max(round(under.height * factor), 1)))
        place = Image.new("L", ink.size)
        place.paste(under, ((pixels - under.width) // 2, (pixels - under.height) // 2))
        ink = ImageChops.lighter(ink, place)
    return ImageChops.invert(ink)


def _draw(ink: Image.Image, stroke: Sequence[tuple[float, float]], pen: Pen, scale: float) -> None:
    if not len(stroke):
        return
    (line,) = lines_of([stroke])
    if isinstance(pen, int | float):
        draw(ink, [line * scale], width=round(pen * scale), margin=0)
        return
    draw(ink, [line[:1] * scale], width=round(pen[0] * scale), margin=0)
    for start, (before, behind) in enumerate(pairwise(pen)):
        draw(ink, [line[start : start + 2] * scale], width=round((before + behind) / 2 * scale), margin=0)
