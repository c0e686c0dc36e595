"""The drawing on the pad, with Undo and Redo."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from mlp_desktop.models.draw.undo_history import Point, Sheet, UndoHistory

if TYPE_CHECKING:  # what a stroke or an eraser needs is imported by the first of them: the window is painted without it
    from mlp_desktop.models.draw.opened_picture import OpenedPicture
    from mlp_engine.ink import PenStroke

PEN_WIDTH = 20.0
"""Of a pen that nobody has chosen, in the pad's logical coordinates."""


class Drawing(QObject):
    """The current sheet, the sheets that Undo and Redo go to, and the gesture in progress.

    A gesture is one stroke of the pen or one pass of an eraser. It shows at once, and becomes a step of the history
    when it ends; Undo during a gesture drops the gesture. Clear and opening a picture or strokes are one step each.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = UndoHistory()
        self._stroke: _GrowingStroke | None = None
        self._eraser: _Eraser | None = None
        self._in_progress: Sheet | None = None

    @property
    def sheet(self) -> Sheet:
        """The sheet as it is shown, with the gesture in progress."""
        return self._history.sheet if self._in_progress is None else self._in_progress

    @property
    def can_undo(self) -> bool:
        """Whether there is a gesture to drop or a step to undo."""
        return self._in_progress is not None or self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return self._in_progress is None and self._history.can_redo

    @property
    def is_in_progress(self) -> bool:
        """Whether a gesture has begun, changed the sheet, and not ended."""
        return self._in_progress is not None

    # The pen

    def start_stroke(
        self,
        x: float,
        y: float,
        time: float = 0.0,
        pressure: float | None = None,
        *,
        width: float = PEN_WIDTH,
        smoothed: bool = True,
    ) -> None:
        """Put the pen down.

        Args:
            x: where, in the pad's logical coordinates.
            y: where, in the pad's logical coordinates.
            time: when, in seconds of any clock.
            pressure: from 0 to 1; without it the stroke has one width everywhere.
            width: of the pen, in the pad's logical coordinates.
            smoothed: whether the stroke is drawn as a smooth curve.
        """
        self._forget_gesture()
        self._stroke = _GrowingStroke((x, y), time, pressure, width, smoothed)
        self._show_stroke(self._stroke)

    def extend_stroke(self, x: float, y: float, time: float = 0.0, pressure: float | None = None) -> None:
        """Move the pen; without a stroke in progress nothing happens."""
        if self._stroke is not None and self._stroke.extend((x, y), time, pressure):
            self._show_stroke(self._stroke)

    def finish_stroke(self) -> None:
        """Lift the pen."""
        if self._stroke is not None:
            self._keep_gesture()

    # The eraser

    def start_erasing(self, x: float, y: float, *, width: float, whole_strokes: bool = False) -> None:
        """Put an eraser of this width down; it erases the ink it touches, or every stroke it touches."""
        self._forget_gesture()
        self._eraser = _Eraser((x, y), width, whole_strokes)
        self.erase_to(x, y)

    def erase_to(self, x: float, y: float) -> None:
        """Move the eraser in a straight line; without one on the paper nothing happens."""
        if self._eraser is None:
            return
        before = self.sheet
        after = self._eraser.erase(before, (x, y))
        if after is not before:
            self._in_progress = after
            self.changed.emit()

    def finish_erasing(self) -> None:
        """Lift the eraser; a pass that erased nothing is no step."""
        if self._eraser is not None:
            self._keep_gesture()

    # The whole sheet

    def drop(self) -> None:
        """Drop the gesture in progress, as if it had not begun."""
        was_seen = self._in_progress is not None
        self._forget_gesture()
        if was_seen:
            self.changed.emit()

    def clear(self) -> None:
        """Go to an empty sheet."""
        self.drop()
        if not self.sheet.is_empty:
            self._add_step(Sheet())

    def open_picture(self, ink: NDArray[np.uint8]) -> None:
        """Put a picture's ink on an empty sheet."""
        self._forget_gesture()
        self._add_step(Sheet(picture=ink))

    def put_picture(self, opened: "OpenedPicture", strokes: "tuple[PenStroke, ...]" = ()) -> None:
        """Put an opened picture on an empty sheet, with the strokes over it if it was there before and changed."""
        self._forget_gesture()
        self._add_step(Sheet(strokes, opened=opened))

    def open_strokes(self, strokes: "tuple[PenStroke, ...]") -> None:
        """Put strokes on an empty sheet."""
        self._forget_gesture()
        self._add_step(Sheet(strokes))

    def cut_out(self, place: int, start: float, end: float) -> None:
        """Cut a piece out of the stroke at ``place``, between two lengths along it."""
        self._forget_gesture()
        sheet = self.sheet
        parts = sheet.strokes[place].without(start, end)
        self._add_step(replace(sheet, strokes=(*sheet.strokes[:place], *parts, *sheet.strokes[place + 1 :])))

    def undo(self) -> None:
        """Undo the last step, or drop the gesture in progress."""
        if self._in_progress is not None:
            self.drop()
        elif self._history.can_undo:
            self._history.undo()
            self.changed.emit()

    def redo(self) -> None:
        """Redo the step that was undone last."""
        if self.can_redo:
            self._history.redo()
            self.changed.emit()

    def _show_stroke(self, stroke: "_GrowingStroke") -> None:
        sheet = self._history.sheet
        self._in_progress = replace(sheet, strokes=(*sheet.strokes, stroke.so_far()))
        self.changed.emit()

    def _keep_gesture(self) -> None:
        sheet = self._in_progress
        self._forget_gesture()
        if sheet is not None:
            self._add_step(sheet)

    def _forget_gesture(self) -> None:
        self._stroke = self._eraser = self._in_progress = None

    def _add_step(self, sheet: Sheet) -> None:
        self._history.add(sheet)
        self.changed.emit()


class _GrowingStroke:
    """A stroke while the pen is down.

    Two devices may report with clocks that disagree, so a reported time may fall; a recorded time never does.
    """

    def __init__(self, point: Point, time: float, pressure: float | None, width: float, smoothed: bool) -> None:
        self._points = [point]
        self._start = time
        self._times = [0.0]
        self._pressures = None if pressure is None else [pressure]
        self._width = width
        self._smoothed = smoothed

    def extend(self, point: Point, time: float, pressure: float | None) -> bool:
        """Add a point, unless it is where the pen is already; returns whether it was added."""
        if point == self._points[-1]:
            return False
        self._points.append(point)
        self._times.append(max(time - self._start, self._times[-1]))
        if self._pressures is not None:
            self._pressures.append(self._pressures[-1] if pressure is None else pressure)
        return True

    def so_far(self) -> "PenStroke":
        """The stroke as it is now."""
        from mlp_engine.ink import PenStroke

        pressures = None if self._pressures is None else tuple(self._pressures)
        return PenStroke(tuple(self._points), tuple(self._times), pressures, self._width, self._smoothed)


class _Eraser:
    """An eraser on the paper."""

    def __init__(self, place: Point, width: float, whole_strokes: bool) -> None:
        self._place = place
        self._width = width
        self._whole_strokes = whole_strokes

    def erase(self, sheet: Sheet, place: Point) -> Sheet:
        """The sheet after the eraser has moved to ``place``; the same object if it touched nothing."""
        from mlp_engine.ink import rub_out, rub_out_ink, take_away

        way = (self._place, place, self._width)
        self._place = place
        strokes = take_away(sheet.strokes, *way) if self._whole_strokes else rub_out(sheet.strokes, *way)
        picture, opened = sheet.picture, sheet.opened
        if picture is not None and not self._whole_strokes:
            picture = rub_out_ink(picture, *way)
        if opened is not None and not self._whole_strokes:
            opened = opened.rubbed_out(*way)
        untouched = len(strokes) == len(sheet.strokes) and all(map(_same, strokes, sheet.strokes))
        same_picture = picture is sheet.picture and opened is sheet.opened
        return sheet if untouched and same_picture else Sheet(strokes, picture, opened)


def _same(one: object, other: object) -> bool:
    return one is other
