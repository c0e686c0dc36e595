"""Movements in the window, one each frame: how long each holds the window's thread, and how late frames come."""

from collections.abc import Callable
from math import cos, sin
from time import perf_counter, thread_time

import numpy as np
from frame_delay import live
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from mlp_desktop.app import Desktop

FRAME = 1 / 60
PATIENCE = 120.0  # seconds
Step = Callable[[int], object]


class Frames(QObject):
    """Does one step each frame, and notes what each held up, and how late each frame came."""

    def __init__(self, step: Step, frames: int) -> None:
        super().__init__()
        self._step, self._left = step, frames
        self._done = 0
        self.holds: list[float] = []
        self.delays: list[float] = []
        self._longest = 0.0
        self._passes = QTimer(self)
        self._passes.timeout.connect(self._passed)
        self._frame = QTimer(self, singleShot=True)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._came)

    @property
    def is_done(self) -> bool:
        """Whether all steps were done and what they began in the thread."""
        return self._left < 0

    def begin(self) -> None:
        """Do the first step."""
        self._since = thread_time()
        self._passes.start(0)
        self._due = perf_counter() + FRAME
        self._frame.start(round(1000 * FRAME))

    def _passed(self) -> None:
        now = thread_time()
        self._longest = max(self._longest, now - self._since)
        self._since = now

    def _came(self) -> None:
        now = perf_counter()
        if self._done:
            self.holds.append(1000 * self._longest)
        self._longest = 0.0
        due = self._due
        while due <= now:
            if self._done:
                self.delays.append(1000 * (now - due))
            due += FRAME
        self._due = due
        self._left -= 1
        if self._left < 0:
            self._passes.stop()
            return
        self._step(self._done)
        self._done += 1
        self._frame.start(max(round(1000 * (due - perf_counter())), 0))


def run(step: Step, frames: int) -> Frames:
    """Do ``step`` with 0, 1, 2 and so on, one each frame."""
    done = Frames(step, frames)
    done.begin()
    while not done.is_done:
        live(0.05)
    return done


def until_painted(step: Step, frames: int) -> Frames:
    """Do ``step`` with 0, 1, 2 and so on, each time to the end: all that it moved in the window is painted then."""
    done = Frames(step, frames)
    for number in range(frames):
        live(FRAME)
        began, since = perf_counter(), thread_time()
        step(number)
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        done.holds.append(1000 * (thread_time() - since))
        done.delays.append(1000 * max(perf_counter() - began - FRAME, 0.0))
    return done


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Let the window live until it holds.

    Raises:
        RuntimeError: if it does not come in two minutes.
    """
    until = perf_counter() + PATIENCE
    while not holds():
        if perf_counter() > until:
            raise RuntimeError(f"The window must come to this within {PATIENCE:g} seconds: {what}. It did not.")
        live(0.05)


def mouse(widget: QWidget, kind: QEvent.Type, x: float, y: float) -> None:
    """Send a movement of the pointer, or its left button going down or up."""
    place = QPointF(x, y)
    moves = kind == QEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if moves else Qt.MouseButton.LeftButton
    QApplication.sendEvent(
        widget, QMouseEvent(kind, place, widget.mapToGlobal(place), button, button, Qt.KeyboardModifier(0))
    )


def press(desktop: Desktop, name: str) -> None:
    """Press the button with this object name."""
    button = desktop.window.findChild(QAbstractButton, name)
    assert button is not None, name
    button.click()


def circle(widget: QWidget, step: int, frames: int, share: float = 0.35) -> tuple[float, float]:
    """A place on a circle around the middle of a widget."""
    angle = 2 * np.pi * step / frames
    side = share * min(widget.width(), widget.height())
    return widget.width() / 2 + side * cos(angle), widget.height() / 2 + side * sin(angle)
