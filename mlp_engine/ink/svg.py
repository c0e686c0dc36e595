"""A drawing as SVG: its strokes stay lines, sharp at any size, and a picture under them travels inside."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlp_engine.ink.pen_stroke import SHEET_SIDE, PenStroke, Point


def svg_of_drawing(picture_ink: NDArray[np.uint8] | None, strokes: Sequence[PenStroke]) -> str:
    """Black ink on white paper, as the pad shows it: an SVG 1.1 document.

    Args:
        picture_ink: ink of the picture under the strokes, shown as large as the sheet allows, centred, if there is one.
        strokes: on a sheet of :data:`~mlp_engine.ink.pen_stroke.SHEET_SIDE`; there may be none.
    """
    side = f"{SHEET_SIDE:g}"
    shapes = [shape for stroke in strokes for shape in _shapes(stroke)]
    if picture_ink is not None:
        shapes.insert(0, _picture(picture_ink))
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1"'
            f' width="{side}" height="{side}" viewBox="0 0 {side} {side}">',
            f'<rect width="{side}" height="{side}" fill="#fff"/>',
            '<g fill="none" stroke="#000" stroke-linecap="round" stroke-linejoin="round">',
            *shapes,
            "</g>",
            "</svg>",
            "",
        )
    )


def _shapes(stroke: PenStroke) -> Iterator[str]:
    line, widths = stroke.line, stroke.widths
    if len(line) == 1:
        x, y = line[0]
        width = stroke.width if widths is None else widths[0]
        yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{width / 2:.2f}" fill="#000" stroke="none"/>'
    elif widths is None:
        yield _path(line, stroke.width)
    else:
        for piece, (before, behind) in zip(pairwise(line), pairwise(widths), strict=True):
            yield _path(piece, (before + behind) / 2)


def _path(points: Sequence[Point], width: float) -> str:
    way = " L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    return f'<path d="M{way}" stroke-width="{width:.2f}"/>'


def _picture(ink: NDArray[np.uint8]) -> str:
    """The picture as a PNG, black with the ink as its opacity."""
    png = BytesIO()
    Image.merge("LA", (Image.new("L", ink.shape[::-1]), Image.fromarray(ink))).save(png, "PNG")
    height, width = (SHEET_SIDE * length / max(ink.shape) for length in ink.shape)
    left, top = (SHEET_SIDE - width) / 2, (SHEET_SIDE - height) / 2
    return (
        f'<image x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}" preserveAspectRatio="none"'
        f' xlink:href="data:image/png;base64,{b64encode(png.getvalue()).decode()}"/>'
    )
