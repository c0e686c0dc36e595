"""The drawing on the pad, with everything needed to undo and redo."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

Point = tuple[float, float]
Stroke = tuple[Point, ...]


@dataclass(frozen=True, eq=False)
class Sheet:
    """What is on the paper at one moment: strokes in the pad's logical coordinates, over a picture's ink if any."""

    strokes: tuple[Stroke, ...] = ()
    picture: NDArray[np.uint8] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but paper."""
        return not self.strokes and self.picture is None


class Drawing(QObject):
    """A sheet that is drawn on, and the sheets before and after it.

    Every stroke, Clear and opened picture is one step to undo. A stroke in progress shows on the sheet at once and
    becomes a step when it ends; undoing in the middle of it drops it.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = [Sheet()]
        self._now = 0
        self._stroke: list[Point] = []

    @property
    def sheet(self) -> Sheet:
        """What is seen now."""
        sheet = self._steps[self._now]
        return replace(sheet, strokes=(*sheet.strokes, tuple(self._stroke))) if self._stroke else sheet

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._stroke) or self._now > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back that can be taken again."""
        return not self._stroke and self._now < len(self._steps) - 1

    def start_stroke(self, x: float, y: float) -> None:
        """Put the pen down."""
        self._stroke = [(x, y)]
        self.changed.emit()

    def extend_stroke(self, x: float, y: float) -> None:
        """Move the pen on; where there is no stroke in progress, nothing happens."""
        if self._stroke and self._stroke[-1] != (x, y):
            self._stroke.append((x, y))
            self.changed.emit()

    def finish_stroke(self) -> None:
        """Lift the pen."""
        if self._stroke:
            sheet = self.sheet
            self._stroke = []
            self._take_step(sheet)

    def clear(self) -> None:
        """Start with empty paper."""
        self._stroke = []
        if not self._steps[self._now].is_empty:
            self._take_step(Sheet())

    def open_picture(self, ink: NDArray[np.uint8]) -> None:
        """Put a picture on empty paper."""
        self._stroke = []
        self._take_step(Sheet(picture=ink))

    def undo(self) -> None:
        """Take the last step back, or drop the stroke in progress."""
        if self._stroke:
            self._stroke = []
            self.changed.emit()
        elif self._now > 0:
            self._now -= 1
            self.changed.emit()

    def redo(self) -> None:
        """Take the step again that was taken back last."""
        if self.can_redo:
            self._now += 1
            self.changed.emit()

    def _take_step(self, sheet: Sheet) -> None:
        self._steps[self._now + 1 :] = [sheet]
        self._now += 1
        self.changed.emit()
