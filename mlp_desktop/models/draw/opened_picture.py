"""A picture on the pad as it was opened, and how the person has turned, cropped and changed it since."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.ink import PenStroke, rub_out_ink
from mlp_engine.ink.pen_stroke import SHEET_SIDE, Point
from mlp_engine.ink.picture import ALL_DONE, PictureSwitches

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Levels = NDArray[np.uint8]

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)

_LEAST_SIDE = 8
"""The smallest side, in pixels, that a crop leaves."""
_RUBBING_SIDE = 560
"""Longer side, in pixels, of the record of what is rubbed out."""


@dataclass(frozen=True, eq=False)
class OpenedPicture:
    """A picture that lies on the pad, centred and as large as the pad allows.

    Attributes:
        name: what to call it: its file's name, or words for a pasted one.
        grey: all of it, upright, as grey levels, shape (height, width).
        colours: the same in colour, perhaps smaller, shape (rows, columns, 3).
        turns: by how many quarters it was turned to the left, 0 to 3.
        crop: what is shown and read, in shares of the turned picture.
        inverted: whether it is read as light on dark; ``None`` if the reader decides.
        more_ink: from −1, only the darkest ink is read, to 1, the palest too.
        left: what was not rubbed out of what is shown: 255, or 0 for paper; ``None`` if nothing was.
        done: which steps are done when it is read.
        identity: an object that only this state of this picture has, for whoever must not keep the pixels alive.
    """

    name: str
    grey: Levels
    colours: Levels
    turns: int = 0
    crop: Box = WHOLE
    inverted: bool | None = None
    more_ink: float = 0.0
    left: Levels | None = None
    done: PictureSwitches = ALL_DONE
    identity: object = field(default_factory=object, init=False)

    def __repr__(self) -> str:
        return f"OpenedPicture({self.name!r}, {self.turns} turns, crop {self.crop})"

    @cached_property
    def shown_grey(self) -> Levels:
        """The grey levels of what is shown."""
        return _part(self.grey, self.turns, self.crop)

    @cached_property
    def shown_colours(self) -> Levels:
        """The colours of what is shown."""
        return _part(self.colours, self.turns, self.crop)

    @property
    def is_changed(self) -> bool:
        """Whether it is not shown and read as it was opened."""
        as_opened = (self.turns, self.crop, self.inverted, self.more_ink, self.done) == (0, WHOLE, None, 0.0, ALL_DONE)
        return not as_opened or self.left is not None

    def as_opened(self) -> "OpenedPicture":
        """The picture without any change."""
        return OpenedPicture(self.name, self.grey, self.colours)

    def has_view_of(self, other: "OpenedPicture") -> bool:
        """Whether the same part of the same picture is shown as of another, so that places on the pad are the same."""
        return self.grey is other.grey and (self.turns, self.crop) == (other.turns, other.crop)

    @property
    def place(self) -> Box:
        """Where it lies on the pad, in the pad's coordinates."""
        height, width = self.shown_grey.shape
        unit = SHEET_SIDE / max(height, width)
        across, down = unit * width / 2, unit * height / 2
        middle = SHEET_SIDE / 2
        return middle - across, middle - down, middle + across, middle + down

    def turned(self, quarters: int) -> "OpenedPicture":
        """Turned to the left by this many quarters, or to the right if it is negative."""
        crop = self.crop
        for _ in range(quarters % 4):
            left, top, right, bottom = crop
            crop = (top, 1 - right, bottom, 1 - left)
        rubbed = None if self.left is None else np.ascontiguousarray(np.rot90(self.left, quarters))
        return replace(self, turns=(self.turns + quarters) % 4, crop=crop, left=rubbed)

    def cropped(self, box: Box) -> "OpenedPicture":
        """Cropped to ``box``, in the pad's coordinates; the picture itself if that leaves nothing, or all of it."""
        shares = self._shares(box)
        height, width = self.shown_grey.shape
        across, down = shares[2] - shares[0], shares[3] - shares[1]
        if shares == WHOLE or across * width < _LEAST_SIDE or down * height < _LEAST_SIDE:
            return self
        left, top, right, bottom = self.crop
        x, y = right - left, bottom - top
        crop = (left + shares[0] * x, top + shares[1] * y, left + shares[2] * x, top + shares[3] * y)
        rubbed = None if self.left is None else _part(self.left, 0, shares)
        return replace(self, crop=crop, left=rubbed)

    def rubbed_out(self, start: Point, end: Point, width: float) -> "OpenedPicture":
        """Rubbed out by a tip that moves over the pad; the picture itself if nothing of it was touched."""
        before = self._all_left() if self.left is None else self.left
        after = rub_out_ink(before, start, end, width)
        return self if after is before else replace(self, left=np.zeros_like(before) if after is None else after)

    def _all_left(self) -> Levels:
        height, width = self.shown_grey.shape
        unit = _RUBBING_SIDE / max(height, width)
        return np.full((max(round(height * unit), 1), max(round(width * unit), 1)), 255, np.uint8)

    def _shares(self, box: Box) -> Box:
        """A box on the pad in shares of what is shown, as far as it lies on it."""
        left, top, right, bottom = self.place
        xs = [min(max((x - left) / (right - left), 0.0), 1.0) for x in box[0::2]]
        ys = [min(max((y - top) / (bottom - top), 0.0), 1.0) for y in box[1::2]]
        return xs[0], ys[0], xs[1], ys[1]


def turned_strokes(strokes: Sequence[PenStroke], quarters: int) -> tuple[PenStroke, ...]:
    """Strokes turned with the picture under them, to the left by this many quarters."""
    for _ in range(quarters % 4):
        strokes = [_moved(stroke, [(y, SHEET_SIDE - x) for x, y in stroke.points]) for stroke in strokes]
    return tuple(strokes)


def cropped_strokes(strokes: Sequence[PenStroke], before: OpenedPicture, after: OpenedPicture) -> tuple[PenStroke, ...]:
    """Strokes moved with the picture under them when it is cropped: larger, and perhaps beside the pad."""
    old, new = _placed_whole(before), _placed_whole(after)
    scale = (new[2] - new[0]) / (old[2] - old[0])
    return tuple(
        _moved(
            stroke, [(new[0] + (x - old[0]) * scale, new[1] + (y - old[1]) * scale) for x, y in stroke.points], scale
        )
        for stroke in strokes
    )


def _placed_whole(picture: OpenedPicture) -> Box:
    """Where the whole picture would lie in the pad's coordinates, if more than its crop were shown."""
    left, top, right, bottom = picture.place
    crop = picture.crop
    x, y = (right - left) / (crop[2] - crop[0]), (bottom - top) / (crop[3] - crop[1])
    corner = left - crop[0] * x, top - crop[1] * y
    return corner[0], corner[1], corner[0] + x, corner[1] + y


def _moved(stroke: PenStroke, points: Sequence[Point], scale: float = 1.0) -> PenStroke:
    return replace(stroke, points=tuple(points), width=stroke.width * scale)


def _part(levels: Levels, turns: int, crop: Box) -> Levels:
    """A part of a turned picture: at least one pixel, and a view on the same memory if that is possible."""
    turned = np.rot90(levels, turns)
    height, width = turned.shape[:2]
    left, right = _between(crop[0] * width, crop[2] * width, width)
    top, bottom = _between(crop[1] * height, crop[3] * height, height)
    return turned[top:bottom, left:right]


def _between(start: float, end: float, count: int) -> tuple[int, int]:
    first = min(round(start), count - 1)
    return first, max(round(end), first + 1)
