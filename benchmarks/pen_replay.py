"""Generated digits drawn on the pad of a window as mouse events, and how long the answer to each event takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter, thread_time

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from mlp_desktop.app import Desktop
from mlp_desktop.views.kit.stroke_ink import PAD_SIDE
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.ink import PenStroke

INTERVAL = 0.008
BETWEEN_STROKES = 0.12
BETWEEN_DIGITS = 0.4


@dataclass(frozen=True)
class PenEvent:
    """What the pen does, where on the pad (0 to 1), and how long after the event before."""

    kind: QEvent.Type
    x: float
    y: float
    pause: float


@dataclass(frozen=True)
class Cell:
    """A square of the pad for one digit: left, top and side, in sides of the pad."""

    left: float
    top: float
    side: float


@dataclass(frozen=True)
class Crowd:
    """Digits that lie on the pad already, in rows from the top, while one more is drawn in the cell after them."""

    digits: int
    columns: int

    def cells(self) -> list[Cell]:
        """One for each digit, and one for the digit that is drawn."""
        side = 1.0 / self.columns
        row = 1.2 * side if self.digits else 0.0
        return [
            Cell(place % self.columns * side, place // self.columns * row, side) for place in range(self.digits + 1)
        ]

    def strokes(self) -> tuple[PenStroke, ...]:
        """The strokes that lie there."""
        rng = np.random.default_rng(0)
        lines = [line for place, cell in enumerate(self.cells()[:-1]) for line in digit_in(cell, place % 10, rng)]
        return tuple(PenStroke(tuple((PAD_SIDE * x, PAD_SIDE * y) for x, y in line), smoothed=True) for line in lines)


EMPTY = Crowd(0, 1)
SEVEN_DIGITS = Crowd(7, 4)
THIRTY_STROKES = Crowd(24, 7)


def digit_in(cell: Cell, label: int, rng: np.random.Generator) -> list[list[tuple[float, float]]]:
    """The strokes of a practice digit in the middle of a cell, in sides of the pad."""
    strokes = practice_strokes(label, rng)
    points = np.concatenate([np.asarray(stroke) for stroke in strokes])
    low, extent = points.min(axis=0), float(np.ptp(points, axis=0).max())
    corner = (cell.left, cell.top)
    placed = [(np.asarray(stroke) - low) / extent * 0.6 + 0.2 for stroke in strokes]
    return [[(x, y) for x, y in (line * cell.side + corner).tolist()] for line in placed]


def pen_events(rng: np.random.Generator, cell: Cell) -> Iterator[list[PenEvent]]:
    """Digit after digit, without end, each as the events that draw it in a cell of the pad."""
    for label in iter(lambda: int(rng.integers(10)), None):
        events: list[PenEvent] = []
        for places in digit_in(cell, label, rng):
            pause = BETWEEN_STROKES if events else BETWEEN_DIGITS
            events.append(PenEvent(QEvent.Type.MouseButtonPress, *places[0], pause))
            events += [PenEvent(QEvent.Type.MouseMove, x, y, INTERVAL) for x, y in places[1:]]
            events.append(PenEvent(QEvent.Type.MouseButtonRelease, *places[-1], INTERVAL))
        yield events


def replay(desktop: Desktop, count: int, seed: int, crowd: Crowd = EMPTY) -> np.ndarray:
    """Draw beside ``crowd`` until ``count`` presses and moves have been answered.

    Every ``seed`` stands for other digits: what was seen once is remembered, and would be too easy a second time.

    Returns:
        Each one's milliseconds by the clock and of the processor, shape (count, 2).
    """
    tab = desktop.window.draw_tab
    readings: list[float] = []

    def note() -> None:
        readings.append(perf_counter())

    desktop.reading.changed.connect(note)
    times: list[tuple[float, float]] = []
    there = crowd.strokes()
    for digit in pen_events(np.random.default_rng(seed), crowd.cells()[-1]):
        desktop.drawing.open_strokes(there)
        due = perf_counter()
        for event in digit:
            due = max(due, perf_counter() - INTERVAL) + event.pause
            live_until(due)
            readings.clear()
            began = thread_time()
            send(tab.pad, event)
            while not readings:
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            QCoreApplication.sendPostedEvents(desktop.window, QEvent.Type.UpdateRequest.value)  # paints what changed
            if event.kind != QEvent.Type.MouseButtonRelease:
                times.append((1000 * (perf_counter() - due), 1000 * (thread_time() - began)))
            if len(times) == count:
                send(tab.pad, digit[-1])
                desktop.reading.changed.disconnect(note)
                return np.array(times)
    raise AssertionError("there is no last digit")


def live_until(moment: float) -> None:
    """Let the window live, and wake up at ``moment`` or as soon after it as the window is done with what it began."""
    loop = QEventLoop()
    timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(loop.quit)
    timer.setSingleShot(True)
    timer.start(max(int(1000 * (moment - perf_counter())), 0))
    loop.exec()
    while perf_counter() < moment:
        pass


def send(pad: QWidget, event: PenEvent) -> None:
    """Hand ``event`` to the pad as the window system would."""
    side = min(pad.width(), pad.height())
    place = QPointF((pad.width() - side) / 2 + event.x * side, (pad.height() - side) / 2 + event.y * side)
    button = Qt.MouseButton.NoButton if event.kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if event.kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    QCoreApplication.sendEvent(
        pad, QMouseEvent(event.kind, place, pad.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
    )
