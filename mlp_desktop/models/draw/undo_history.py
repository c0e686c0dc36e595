"""The sheets before and after the one on the paper, however many."""

import numpy as np
from numpy.typing import NDArray

from mlp_desktop.models.draw.packed_stroke import pack, unpack
from mlp_desktop.models.draw.sheet import Sheet
from mlp_engine.ink import PenStroke

NEAR = 64
"""So many steps before and after the one on the paper are there as they were, the very same strokes; those farther
off are packed, so that a day of drawing fits into some megabytes."""


class Steps:
    """A line of sheets, one of which is on the paper."""

    def __init__(self) -> None:
        self._steps = [_Step(Sheet(), None)]
        self._at = 0

    def __repr__(self) -> str:
        return f"Steps({self._at + 1} of {len(self._steps)})"

    @property
    def sheet(self) -> Sheet:
        """The one on the paper."""
        sheet = self._steps[self._at].sheet
        assert sheet is not None, "what is near is there"
        return sheet

    @property
    def can_undo(self) -> bool:
        """Whether there is a step before this one."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step after this one."""
        return self._at < len(self._steps) - 1

    def take(self, sheet: Sheet) -> None:
        """Go on to ``sheet``; what came after the one on the paper is forgotten."""
        self._steps[self._at + 1 :] = [_Step(sheet, self._steps[self._at])]
        self._go(self._at + 1)

    def undo(self) -> None:
        """Go back by a step, of which there must be one."""
        self._go(self._at - 1)

    def redo(self) -> None:
        """Go on by a step, of which there must be one."""
        self._go(self._at + 1)

    def _go(self, place: int) -> None:
        step = self._steps[place]
        if step.sheet is None:
            step.unpack(self._steps[self._at])
        self._at = place
        for far in (place - NEAR - 1, place + NEAR + 1):
            if 0 <= far < len(self._steps):
                self._steps[far].sheet = None


class _Step:
    """A sheet, and what it is made again of; a stroke that is on several sheets is packed once."""

    __slots__ = ("_packed", "_picture", "sheet")

    def __init__(self, sheet: Sheet, before: "_Step | None") -> None:
        known: dict[int, bytes] = {}
        if before is not None and before.sheet is not None:
            known = {id(stroke): packed for stroke, packed in before._pairs(before.sheet)}
        self.sheet: Sheet | None = sheet
        self._packed = tuple(known.get(id(stroke)) or pack(stroke) for stroke in sheet.strokes)
        self._picture: NDArray[np.uint8] | None = sheet.picture

    def unpack(self, beside: "_Step") -> None:
        """Have the sheet here again; what it shares with the step ``beside`` are the same strokes."""
        assert beside.sheet is not None, "what is on the paper is there"
        known = {id(packed): stroke for stroke, packed in beside._pairs(beside.sheet)}
        strokes = tuple(known.get(id(packed)) or unpack(packed) for packed in self._packed)
        self.sheet = Sheet(strokes, self._picture)

    def _pairs(self, sheet: Sheet) -> "zip[tuple[PenStroke, bytes]]":
        return zip(sheet.strokes, self._packed, strict=True)
