"""From a pen event to its answer on the screen: how long that takes inside the running window.

    python benchmarks/pen_latency.py --data FOLDER --out docs/pen_latency.md

replays generated digits on the pad of the real window as mouse events, one every 8 ms as pens send them, with the
bundled network; once for each page beside the pad, and once while a network is trained on the IDX files in FOLDER,
if one is named. What is measured is the time from the moment the event is due until the answer to just this event
has been painted, so an event that has to wait for something else is counted with its waiting. It needs no display:
it uses Qt's offscreen platform, which paints in full but shows nothing; the time of a screen's own refresh comes on
top.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from measuring import RESULTS, machine, write
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from mlp_desktop.app import Desktop, freeze_objects
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.draw.reading_panel import PAGES
from mlp_desktop.views.kit.theme import apply_theme
from mlp_engine.datasets.practice import practice_strokes

EVENTS = 2000
INTERVAL = 0.008
BETWEEN_STROKES = 0.12
BETWEEN_DIGITS = 0.4
TRAINED_BESIDE = {"hidden": "800, 800", "activations": "relu", "batch_size": "128", "epochs": "50"}


@dataclass(frozen=True)
class PenEvent:
    """What the pen does, where on the pad (0 to 1), and how long after the event before."""

    kind: QEvent.Type
    x: float
    y: float
    pause: float


def pen_events(rng: np.random.Generator) -> Iterator[list[PenEvent]]:
    """Digit after digit, without end, each as the events that draw it."""
    for label in iter(lambda: int(rng.integers(10)), None):
        strokes = practice_strokes(label, rng)
        points = np.concatenate([np.asarray(stroke) for stroke in strokes])
        low, extent = points.min(axis=0), float(np.ptp(points, axis=0).max())
        events: list[PenEvent] = []
        for stroke in strokes:
            places = ((np.asarray(stroke) - low) / extent * 0.6 + 0.2).tolist()
            pause = BETWEEN_STROKES if events else BETWEEN_DIGITS
            events.append(PenEvent(QEvent.Type.MouseButtonPress, *places[0], pause))
            events += [PenEvent(QEvent.Type.MouseMove, x, y, INTERVAL) for x, y in places[1:]]
            events.append(PenEvent(QEvent.Type.MouseButtonRelease, *places[-1], INTERVAL))
        yield events


def replay(desktop: Desktop, count: int, seed: int) -> np.ndarray:
    """Draw until ``count`` presses and moves have been answered; returns the milliseconds that each took.

    Every ``seed`` stands for other digits: what was seen once is remembered, and would be too easy a second time.
    """
    tab = desktop.window.draw_tab
    readings: list[float] = []

    def note() -> None:
        readings.append(perf_counter())

    desktop.reading.changed.connect(note)
    times: list[float] = []
    for digit in pen_events(np.random.default_rng(seed)):
        desktop.drawing.clear()
        due = perf_counter()
        for event in digit:
            due = max(due, perf_counter() - INTERVAL) + event.pause
            live_until(due)
            readings.clear()
            send(tab.pad, event)
            while not readings:
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            QCoreApplication.sendPostedEvents(desktop.window, QEvent.Type.UpdateRequest.value)  # paints what changed
            if event.kind != QEvent.Type.MouseButtonRelease:
                times.append(1000 * (perf_counter() - due))
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


def start_training(desktop: Desktop) -> None:
    """Have a network trained beside the pad, and wait until it is past reading the data."""
    desktop.window.train_tab.start_requested.emit()
    while "epoch" not in desktop.window.train_tab.loss_plot.accessibleDescription():
        if not desktop.training.is_running:
            raise RuntimeError("The training has not started.")
        live_until(perf_counter() + 0.1)


def measure(count: int, data: str | None) -> Iterator[tuple[str, np.ndarray]]:
    """Each situation and its times."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLP_DATA_DIR"] = home  # the run beside the pad is nobody's
        settings = Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat))
        if data is not None:
            settings.data_folder = data
            settings.training_form = {**TRAINED_BESIDE, "data": data}
        desktop = Desktop(settings)
        desktop.window.resize(1120, 760)
        desktop.window.show()
        freeze_objects()
        live_until(perf_counter() + 0.5)
        for page, name in enumerate(PAGES):
            desktop.window.draw_tab.reading.show_page(page)
            yield f"{name} page", replay(desktop, count, page)
        desktop.window.draw_tab.reading.show_page(0)
        if data is not None:
            start_training(desktop)
            yield "Answer page, beside the training of 784-800-800-10", replay(desktop, count, len(PAGES))
            desktop.training.stop()
            while desktop.training.is_running:
                live_until(perf_counter() + 0.1)
        desktop.window.allow_close()
        desktop.window.close()


def main() -> int:
    """Measure, print and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures the time from a pen event to its answer.")
    parser.add_argument("--events", type=int, default=EVENTS, help=f"pen events to replay each time ({EVENTS})")
    parser.add_argument("--data", help="folder of MNIST's IDX files, to train on beside the pad")
    parser.add_argument("--out", type=Path, help="Markdown file to write the table to")
    parser.add_argument("--json", type=Path, default=RESULTS / "pen_latency.json", help="JSON file to write")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    facts = machine()
    lines = [
        "# From the pen to the answer",
        "",
        f"Milliseconds from a pen event to its painted answer, over {arguments.events} events; measured by "
        "`benchmarks/pen_latency.py` on",
        f"{facts['System']}, {facts['Cores used']} cores, Python {facts['Python']}, numpy {facts['numpy']}, "
        f"PySide6 {pyside_version}, "
        f"OPENBLAS_NUM_THREADS={os.environ.get('OPENBLAS_NUM_THREADS', 'not set')}.",
        "",
        "| Situation | median | 95 % | 99 % | slowest |",
        "| --- | --- | --- | --- | --- |",
    ]
    results: list[dict[str, object]] = []
    for name, times in measure(arguments.events, arguments.data):
        half, most, nearly_all = (float(value) for value in np.percentile(times, (50, 95, 99)))
        results.append(
            {
                "situation": name,
                "events": len(times),
                "median": half,
                "p95": most,
                "p99": nearly_all,
                "max": float(times.max()),
            }
        )
        lines.append(f"| {name} | {half:.1f} | {most:.1f} | {nearly_all:.1f} | {times.max():.1f} |")
        print(lines[-1], flush=True)
    if arguments.out is not None:
        arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    write({"results": results}, arguments.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
