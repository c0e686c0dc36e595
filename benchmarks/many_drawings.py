"""A hundred thousand own drawings: how long the My digits tab takes to show, scroll, choose and change them.

    python benchmarks/many_drawings.py [--drawings 100000] [--json FILE]

fills a store with generated drawings, a thousand different ones over and over, opens the real window on it, and acts
as a person does: turns to the tab, scrolls from top to bottom with the wheel, chooses all with Ctrl+A, says with a key
that all are a 3, takes that back, deletes all with Delete, and takes that back too. Of each is told how long it took
until it was shown, and for how long at most the window stood still meanwhile. Nothing is written but into a folder of
its own that is gone afterwards. It needs no display: it uses Qt's offscreen platform.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice, repeat
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from measuring import write
from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from mlp_desktop.app import Desktop
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.program import SECONDS_OF_PYTHON
from mlp_desktop.views.kit.theme import apply_theme
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.files.database import Database
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingStore, LabelledDrawing, my_digits_folder
from mlp_engine.my_digits.database import MY_DIGITS
from mlp_engine.my_digits.rows import drawing_row, insert_row

DIFFERENT = 1000
MOST_TO_OPEN = 300.0
"""Milliseconds."""
NOTCHES = 200
"""Turns of the wheel."""


@dataclass(frozen=True)
class Act:
    """Something that a person did.

    Attributes:
        words: what.
        took: milliseconds until it was shown.
        stood: milliseconds for which the window did nothing else, at most.
    """

    words: str
    took: float
    stood: float


def fill(count: int) -> None:
    """Keep so many drawings in the store of this machine, as a person's would be kept."""
    rng = np.random.default_rng(0)
    different = [drawing_row(generated(number, rng)) for number in range(min(count, DIFFERENT))]
    over_and_over = (row for rows in repeat(different) for row in rows)
    DrawingStore(my_digits_folder())  # makes the tables
    with Database(my_digits_folder(), MY_DIGITS).transaction() as connection:
        for row in islice(over_and_over, count):
            insert_row(connection, *row)


def generated(number: int, rng: np.random.Generator) -> LabelledDrawing:
    """A drawing of one digit after the other; a tenth of them are read as another digit."""
    label = number % 10
    strokes = [np.asarray(stroke) for stroke in practice_strokes(label, rng)]
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), float(np.ptp(points, axis=0).max())
    placed = [((stroke - low) / extent * 180 + 50).tolist() for stroke in strokes]
    marks = tuple(
        PenStroke(tuple((x, y) for x, y in stroke), tuple(0.01 * place for place in range(len(stroke))), smoothed=True)
        for stroke in placed
    )
    answer = (label + 1) % 10 if rng.random() < 0.1 else label
    return LabelledDrawing(label, marks, answer=answer, probability=0.9, network="0" * 64, device="mouse")


class Watch:
    """Looks how long the window stands still: a timer that comes late was kept waiting."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(1)

    def stop(self) -> None:
        """Look no more."""
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, 1000 * (now - self._last))
        self._last = now


@contextmanager
def watched(words: str, acts: list[Act], is_shown: Callable[[], bool]) -> Iterator[None]:
    """Do in this block what a person does, and wait until the window shows it."""
    watch, began = Watch(), perf_counter()
    yield
    while not is_shown():  # the watch wakes it every millisecond; a loop that never waits would starve the workers
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    took = 1000 * (perf_counter() - began)
    QCoreApplication.processEvents()
    watch.stop()
    acts.append(Act(words, took, watch.longest))


def many(desktop: Desktop) -> list[Act]:
    """Act as a person with many drawings; returns what each act took."""
    tab, grid, own = desktop.window.my_digits_tab, desktop.window.my_digits_tab.grid, desktop.own_digits
    in_all = int(own.own.store().counts().sum())
    acts: list[Act] = []

    with watched("open the tab", acts, lambda: grid.model().rowCount() == in_all and grid.isVisible()):
        desktop.window.tabs.setCurrentWidget(tab)
    settle(desktop)
    shown = 1000 * np.array([scrolled(grid.viewport()) for _ in range(NOTCHES)])
    acts.append(Act(f"scroll by one of {NOTCHES} notches, in the mean", float(shown.mean()), float(shown.max())))
    bar = grid.verticalScrollBar()
    with watched("jump to the end", acts, lambda: bar.value() == bar.maximum()):
        bar.setValue(bar.maximum())

    grid.setFocus()
    with watched("choose all", acts, lambda: len(grid.rows()) == in_all):
        press(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with watched("say that all are a 3", acts, lambda: not own.is_running and counts(desktop)[3] == in_all):
        press(grid, Qt.Key.Key_3, text="3")
    with watched("take that back", acts, lambda: not own.is_running and counts(desktop)[3] == in_all // 10):
        press(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with watched("delete all", acts, lambda: not own.is_running and grid.model().rowCount() == 0):
        press(grid, Qt.Key.Key_Delete)
    with watched("take that back", acts, lambda: not own.is_running and grid.model().rowCount() == in_all):
        press(tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    return acts


def counts(desktop: Desktop) -> list[int]:
    """The ten counts, as the tab tells them."""
    words = desktop.window.my_digits_tab.counts.accessibleDescription()
    return [int(part.split(": ")[1].replace(",", "")) for part in words.replace(", ", ";").split(";")]


def scrolled(viewport: QWidget) -> float:
    """Turn the wheel by a notch, and paint what comes into sight; the seconds that took."""
    began = perf_counter()
    place = QPointF(viewport.rect().center())
    QCoreApplication.sendEvent(
        viewport,
        QWheelEvent(
            place,
            QPointF(viewport.mapToGlobal(place)),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )
    viewport.repaint()
    took = perf_counter() - began
    QCoreApplication.processEvents()
    return took


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, text: str = ""
) -> None:
    """Press a key, shortcuts included."""
    for kind in (QKeyEvent.Type.ShortcutOverride, QKeyEvent.Type.KeyPress):
        event = QKeyEvent(kind, key.value, modifier, text)
        QCoreApplication.sendEvent(widget, event)


def settle(desktop: Desktop) -> None:
    """Let the window live until nothing goes on in it."""
    until = perf_counter() + 0.5
    while desktop.own_digits.is_running or perf_counter() < until:
        QCoreApplication.processEvents()


def main() -> int:
    """Measure, and tell; returns 1 if the tab opened too slowly."""
    parser = argparse.ArgumentParser(description="Shows, chooses and changes very many own drawings.")
    parser.add_argument("--drawings", type=int, default=100_000, help="how many, by tens (100000)")
    parser.add_argument("--json", type=Path, help="write what was found to this file")
    arguments = parser.parse_args()
    sys.setswitchinterval(SECONDS_OF_PYTHON)
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLP_DATA_DIR"] = home
        fill(arguments.drawings // 10 * 10)
        desktop = Desktop(Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat)))
        desktop.window.show()
        QCoreApplication.processEvents()
        acts = many(desktop)
        settle(desktop)
        desktop.own_digits.stop()
        desktop.window.allow_close()
        desktop.window.close()
    print(f"With {arguments.drawings:,} drawings, in milliseconds:")
    for act in acts:
        print(f"{act.took:8.0f}  {act.words} (the window stood still for at most {act.stood:.0f})")
    write({"drawings": arguments.drawings, "acts": [asdict(act) for act in acts]}, arguments.json)
    return int(acts[0].took > MOST_TO_OPEN)


if __name__ == "__main__":
    sys.exit(main())
