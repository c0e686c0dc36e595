"""The sheets of a drawing: the one on the paper, and those that Undo and Redo go to."""

import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # as in mlp_desktop.models.draw.drawing
    from mlp_desktop.models.draw.opened_picture import OpenedPicture
    from mlp_engine.ink import PenStroke

Point = tuple[float, float]

NEAR = 64
"""How many sheets before and after the current one are kept whole. Sheets farther away are packed, so that a day of
drawing takes a few megabytes."""

MOST_BYTES = 256 * 2**20
"""The steps before an opened picture can be undone as long as all opened pictures together take no more memory."""

_PARTS = 1024  # A packed number is a multiple of 1/1024 of the pad's unit, of a second, or of full pressure.


@dataclass(frozen=True, eq=False)
class Sheet:
    """The paper at one moment: strokes in the pad's logical coordinates, over a picture if there is one.

    Attributes:
        strokes: what was drawn.
        picture: the ink of a picture, as a kept digit image has it; ``None`` for none.
        opened: a picture that was opened and whose ink is still to be found; ``None`` for none.
    """

    strokes: "tuple[PenStroke, ...]" = ()
    picture: NDArray[np.uint8] | None = None
    opened: "OpenedPicture | None" = None

    @property
    def is_empty(self) -> bool:
        """Whether there are neither strokes nor a picture."""
        return not self.strokes and self.picture is None and self.opened is None

    @cached_property
    def lines(self) -> tuple[tuple[Point, ...], ...]:
        """The lines of the strokes as they are shown and read: smoothed where the stroke is."""
        return tuple(stroke.line for stroke in self.strokes)


class UndoHistory:
    """All sheets of a drawing in order, and a position among them.

    Near the position, Undo and Redo return the very same ``Sheet`` and ``PenStroke`` objects as before.
    """

    def __init__(self) -> None:
        self._entries = [_Entry(Sheet(), None)]
        self._position = 0

    def __repr__(self) -> str:
        return f"UndoHistory({self._position + 1} of {len(self._entries)})"

    @property
    def sheet(self) -> Sheet:
        """The current sheet."""
        sheet = self._entries[self._position].sheet
        assert sheet is not None, "entries near the position are not packed"
        return sheet

    @property
    def can_undo(self) -> bool:
        """Whether there is a sheet before the current one."""
        return self._position > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a sheet after the current one."""
        return self._position < len(self._entries) - 1

    def add(self, sheet: Sheet) -> None:
        """Make ``sheet`` the current one; the sheets after the one before are dropped."""
        self._entries[self._position + 1 :] = [_Entry(sheet, self._entries[self._position])]
        self._go_to(self._position + 1)
        if sheet.opened is not None:
            self._limit_pictures()

    def undo(self) -> None:
        """Go back by one sheet; there must be one."""
        self._go_to(self._position - 1)

    def redo(self) -> None:
        """Go forward by one sheet; there must be one."""
        self._go_to(self._position + 1)

    def _limit_pictures(self) -> None:
        """Drop the oldest steps, with all of the oldest picture, while the pictures take too much memory."""
        while True:
            opened = [entry.opened for entry in self._entries if entry.opened is not None]
            kept = {id(picture.grey): picture.grey.nbytes + picture.colours.nbytes for picture in opened}
            if sum(kept.values()) <= MOST_BYTES or len(kept) == 1:
                return
            oldest = opened[0].grey
            last = max(
                place
                for place, entry in enumerate(self._entries)
                if entry.opened is not None and entry.opened.grey is oldest
            )
            dropped = min(last + 1, self._position)
            if not dropped:
                return
            del self._entries[:dropped]
            self._position -= dropped

    def _go_to(self, position: int) -> None:
        entry = self._entries[position]
        if entry.sheet is None:
            entry.unpack(self._entries[self._position])
        self._position = position
        for far in (position - NEAR - 1, position + NEAR + 1):
            if 0 <= far < len(self._entries):
                self._entries[far].sheet = None


class _Entry:
    """A sheet and its packed strokes; a stroke that several sheets share is packed once.

    Attributes:
        sheet: the sheet; ``None`` while only the packed strokes are kept.
        opened: the sheet's opened picture, if it has one.
    """

    __slots__ = ("_packed", "_picture", "opened", "sheet")

    def __init__(self, sheet: Sheet, before: "_Entry | None") -> None:
        known: dict[int, bytes] = {}
        if before is not None and before.sheet is not None:
            known = {id(stroke): packed for stroke, packed in before._pairs(before.sheet)}
        self.sheet: Sheet | None = sheet
        self._packed = tuple(known.get(id(stroke)) or pack(stroke) for stroke in sheet.strokes)
        self._picture: NDArray[np.uint8] | None = sheet.picture
        self.opened = sheet.opened

    def unpack(self, beside: "_Entry") -> None:
        """Make the sheet again; strokes that the whole entry ``beside`` has too are taken from there."""
        assert beside.sheet is not None, "the current entry is not packed"
        known = {id(packed): stroke for stroke, packed in beside._pairs(beside.sheet)}
        strokes = tuple(known.get(id(packed)) or unpack(packed) for packed in self._packed)
        self.sheet = Sheet(strokes, self._picture, self.opened)

    def _pairs(self, sheet: Sheet) -> "zip[tuple[PenStroke, bytes]]":
        return zip(sheet.strokes, self._packed, strict=True)


def pack(stroke: "PenStroke") -> bytes:
    """A stroke in about a fortieth of its memory; no point moves by more than 1/2048 of the pad's unit."""
    columns = [column for column in (*zip(*stroke.points, strict=True), stroke.times, stroke.pressures) if column]
    steps = np.diff(np.rint(np.array(columns) * _PARTS), axis=1, prepend=0)
    head = (round(stroke.width * _PARTS), stroke.smoothed, bool(stroke.times), bool(stroke.pressures))
    numbers = np.array([*head, *steps.ravel()], "<i4")
    # The lowest bytes of all numbers first, then the next ones: steps are small, so the higher bytes are nearly equal.
    return zlib.compress(numbers.view(np.uint8).reshape(-1, 4).T.tobytes(), level=9)


def unpack(packed: bytes) -> "PenStroke":
    """The stroke that :func:`pack` packed."""
    from mlp_engine.ink import PenStroke

    numbers = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(4, -1).T.copy().view("<i4")[:, 0]
    width, smoothed, has_times, has_pressures = numbers[:4].tolist()
    columns = numbers[4:].reshape(2 + has_times + has_pressures, -1).cumsum(axis=1) / _PARTS
    return PenStroke(
        tuple(map(tuple, columns[:2].T.tolist())),
        tuple(columns[2].tolist()) if has_times else None,
        tuple(columns[-1].tolist()) if has_pressures else None,
        width / _PARTS,
        bool(smoothed),
    )
