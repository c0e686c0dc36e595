"""The drawing on the pad, with everything needed to undo and redo."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from mlp_desktop.models.draw.growing_stroke import GrowingStroke
from mlp_desktop.models.draw.sheet import Point, Sheet
from mlp_desktop.models.draw.undo_history import Steps
from mlp_engine.ink import PenStroke, rub_out, rub_out_ink, take_away


class Drawing(QObject):
    """A sheet that is drawn on, and the sheets before and after it.

    Every stroke, rubbing, Clear and opened picture is one step to undo. A stroke in progress shows on the sheet at
    once and becomes a step when it ends; so does rubbing out. Undoing in the middle of either drops it.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = Steps()
        self._stroke: GrowingStroke | None = None
        self._eraser: _Eraser | None = None
        self._in_progress: Sheet | None = None

    @property
    def sheet(self) -> Sheet:
        """What is seen now."""
        return self._steps.sheet if self._in_progress is None else self._in_progress

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._in_progress is not None or self._steps.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back that can be taken again."""
        return self._in_progress is None and self._steps.can_redo

    @property
    def is_in_progress(self) -> bool:
        """Whether the hand is at it: a stroke or a rubbing has begun, seen something change, and not ended."""
        return self._in_progress is not None

    # With the pen

    def start_stroke(
        self,
        x: float,
        y: float,
        time: float = 0.0,
        pressure: float | None = None,
        *,
        width: float = PenStroke.width,
        smoothed: bool = True,
    ) -> None:
        """Put the pen down, at a time in seconds by any clock; without a pressure the ink is as wide everywhere."""
        self._forget_gesture()
        self._stroke = GrowingStroke((x, y), time, pressure, width, smoothed)
        self._show_stroke(self._stroke)

    def extend_stroke(self, x: float, y: float, time: float = 0.0, pressure: float | None = None) -> None:
        """Move the pen on; where there is no stroke in progress, nothing happens."""
        if self._stroke is not None and self._stroke.extend((x, y), time, pressure):
            self._show_stroke(self._stroke)

    def finish_stroke(self) -> None:
        """Lift the pen."""
        if self._stroke is not None:
            self._keep_gesture()

    # With an eraser

    def start_erasing(self, x: float, y: float, *, width: float, whole_strokes: bool = False) -> None:
        """Put an eraser down whose tip is ``width`` wide: it rubs out what it touches, or all strokes it touches."""
        self._forget_gesture()
        self._eraser = _Eraser((x, y), width, whole_strokes)
        self.erase_to(x, y)

    def erase_to(self, x: float, y: float) -> None:
        """Move the eraser on, in a straight line; where none is down, nothing happens."""
        if self._eraser is None:
            return
        before = self.sheet
        after = self._eraser.rub(before, (x, y))
        if after is not before:
            self._in_progress = after
            self.changed.emit()

    def finish_erasing(self) -> None:
        """Lift the eraser; if nothing was rubbed out, that is no step."""
        if self._eraser is not None:
            self._keep_gesture()

    # With either

    def drop(self) -> None:
        """Take back what the hand is doing, as if it had not begun."""
        was_seen = self._in_progress is not None
        self._forget_gesture()
        if was_seen:
            self.changed.emit()

    def clear(self) -> None:
        """Start with empty paper."""
        self.drop()
        if not self.sheet.is_empty:
            self._take_step(Sheet())

    def open_picture(self, ink: NDArray[np.uint8]) -> None:
        """Put a picture on empty paper."""
        self._forget_gesture()
        self._take_step(Sheet(picture=ink))

    def open_strokes(self, strokes: tuple[PenStroke, ...]) -> None:
        """Put strokes on empty paper."""
        self._forget_gesture()
        self._take_step(Sheet(strokes))

    def cut_out(self, place: int, start: float, end: float) -> None:
        """Take a piece out of one stroke, from one length along it to another."""
        self._forget_gesture()
        sheet = self.sheet
        parts = sheet.strokes[place].without(start, end)
        self._take_step(replace(sheet, strokes=(*sheet.strokes[:place], *parts, *sheet.strokes[place + 1 :])))

    def undo(self) -> None:
        """Take the last step back, or drop what the hand is doing."""
        if self._in_progress is not None:
            self.drop()
        elif self._steps.can_undo:
            self._steps.undo()
            self.changed.emit()

    def redo(self) -> None:
        """Take the step again that was taken back last."""
        if self.can_redo:
            self._steps.redo()
            self.changed.emit()

    def _show_stroke(self, stroke: GrowingStroke) -> None:
        sheet = self._steps.sheet
        self._in_progress = replace(sheet, strokes=(*sheet.strokes, stroke.so_far()))
        self.changed.emit()

    def _keep_gesture(self) -> None:
        sheet = self._in_progress
        self._forget_gesture()
        if sheet is not None:
            self._take_step(sheet)

    def _forget_gesture(self) -> None:
        self._stroke = self._eraser = self._in_progress = None

    def _take_step(self, sheet: Sheet) -> None:
        self._steps.take(sheet)
        self.changed.emit()


class _Eraser:
    """An eraser on the paper: where it is, and what it does to a sheet when it moves."""

    def __init__(self, place: Point, width: float, whole_strokes: bool) -> None:
        self._place = place
        self._width = width
        self._whole_strokes = whole_strokes

    def rub(self, sheet: Sheet, place: Point) -> Sheet:
        """The sheet after the eraser has moved to ``place``: the same one if it touched nothing."""
        way = (self._place, place, self._width)
        self._place = place
        strokes = take_away(sheet.strokes, *way) if self._whole_strokes else rub_out(sheet.strokes, *way)
        picture = sheet.picture
        if picture is not None and not self._whole_strokes:
            picture = rub_out_ink(picture, *way)
        untouched = len(strokes) == len(sheet.strokes) and all(map(_same, strokes, sheet.strokes))
        return sheet if untouched and picture is sheet.picture else Sheet(strokes, picture)


def _same(one: object, other: object) -> bool:
    return one is other
