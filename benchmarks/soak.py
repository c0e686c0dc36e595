"""A long day at the pad: how much memory and time it takes to draw and correct ten thousand digits in one session.

    python benchmarks/soak.py [--digits 10000] [--warm-up 1000] [--json FILE]

draws generated digits on the pad of the real window as mouse events, as fast as a quick mouse reports them, says of
each with a key what it was, and waits now and then until all of them are in the store. Told are the memory that the
process holds after the warm-up, on the way and at the end, and how long the key keeps the window from everything else.
Nothing is written but into a folder of its own that is gone afterwards. It needs no display: it uses Qt's offscreen
platform.
"""

import argparse
import gc
import os
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from measuring import write
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPointF, QSettings, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from mlp_desktop.app import Desktop
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.theme import apply_theme
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.my_digits import DrawingStore, my_digits_folder

STATUS = Path("/proc/self/status")
MOST_MEGABYTES = 20.0
MOST_MILLISECONDS = 5.0
BETWEEN_FRAMES = 16
"""Events of the mouse after which the window may read and paint: so many come between two pictures of a screen that
shows 60 a second from a mouse that reports 1,000 times a second."""
BETWEEN_LOOKS = 500
"""Digits after which the memory is looked at again."""
BETWEEN_WAITS = 100
"""Digits after which it waits until all are kept: people leave that time after each of them."""


@dataclass(frozen=True)
class Soak:
    """What was found.

    Attributes:
        digits: how many were drawn, and kept.
        warm_up: after how many of them the memory was looked at first.
        course: the megabytes held after the warm-up and after each further :data:`BETWEEN_LOOKS` digits.
        grown: by how many megabytes the memory was larger at the end than after the warm-up.
        median_key, slowest_key: milliseconds that a key kept the window busy; the slowest but for one in a hundred.
        seconds: all of it.
    """

    digits: int
    warm_up: int
    course: list[float]
    grown: float
    median_key: float
    slowest_key: float
    seconds: float


def megabytes() -> float:
    """The memory that this process holds resident now."""
    if not STATUS.exists():
        raise SystemExit("The memory held now is read from /proc, which this system does not have.")
    gc.collect()
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def soak(desktop: Desktop, digits: int, warm_up: int) -> Soak:
    """Draw and correct so many digits; look at the memory after ``warm_up`` of them, and at the end."""
    rng = np.random.default_rng(0)
    began = perf_counter()
    course: list[float] = []
    keys: list[float] = []
    for number in range(1, digits + 1):
        label = number % 10
        draw(desktop, label, rng)
        keys.append(say(desktop, label))
        if number % BETWEEN_WAITS == 0 or number in (warm_up, digits):
            wait_until_kept(desktop)
        if number >= warm_up and (number - warm_up) % BETWEEN_LOOKS == 0:
            course.append(round(megabytes(), 1))
            print(f"{number:,} digits, {perf_counter() - began:.0f} s: {course[-1]:.1f} MB", file=sys.stderr)
    grown = megabytes() - course[0]
    kept = int(DrawingStore(my_digits_folder()).counts().sum())
    if kept != digits:
        raise SystemExit(f"All {digits} digits must be kept. Got {kept}.")
    median, slowest = (float(np.percentile(keys, share)) for share in (50, 99))
    return Soak(digits, warm_up, course, grown, median, slowest, perf_counter() - began)


def draw(desktop: Desktop, label: int, rng: np.random.Generator) -> None:
    """Draw a generated digit with the mouse, and wait until it has been read."""
    pad = desktop.window.draw_tab.pad
    strokes = practice_strokes(label, rng)
    kinds = QEvent.Type
    points = np.concatenate([np.asarray(stroke) for stroke in strokes])
    low, extent = points.min(axis=0), float(np.ptp(points, axis=0).max())
    square = pad.square()
    for stroke in strokes:
        places = [
            square.topLeft() + QPointF(float(x), float(y)) * square.width()
            for x, y in (np.asarray(stroke) - low) / extent * 0.6 + 0.2
        ]
        send(desktop, kinds.MouseButtonPress, places[0], Qt.MouseButton.LeftButton)
        for number, place in enumerate(places[1:], start=1):
            send(desktop, kinds.MouseMove, place, Qt.MouseButton.LeftButton)
            if number % BETWEEN_FRAMES == 0:
                QCoreApplication.processEvents()
        send(desktop, kinds.MouseButtonRelease, places[-1], Qt.MouseButton.NoButton)
        QCoreApplication.processEvents()
    while desktop.reading.digit is None:
        QCoreApplication.processEvents()


def send(desktop: Desktop, kind: QEvent.Type, place: QPointF, held: Qt.MouseButton) -> None:
    """Send one event of the mouse to the pad."""
    pad = desktop.window.draw_tab.pad
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, place, pad.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(pad, event)


def say(desktop: Desktop, label: int) -> float:
    """Press the key of a digit, and leave the pad empty; returns the milliseconds that the key took.

    A drawing that is read as several digits would want to be told of each of them.
    """
    pad = desktop.window.draw_tab.pad
    began = perf_counter()
    key = Qt.Key(Qt.Key.Key_0.value + label)
    QCoreApplication.sendEvent(
        pad, QKeyEvent(QEvent.Type.KeyPress, key.value, Qt.KeyboardModifier.NoModifier, str(label))
    )
    took = 1000 * (perf_counter() - began)
    if not desktop.drawing.sheet.is_empty:
        desktop.drawing.clear()
    QCoreApplication.processEvents()
    return took


def wait_until_kept(desktop: Desktop) -> None:
    """Let the window live until nothing is left to be kept."""
    while desktop.own_digits.is_running:
        loop = QEventLoop()
        desktop.own_digits.ended.connect(loop.quit)
        loop.exec()


def main() -> int:
    """Measure, and tell; returns 1 if the memory grew too much."""
    parser = argparse.ArgumentParser(description="Draws and corrects digits for a long time.")
    parser.add_argument("--digits", type=int, default=10_000, help="how many (10000)")
    parser.add_argument("--warm-up", type=int, default=1000, help="after how many to look at the memory first (1000)")
    parser.add_argument("--json", type=Path, help="write what was found to this file")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLP_DATA_DIR"] = home
        desktop = Desktop(Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat)))
        desktop.window.show()
        found = soak(desktop, arguments.digits, arguments.warm_up)
        desktop.window.allow_close()
        desktop.window.close()
    print(
        f"{found.digits:,} digits drawn, corrected and kept in {found.seconds:.0f} s. After the first "
        f"{found.warm_up:,} the memory grew by {found.grown:.1f} MB (at most {MOST_MEGABYTES:.0f}). A key took "
        f"{found.median_key:.2f} ms, 99 of 100 less than {found.slowest_key:.2f} ms (at most {MOST_MILLISECONDS:.0f})."
    )
    write({"soak": asdict(found)}, arguments.json)
    return int(found.grown > MOST_MEGABYTES or found.slowest_key > MOST_MILLISECONDS)


if __name__ == "__main__":
    sys.exit(main())
