"""A drawing on a small sheet, and how it came about: its strokes as they were drawn, in their own time."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.ink_image import ink_image
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE, paint_stroke

_FRAME = 16  # milliseconds
_BETWEEN_STROKES = 0.25
"""Seconds: how long a pen was up is not known."""


class TimedStroke(NamedTuple):
    """A stroke as it is shown, and when its pen was where.

    Attributes:
        line: points on a sheet of ``PAD_SIDE``.
        times: seconds since the first point, one a point.
        width: of the ink.
        widths: of the ink at each point, where they differ.
    """

    line: Sequence[tuple[float, float]]
    times: Sequence[float]
    width: float
    widths: Sequence[float] | None = None

    def until(self, seconds: float) -> "TimedStroke | None":
        """As much of it as was drawn by then."""
        points = bisect_right(self.times, seconds)
        if points == 0:
            return None
        widths = None if self.widths is None else self.widths[:points]
        return TimedStroke(self.line[:points], self.times[:points], self.width, widths)


class ReplayPad(QWidget):
    """Shows a drawing, and on request how it was drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: Sequence[TimedStroke] = ()
        self._image: np.ndarray | None = None
        self._clock = QElapsedTimer()
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME)
        self._frames.timeout.connect(self._advance)
        self.setObjectName("replayPad")
        self.setAccessibleName("The chosen drawing")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def is_playing(self) -> bool:
        """Whether a drawing is coming about."""
        return self._frames.isActive()

    def sizeHint(self) -> QSize:
        """A small square."""
        return QSize(20 * theme.GRID, 20 * theme.GRID)

    def show_drawing(self, strokes: Sequence[TimedStroke], image: np.ndarray | None, words: str) -> None:
        """Show a drawing as its strokes, or where there are none as its digit image, or nothing."""
        self._frames.stop()
        self._strokes, self._image = strokes, image
        self.setAccessibleDescription(words)
        self.update()

    def play(self) -> None:
        """Show how it was drawn, from the beginning."""
        if self._strokes:
            self._clock.start()
            self._frames.start()
            self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        self._frames.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper, and what is drawn by now."""
        painter = QPainter(self)
        square = QRectF(self.rect())
        theme.paint_paper(painter, square, self.palette())
        text = self.palette().color(QPalette.ColorRole.Text)
        if self._strokes:
            painter.scale(square.width() / PAD_SIDE, square.height() / PAD_SIDE)
            for stroke in self._by_now():
                paint_stroke(painter, stroke, text)
        elif self._image is not None:
            inside = square.adjusted(theme.GRID, theme.GRID, -theme.GRID, -theme.GRID)
            painter.drawImage(inside, ink_image(self._image, text))
        else:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, "Choose a drawing")

    def _by_now(self) -> list[TimedStroke]:
        if not self.is_playing:
            return list(self._strokes)
        left = self._clock.elapsed() / 1000
        seen: list[TimedStroke] = []
        for stroke in self._strokes:
            part = stroke.until(left)
            if part is None:
                break
            seen.append(part)
            left -= stroke.times[-1] + _BETWEEN_STROKES
        return seen

    def _advance(self) -> None:
        total = sum(stroke.times[-1] + _BETWEEN_STROKES for stroke in self._strokes)
        if self._clock.elapsed() / 1000 > total:
            self._frames.stop()
        self.update()
