"""A light sheet that lies on something dark: what is around it is no ink and no paper."""

import numpy as np
from PIL import Image

from mlp_engine.ink.components import Mask, components_of, filled_in, grown

# The sheet is looked for in a copy with this longer side.
_SIDE = 100

# It is lighter than the edge of the picture by this many grey levels, and has this share of the picture.
_LIGHTER = 50
_LEAST_SHARE = 0.1

# Its ink has this share of it; a light digit on a dark board has larger holes, or none.
_INK = (0.002, 0.3)

# It fills this share of the narrowest rectangle around it, whatever way that is turned; no digit with a hole does.
_RECTANGULAR = 0.86
# Or this share of the circle around it; the middle of a 0 that is as round fills half of its own.
_ROUND = 0.9
_HOLLOW = 0.5
_TURNS = np.deg2rad(np.arange(0, 90, 3))


def sheet_alone(grey: Image.Image) -> Image.Image:
    """The picture of mode L with the sheet's own tone around the sheet; the picture itself if there is no sheet."""
    sheet = _sheet_of(grey)
    if sheet is None:
        return grey
    inner = ~grown(~sheet, 2)
    reduced = np.asarray(_reduced(grey))
    tone = int(np.percentile(reduced[inner], 60)) if inner.any() else 255
    mask = Image.fromarray(np.where(inner, np.uint8(255), np.uint8(0))).resize(grey.size, Image.Resampling.BILINEAR)
    return Image.composite(grey, Image.new("L", grey.size, tone), mask.point([*([0] * 255), 255]))


def _sheet_of(grey: Image.Image) -> Mask | None:
    """The sheet with its ink, in the reduced copy; ``None`` if there is none."""
    if max(grey.size) <= _SIDE or min(grey.size) < 8:
        return None
    levels = np.asarray(_reduced(grey), np.int64)
    edge = np.concatenate((levels[0], levels[-1], levels[:, 0], levels[:, -1]))
    threshold = (np.percentile(edge, 90) + np.percentile(levels, 95)) / 2
    if np.percentile(levels, 95) - np.percentile(edge, 90) < _LIGHTER:
        return None
    light = components_of(levels > threshold, corners=False)
    if not len(light):
        return None
    largest = int(light.areas.argmax())
    filled = filled_in(light.labels == largest + 1)
    return filled if filled.sum() >= _LEAST_SHARE * levels.size and is_sheet(filled & (light.labels > 0)) else None


def is_sheet(mask: Mask) -> bool:
    """Whether a piece, shape (height, width), is a rectangle, whatever way it is turned, with holes like ink in it.

    Or a disc with such holes, as badges and signs are, unless its one hole is as round as the middle of a 0.
    """
    mask = np.pad(mask, 1)  # its outline must lie within
    filled = filled_in(mask)
    holes = filled & ~mask
    area, ink = int(filled.sum()), int(holes.sum())
    if not _INK[0] * area <= ink <= _INK[1] * area:
        return False
    if area >= _RECTANGULAR * _narrowest_rectangle(filled):
        return True
    return area >= _ROUND * _narrowest_circle(filled) and ink < _HOLLOW * _narrowest_circle(holes)


def _narrowest_rectangle(mask: Mask) -> float:
    """The area of the smallest rectangle around ``mask``, of all turns by three degrees."""
    rows, columns = np.nonzero(mask & ~_inside(mask))
    across = np.outer(np.cos(_TURNS), columns) + np.outer(np.sin(_TURNS), rows)
    down = np.outer(np.cos(_TURNS), rows) - np.outer(np.sin(_TURNS), columns)
    return float(((np.ptp(across, axis=1) + 1) * (np.ptp(down, axis=1) + 1)).min())


def _narrowest_circle(mask: Mask) -> float:
    """The area of a circle around the middle of ``mask``, as wide as its longer side."""
    rows, columns = np.nonzero(mask)
    return float(np.pi / 4 * (max(np.ptp(rows), np.ptp(columns)) + 1) ** 2)


def _inside(mask: Mask) -> Mask:
    return ~grown(~mask, 1)


def _reduced(grey: Image.Image) -> Image.Image:
    small = grey.copy()
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    return small
