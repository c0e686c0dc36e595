"""The pieces of a picture's ink: which of them are writing, and why the others are not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink.components import Components, Mask, components_of, filled_in, grown
from mlp_engine.ink.contrast import PALEST, STRONG
from mlp_engine.ink.digit_layout import around

Fate = Literal["kept", "speck", "frame", "line", "edge", "far"]
"""Kept as writing; or left out: too little ink, a frame around the writing, a line from edge to edge, something that
the edge cuts off, too far from the writing for its size."""

# Strong ink, in squares of the picture's longer side, below which a piece is a speck.
_SPECK = 0.0002

# A frame is this long in both directions, in sides of the picture, and mostly empty; it comes near to three edges.
_FRAME_SIDE = 0.6
_FRAME_FILL = 0.4
_FRAME_REACH = 0.15
# A box drawn anywhere has this share of its ink within so much of its sides.
_ON_SIDES = 0.9
_SIDE_DEPTH = 0.12

# Boxes that share their sides: lines that cover this share of all their height or width; at least so many pixels high;
# a digit in one of three rows has this share of the row's height.
_WHOLE_LINE = 0.85
_LEAST_GRID = 24
_HELD = 0.4

# A ring around a digit is hollow, all but so much of its sides, and the digit has at least this share of its height;
# the dot in the zeros of some fonts has less.
_RING_DEPTH = 0.2
_RING_GAP = 0.03  # to both sides, in its shorter sides
_RING_FILL = 0.6
_RINGED = 0.45

# Lines along the sides of the picture are as long as this share of its shorter side, and have at most so much of their
# ink farther from its edges than this share of it.
_LONG = 0.2
_INNER = 0.15
_HUGGING = 0.25

# A line that goes from edge to edge is no thicker, with all its bends, than this share of the picture's shorter side.
_LINE = 0.2

# Whatever touches the edge and lies within this share of the shorter side along it is cut off: a neighbour, a line.
_MARGIN = 0.16
_TOUCHING = 0.02

# So is whatever touches two edges, or one and is longer by this factor than the longest piece that touches none, if
# that one is as long as this share of the picture: lines of a table reach farther than its digits.
_LONGER = 1.3
_WHOLE = 0.25

# A rest of a line is at most so many pixels away from what was taken of it. Then this share of its height stands free.
_BESIDE = 4
_FREE = 0.5

# A piece is writing if it has this share of the largest one's ink, or lies this near to it for its size.
_LARGE = 0.25
_NEAR = 0.12
_SMALL = 0.06
_NEAR_SMALL = 0.3


@dataclass(frozen=True, eq=False)
class Pieces:
    """The connected pieces of ink.

    Attributes:
        components: where they are.
        strong: how many of each piece's pixels are strong ink, shape (count,).
        fates: what became of each.
    """

    components: Components
    strong: NDArray[np.int64]
    fates: tuple[Fate, ...]

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Which pieces are writing, shape (count,)."""
        return np.array([fate == "kept" for fate in self.fates], np.bool_)

    @property
    def extent(self) -> int:
        """The longer side of the largest piece, in pixels; 0 if there is none."""
        boxes = self.components.boxes
        return int((boxes[:, 2:] - boxes[:, :2]).max(initial=0))

    def all_kept(self) -> "Pieces":
        """The same pieces, all but the specks kept: alone, what looked like a frame or a line is the writing."""
        fates: tuple[Fate, ...] = tuple("speck" if fate == "speck" else "kept" for fate in self.fates)
        return Pieces(self.components, self.strong, fates)

    def without_rests(self, taken: Mask) -> "Pieces":
        """The same pieces; what touches the frames and lines that were ``taken`` away before is a rest of them.

        But if nothing tall stands free of them, it is the writing that touches.
        """
        touching = np.zeros(len(self.fates) + 1, np.bool_)
        touching[self.components.labels[grown(taken, _BESIDE)]] = True
        heights = self.components.boxes[:, 3] - self.components.boxes[:, 1]
        free = heights[self.kept & ~touching[1:]]
        if not len(free) or free.max() < _FREE * heights[self.kept].max():
            return self
        fates: tuple[Fate, ...] = tuple(
            "edge" if fate == "kept" and rest else fate
            for fate, rest in zip(self.fates, touching[1:].tolist(), strict=True)
        )
        return Pieces(self.components, self.strong, fates)

    def alone(self, ink: NDArray[np.uint8], places: Sequence[int]) -> NDArray[np.uint8]:
        """The ink of the pieces in these places, cut out with the box around them.

        Args:
            ink: of all pieces, shape (height, width).
            places: which pieces; at least one.
        """
        left, top, right, bottom = around(self.components.boxes, places)
        mine = np.zeros(len(self.fates) + 1, np.bool_)
        mine[np.array(places) + 1] = True
        within = slice(top, bottom), slice(left, right)
        return np.where(mine[self.components.labels[within]], ink[within], np.uint8(0))

    @property
    def around(self) -> NDArray[np.bool_]:
        """The pixels of frames, lines and what the edge cuts off, shape (height, width)."""
        return self.components.mask(np.array([fate in ("frame", "line", "edge") for fate in self.fates], np.bool_))

    @property
    def left_out(self) -> NDArray[np.bool_]:
        """The pixels of the pieces that are not, shape (height, width)."""
        return self.components.mask(~self.kept)


def pieces_of(ink: NDArray[np.uint8]) -> Pieces:
    """Take ``ink``, shape (height, width), to pieces and find the writing among them.

    Frames, lines and what the edge cuts off are found by their places alone: there may be nothing else.
    """
    height, width = ink.shape
    side = max(ink.shape)
    components = components_of(ink >= 255 * PALEST)
    count = len(components)
    strong = np.bincount(components.labels[ink >= 255 * STRONG], minlength=count + 1)[1:]
    boxes = components.boxes
    sizes = boxes[:, 2:] - boxes[:, :2]
    to_edges = np.stack(
        (boxes[:, 0] / width, boxes[:, 1] / height, 1 - boxes[:, 2] / width, 1 - boxes[:, 3] / height), 1
    )
    fates: list[Fate] = ["speck" if area < max(3, _SPECK * side * side) else "kept" for area in strong.tolist()]

    def remaining() -> list[int]:
        return [place for place, fate in enumerate(fates) if fate == "kept"]

    touching = to_edges <= _TOUCHING + 1 / side
    at_edge = touching.any(axis=1)
    crossing = (touching[:, 0] & touching[:, 2]) | (touching[:, 1] & touching[:, 3])
    narrow = sizes.min(axis=1) <= _LINE * min(ink.shape)
    # How far a piece reaches from the edge that it is nearest to.
    reach = (width - to_edges[:, 0::2].max(axis=1) * width, height - to_edges[:, 1::2].max(axis=1) * height)
    low = np.minimum(*reach) <= _MARGIN * min(ink.shape)
    long = sizes.max(axis=1) >= _LONG * min(ink.shape)
    for place in remaining():
        if _surrounds(components, place, ink.shape, to_edges[place]):
            fates[place] = "frame"
    # A digit that fills the picture's height says that it is cut tightly: what fills it, too, is a digit.
    hugging = {place for place in remaining() if at_edge[place] and long[place] and _hugs_edges(components, place)}
    tight = any(crossing[place] and not narrow[place] and place not in hugging for place in remaining())
    for place in remaining():
        if crossing[place] and tight:
            continue
        if crossing[place] and narrow[place]:
            fates[place] = "line"
        elif at_edge[place] and (low[place] or (place in hugging and not tight)):
            fates[place] = "edge"
    whole = max((int(sizes[place].max()) for place in remaining() if not at_edge[place]), default=0)
    if whole >= _WHOLE * side:
        for place in remaining():
            in_corner = touching[place].sum() >= 2 and not tight
            if at_edge[place] and (in_corner or sizes[place].max() >= _LONGER * whole):
                fates[place] = "edge"
    left = remaining()
    large = [place for place in left if strong[place] >= _LARGE * strong[left].max()]
    for place in left:
        if place not in large and not any(_belongs(place, other, boxes, strong) for other in large):
            fates[place] = "far"
    return Pieces(components, strong.astype(np.int64), tuple(fates))


def _surrounds(components: Components, place: int, shape: tuple[int, ...], to_edges: NDArray[np.float64]) -> bool:
    """Whether a piece may be a frame: a hollow one around the picture that the edge cuts off, or a box anywhere."""
    left, top, right, bottom = components.boxes[place].tolist()
    height, width = shape
    around = right - left >= _FRAME_SIDE * width and bottom - top >= _FRAME_SIDE * height
    hollow = components.areas[place] < _FRAME_FILL * (right - left) * (bottom - top)
    if around and hollow and (to_edges <= _FRAME_REACH).sum() >= 3 and (to_edges <= _TOUCHING + 1 / max(shape)).any():
        return _hugs_edges(components, place)
    mine = components.labels[top:bottom, left:right] == place + 1
    if _is_grid(mine) and _holds_others(components, place, _HELD / 3):
        return True
    if _is_ring(mine) and _holds_others(components, place, _RINGED):
        return True
    depth = max(2, round(_SIDE_DEPTH * min(mine.shape)))
    return bool(mine[depth:-depth, depth:-depth].sum() <= (1 - _ON_SIDES) * mine.sum()) and min(mine.shape) > 4 * depth


def _hugs_edges(components: Components, place: int) -> bool:
    """Whether nearly all of a piece lies near the edges of the picture, as parts of a frame do and digits do not."""
    mine = components.labels == place + 1
    margin = round(_HUGGING * min(mine.shape))
    inner = mine[margin : mine.shape[0] - margin, margin : mine.shape[1] - margin]
    return bool(inner.sum() <= _INNER * components.areas[place])


def _is_grid(mine: Mask) -> bool:
    """Whether a piece is boxes side by side or above one another: lines along its whole height and width."""
    if min(mine.shape) < _LEAST_GRID:
        return False
    level = mine.mean(axis=1) >= _WHOLE_LINE
    upright = mine.mean(axis=0) >= _WHOLE_LINE
    lines = [int((np.diff(line.astype(np.int8), prepend=0) > 0).sum()) for line in (level, upright)]
    if min(lines) < 2 or max(lines) < 3:
        return False
    on_lines = grown(level[:, None] | upright[None, :], 2)
    return bool((mine & ~on_lines).sum() <= (1 - _ON_SIDES) * mine.sum())


def _is_ring(mine: Mask) -> bool:
    """Whether a piece is hollow and, but for a small gap, closed, like a circle drawn around something."""
    height, width = mine.shape
    down, across = round(_RING_DEPTH * height), round(_RING_DEPTH * width)
    inner = mine[down : height - down, across : width - across]
    if min(mine.shape) < _LEAST_GRID or inner.sum() > (1 - _ON_SIDES) * mine.sum():
        return False
    gap = max(1, round(_RING_GAP * min(mine.shape)))
    return bool(filled_in(grown(np.pad(mine, gap), gap)).mean() >= _RING_FILL)


def _holds_others(components: Components, place: int, least: float) -> bool:
    """Whether other pieces, at least this share of its height high, lie within the box of a piece."""
    left, top, right, bottom = components.boxes[place].tolist()
    boxes = components.boxes
    inside = (boxes[:, 0] >= left) & (boxes[:, 1] >= top) & (boxes[:, 2] <= right) & (boxes[:, 3] <= bottom)
    inside[place] = False
    return bool(((boxes[:, 3] - boxes[:, 1])[inside] >= least * (bottom - top)).any())


def _belongs(place: int, large: int, boxes: NDArray[np.int64], strong: NDArray[np.int64]) -> bool:
    """Whether a small piece is part of the writing that a large one is."""
    left, top, right, bottom = boxes[large].tolist()
    x, y, far_x, far_y = boxes[place].tolist()
    apart = float(np.hypot(max(left - far_x, x - right, 0), max(top - far_y, y - bottom, 0)))
    size = max(right - left, bottom - top)
    return apart <= _NEAR * size or (strong[place] >= _SMALL * strong[large] and apart <= _NEAR_SMALL * size)
