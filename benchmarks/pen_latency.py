"""From a pen event to its answer on the screen: how long that takes inside the running window.

    python benchmarks/pen_latency.py --data FOLDER --out docs/pen_latency.md

replays generated digits on the pad of the real window as mouse events, one every 8 ms as pens send them, with the
bundled network: for each page beside the pad; on the Answer page while other digits lie on the pad already; in a
window of 2560×1440 pixels at 200 %; and while a network is trained on the IDX files in FOLDER, if one is named. What
is measured is the time from the moment the event is due until the answer to just this event has been painted, so an
event that has to wait for something else is counted with its waiting; beside it stands for how much of it the processor
worked for the window's thread. It needs no display: it uses Qt's offscreen platform, which paints in full but shows
nothing; the time of a screen's own refresh comes on top.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from measuring import RESULTS, machine, write
from pen_replay import SEVEN_DIGITS, THIRTY_STROKES, live_until, replay
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from mlp_desktop.app import Desktop
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.program import freeze_objects
from mlp_desktop.views.draw.reading_panel import PAGES
from mlp_desktop.views.kit.theme import apply_theme

EVENTS = 2000
WINDOW = (1120, 760)
FINE_WINDOW = (1280, 720)  # 2560×1440 pixels at 200 %
TRAINED_BESIDE = {"hidden": "800, 800", "activations": "relu", "batch_size": "128", "epochs": "50"}


def start_training(desktop: Desktop) -> None:
    """Have a network trained beside the pad, and wait until it is past reading the data."""
    desktop.window.train_tab.start_requested.emit()
    while "epoch" not in desktop.window.train_tab.loss_plot.accessibleDescription():
        if not desktop.training.is_running:
            raise RuntimeError("The training has not started.")
        live_until(perf_counter() + 0.1)


def open_window(home: str, size: tuple[int, int], data: str | None = None) -> Desktop:
    """The window as the program shows it, with settings of its own in the folder ``home``."""
    os.environ["MLP_DATA_DIR"] = home  # the run beside the pad is nobody's
    settings = Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat))
    if data is not None:
        settings.data_folder = data
        settings.training_form = {**TRAINED_BESIDE, "data": data}
    desktop = Desktop(settings)
    desktop.window.resize(*size)
    desktop.window.show()
    freeze_objects()
    live_until(perf_counter() + 0.5)
    return desktop


def close(desktop: Desktop) -> None:
    """Close the window without a question."""
    desktop.window.allow_close()
    desktop.window.close()


def measure(count: int, data: str | None) -> Iterator[tuple[str, np.ndarray]]:
    """Each situation in a window of usual size, and its times."""
    with tempfile.TemporaryDirectory() as home:
        desktop = open_window(home, WINDOW, data)
        for page, name in enumerate(PAGES):
            desktop.window.draw_tab.reading.show_page(page)
            yield f"{name} page", replay(desktop, count, page)
        desktop.window.draw_tab.reading.show_page(0)
        yield "Answer page, the eighth digit", replay(desktop, count, len(PAGES), SEVEN_DIGITS)
        name = f"Answer page, {len(THIRTY_STROKES.strokes())} strokes on the pad"
        yield name, replay(desktop, count, len(PAGES) + 1, THIRTY_STROKES)
        yield "Answer page, a second time", replay(desktop, count, len(PAGES) + 3)
        if data is not None:
            start_training(desktop)
            yield "Answer page, beside the training of 784-800-800-10", replay(desktop, count, len(PAGES) + 2)
            desktop.training.stop()
            while desktop.training.is_running:
                live_until(perf_counter() + 0.1)
        close(desktop)


def measure_fine(count: int) -> Iterator[tuple[str, np.ndarray]]:
    """Each situation in a window of 2560×1440 pixels, and its times; Qt must have been told to scale by 2."""
    with tempfile.TemporaryDirectory() as home:
        desktop = open_window(home, FINE_WINDOW)
        yield "Answer page, 2560×1440 at 200 %", replay(desktop, count, 20)
        yield "Answer page, 2560×1440 at 200 %, the eighth digit", replay(desktop, count, 21, SEVEN_DIGITS)
        close(desktop)


def result(situation: str, times: np.ndarray) -> dict[str, object]:
    """The figures of one situation, in milliseconds."""
    clock, processor = times.T
    half, most, nearly_all = (float(value) for value in np.percentile(clock, (50, 95, 99)))
    return {
        "situation": situation,
        "events": len(times),
        "median": half,
        "p95": most,
        "p99": nearly_all,
        "max": float(clock.max()),
        "processor": float(np.median(processor)),
    }


def fine_results(count: int) -> list[dict[str, object]]:
    """The results of :func:`measure_fine`, from a process that Qt scales by 2."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "fine.json"
        command = [sys.executable, __file__, "--fine", "--events", str(count), "--json", str(found)]
        subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": "2"}, check=True)
        results: list[dict[str, object]] = json.loads(found.read_text(encoding="utf-8"))["results"]
        return results


def main() -> int:
    """Measure, print and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures the time from a pen event to its answer.")
    parser.add_argument("--events", type=int, default=EVENTS, help=f"pen events to replay each time ({EVENTS})")
    parser.add_argument("--data", help="folder of MNIST's IDX files, to train on beside the pad")
    parser.add_argument(
        "--fine", action="store_true", help="only the window of 2560×1440 pixels (with QT_SCALE_FACTOR=2)"
    )
    parser.add_argument("--out", type=Path, help="Markdown file whose first table is written anew")
    parser.add_argument("--json", type=Path, default=RESULTS / "pen_latency.json", help="JSON file to write")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    measured = measure_fine(arguments.events) if arguments.fine else measure(arguments.events, arguments.data)
    results: list[dict[str, object]] = []
    for name, times in measured:
        results.append(result(name, times))
        print(row(results[-1]), flush=True)
    if not arguments.fine:
        results += fine_results(arguments.events)
    if arguments.out is not None:
        write_chapter(arguments.out, "Times", table(results, arguments.events))
    write({"results": results}, arguments.json)
    return 0


def row(found: dict[str, object]) -> str:
    """A result as a row of the table."""
    figures = " | ".join(f"{found[key]:.1f}" for key in ("median", "p95", "p99", "max", "processor"))
    return f"| {found['situation']} | {figures} |"


def table(results: list[dict[str, object]], events: int) -> list[str]:
    """The lines of the page about all results."""
    facts = machine()
    return [
        f"Milliseconds from a pen event to its painted answer, over {events} events; measured by "
        "`benchmarks/pen_latency.py` on",
        f"{facts['System']}, {facts['Cores used']} cores, {facts['Processor']}, Python {facts['Python']}, numpy "
        f"{facts['numpy']},",
        f"PySide6 {pyside_version}, OPENBLAS_NUM_THREADS={os.environ.get('OPENBLAS_NUM_THREADS', 'not set')}.",
        "",
        "| Situation | median | 95 % | 99 % | slowest | median of the processor's time |",
        "| --- | --- | --- | --- | --- | --- |",
        *map(row, results),
    ]


def write_chapter(page: Path, title: str, lines: list[str]) -> None:
    """Replace a chapter of a page, from its heading to the next, or add it at the end."""
    text = page.read_text(encoding="utf-8") if page.exists() else "# From the pen to the answer\n"
    before, _, behind = text.partition(f"\n## {title}\n")
    _, heading, rest = behind.partition("\n## ")
    chapter = "\n".join(["", f"## {title}", "", *lines, ""])
    page.write_text(before.rstrip("\n") + "\n" + chapter + heading + rest, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
