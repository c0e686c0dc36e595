"""The replay of a drawing on a small sheet: its strokes as they were drawn, in real time."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from mlp_desktop.guard import guarded
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.accessibility import Role, give_role
from mlp_desktop.views.kit.ink_image import ink_image
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE, paint_stroke

_FRAME = 16  # milliseconds
_PAUSE = 0.25
"""Seconds between two strokes; the real pause is not known."""


class TimedStroke(NamedTuple):
    """A stroke, and the time of each point.

    Attributes:
        line: points in the pad's coordinates.
        times: seconds of each point since the first one.
        width: of the ink.
        widths: of the ink at each point; ``None`` if they are all the same.
    """

    line: Sequence[tuple[float, float]]
    times: Sequence[float]
    width: float
    widths: Sequence[float] | None = None

    def until(self, seconds: float) -> "TimedStroke | None":
        """The part that was drawn within the first ``seconds``; ``None`` if that is nothing."""
        points = bisect_right(self.times, seconds)
        if points == 0:
            return None
        widths = None if self.widths is None else self.widths[:points]
        return TimedStroke(self.line[:points], self.times[:points], self.width, widths)


@guarded
class ReplayPad(QWidget):
    """Shows a drawing, and on request a replay of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, Role.Graphic)
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
        """Whether a replay is running."""
        return self._frames.isActive()

    def sizeHint(self) -> QSize:
        """A small square."""
        return QSize(20 * theme.GRID, 20 * theme.GRID)

    def show_drawing(self, strokes: Sequence[TimedStroke], image: np.ndarray | None, words: str) -> None:
        """Show the strokes of a drawing, or if it has none its digit image, uint8, shape (28, 28), or neither."""
        self._frames.stop()
        self._strokes, self._image = strokes, image
        self.setAccessibleDescription(words)
        self.update()

    def play(self) -> None:
        """Start the replay."""
        if self._strokes:
            self._clock.start()
            self._frames.start()
            self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the replay."""
        self._frames.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper, and the drawing as far as it has been replayed."""
        painter = QPainter(self)
        square = QRectF(self.rect())
        theme.paint_paper(painter, square, self.palette())
        text = self.palette().color(QPalette.ColorRole.Text)
        if self._strokes:
            painter.scale(square.width() / PAD_SIDE, square.height() / PAD_SIDE)
            for stroke in self._shown_strokes():
                paint_stroke(painter, stroke, text)
        elif self._image is not None:
            inside = square.adjusted(theme.GRID, theme.GRID, -theme.GRID, -theme.GRID)
            painter.drawImage(inside, ink_image(self._image, text))
        else:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            how = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap  # large text takes two or three lines
            painter.drawText(square, how, "Choose a drawing")

    def _shown_strokes(self) -> list[TimedStroke]:
        if not self.is_playing:
            return list(self._strokes)
        left = self._clock.elapsed() / 1000
        shown: list[TimedStroke] = []
        for stroke in self._strokes:
            part = stroke.until(left)
            if part is None:
                break
            shown.append(part)
            left -= stroke.times[-1] + _PAUSE
        return shown

    def _advance(self) -> None:
        total = sum(stroke.times[-1] + _PAUSE for stroke in self._strokes)
        if self._clock.elapsed() / 1000 > total:
            self._frames.stop()
        self.update()
