"""What holds the window's thread up, and for how long: a walk through all of the window's actions.

    python benchmarks/window_holds.py [--most MILLISECONDS] [--json FILE] [--before FILE]
    python benchmarks/window_holds.py --often ENTRY [ENTRY ...]

opens the real window in folders of its own and does what a person can do: every entry of the menus, every button of
every tab, every page, a stroke, large files, saving and exporting of every kind, a training, a sweep, the examination.
File dialogs are answered by prepared files, other dialogs are closed. While it goes on, a timer of 0 ms notes how long
the window's thread takes from one pass of its event loop to the next; that is what a movement of the mouse would have
had to wait. The walk goes on when the thread has come to rest, so that what an action brings about later counts as its
own. Each action is told with its longest pass, in time of the clock and of the processor; on a machine with other work
only the second says something about the program. It exits with 1 if the processor worked for longer than ``--most`` in
one pass. ``--before`` names the results of an earlier revision, which the page tells beside. With
``--often`` it does nothing but these entries of the menus, six times in turn. It needs no display: it uses Qt's
offscreen platform.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from measuring import write
from monkey import keep_to, stay_off_the_network
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QSettings, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget
from shiboken6 import isValid
from tables import table
from window_passes import Hold, Passes

from mlp_desktop.app import Desktop
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.program import SECONDS_OF_PYTHON, freeze_objects
from mlp_desktop.views.draw.reading_panel import PAGES
from mlp_desktop.views.kit.theme import apply_theme
from mlp_desktop.views.window.main_window import MainWindow
from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import PenStroke
from mlp_engine.training.estimate import machine_slowness

MOST = 50.0
LONGEST_WAIT = 6.0  # seconds for the work that an action has begun; what takes longer goes on beside the next
NEVER = ("quit", "update", "download", "fetch")  # parts of names that are left alone
LONGEST_END = 60.0  # seconds until the window has closed
PICTURE = (4000, 3000)
ROWS = 5_000
SHOWN = 25
TIMES = 6  # that the entries of --often are done


class Walk:
    """Does one thing after the other in a window, and notes what each held up."""

    def __init__(self, desktop: Desktop, files: Path) -> None:
        self._desktop = desktop
        self._files = files
        self._passes = Passes()
        self.holds: list[Hold] = []
        self._closer = QTimer()
        self._closer.timeout.connect(self._close_dialog)
        self._closer.start(200)

    def do(self, name: str, act: Callable[[], object]) -> None:
        """Act from the event loop, wait for what that begins, and note the longest pass."""
        live(0.05)
        self._passes.begin()
        QTimer.singleShot(0, act)
        until = perf_counter() + LONGEST_WAIT
        live(0.25)
        while perf_counter() < until and (self._is_busy() or not self._passes.is_at_rest):
            live(0.05)
        self._passes._came()
        clock, processor = self._passes.longest
        self.holds.append(Hold(name, 1000 * clock, 1000 * processor))
        print(f"{1000 * processor:7.1f} {1000 * clock:7.1f}  {name}", flush=True)

    def _is_busy(self) -> bool:
        desktop = self._desktop
        parts = (
            desktop.pictures,
            desktop.training,
            desktop.examination,
            desktop.own_digits,
            desktop.sweeps,
            desktop.runs,
            desktop.weights,
            desktop.lab,
            desktop.moments,
        )
        return any(bool(getattr(part, "is_running", False)) for part in parts)

    def _close_dialog(self) -> None:
        open_now = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if open_now is not None:
            open_now.close()
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not self._desktop.window and not isinstance(widget, QFileDialog):
                widget.close()

    def often(self, entries: Sequence[str]) -> None:
        """These entries of the menus, six times in turn."""
        found = dict(actions(self._desktop.window))
        for _ in range(TIMES):
            for entry in entries:
                self.do(f"menu: {entry}", found[entry].trigger)

    def everything(self) -> None:
        """All of it."""
        window, tab = self._desktop.window, self._desktop.window.draw_tab
        for stroke in digit():
            self.do("a stroke", lambda stroke=stroke: self._desktop.drawing.open_strokes((stroke,)))
        for number, page in enumerate(PAGES):
            self.do(f"page {page}", lambda number=number: tab.reading.show_page(number))
        for path in sorted(self._files.iterdir()):
            self.do(f"open {path.name}", lambda path=path: window.files_dropped.emit([str(path)]))
        self.do("Start", lambda: window.train_tab.start_requested.emit())
        self.do("Stop", self._desktop.training.stop)
        for name, action in actions(window):
            self.do(f"menu: {name}", action.trigger)
        for number in range(window.tabs.count()):
            title = window.tabs.tabText(number).replace("&", "")
            self.do(f"tab {title}", lambda number=number: window.tabs.setCurrentIndex(number))
            for button in buttons(window.tabs.widget(number)):
                if (
                    isValid(button)
                    and window.tabs.currentIndex() == number
                    and button.isVisible()
                    and button.isEnabled()
                ):
                    self.do(f"{title}: {button.accessibleName() or button.text() or button.objectName()}", button.click)
        self.do("close", window.close)


def actions(window: MainWindow) -> Iterator[tuple[str, QAction]]:
    """Every entry of the menus that can be chosen, with its name."""
    for action in window.findChildren(QAction):
        if not isValid(action):
            continue  # a menu that was filled anew meanwhile
        name = action.text().replace("&", "")
        if name and action.menu() is None and action.isEnabled() and is_left_alone(name, action) is False:
            yield name, action


def buttons(page: QWidget | None) -> list[QAbstractButton]:
    """Every button of a page, those that stop something last."""
    if page is None:
        return []
    found = [each for each in page.findChildren(QAbstractButton) if not is_left_alone(each.text(), each)]
    return sorted(found, key=lambda button: "stop" in button.objectName().lower())


def is_left_alone(words: str, what: QObject) -> bool:
    """Whether it would end the walk or leave the machine."""
    return any(part in f"{words} {what.objectName()}".lower() for part in NEVER)


def digit() -> list[PenStroke]:
    """The strokes of a digit in the middle of the pad."""
    lines = [np.asarray(stroke) * 15.0 + 60.0 for stroke in practice_strokes(3, np.random.default_rng(0))]
    return [PenStroke(tuple((x, y) for x, y in line.clip(0, 280).tolist()), smoothed=True) for line in lines]


def make_files(folder: Path) -> None:
    """Large files of every kind that the window opens."""
    folder.mkdir()
    rng = np.random.default_rng(0)
    Image.fromarray(rng.integers(200, 256, PICTURE[::-1], np.uint8)).save(folder / "large picture.png")
    shutil.copy(bundled_weights(), folder / "network.safetensors")
    table_of = np.column_stack((np.arange(ROWS) % 10, rng.integers(0, 256, (ROWS, 784))))
    np.savetxt(folder / "large.csv", table_of, "%d", ",")
    np.savez(folder / "large.npz", x_train=table_of[:, 1:].astype(np.uint8), y_train=table_of[:, 0])


def answer_dialogs(files: Path, out: Path) -> None:
    """Answer file dialogs: open the first file of a fitting kind, save under a name for each dialog."""
    window: Any = MainWindow

    def to_open(_window: object, _title: str, _folder: str, file_filter: str) -> str:
        return next((str(path) for path in sorted(files.iterdir()) if path.suffix in file_filter), "")

    def to_save(_window: object, title: str, _folder: str, file_filter: str) -> str:
        suffix = file_filter.partition("*")[2].partition(")")[0].split()[0]
        return str(out / f"{title}{suffix}")

    window.choose_open_file = to_open
    window.choose_save_file = to_save
    window.choose_save_kind = lambda self, title, folder, kinds: (
        to_save(self, title, folder, kinds.split(";;")[0]),
        kinds.split(";;")[0],
    )
    window.choose_folder = lambda *_: str(out)
    window.ask_save_changes = lambda *_: "discard"


def live(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


def walk(home: Path, often: Sequence[str] = ()) -> list[Hold]:
    """Everything in a new window, or these entries of the menus often."""
    keep_to(home)
    stay_off_the_network()
    sys.setswitchinterval(SECONDS_OF_PYTHON)
    files, out = home / "files", home / "out"
    make_files(files)
    out.mkdir()
    answer_dialogs(files, out)
    desktop = Desktop(Settings(QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)))
    desktop.window.resize(1120, 760)
    desktop.window.show()
    freeze_objects()
    machine_slowness()  # as the program does in the second after its start
    live(0.5)
    steps = Walk(desktop, files)
    if often:
        steps.often(often)
    else:
        steps.everything()
    desktop.close_now()
    until = perf_counter() + LONGEST_END
    while desktop.window.isVisible() and perf_counter() < until:
        live(0.1)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return steps.holds


def main() -> int:
    """Walk, print and write; returns 1 if the window's thread was held up for too long."""
    parser = argparse.ArgumentParser(description="Says what holds the window's thread up, and for how long.")
    parser.add_argument("--most", type=float, default=MOST, help=f"milliseconds that are not too long ({MOST:g})")
    parser.add_argument("--json", type=Path, help="JSON file to write")
    parser.add_argument("--before", type=Path, help="JSON file of an earlier walk, to be told beside this one")
    parser.add_argument("--often", nargs="+", default=(), help="entries of the menus that are done often, and no other")
    arguments = parser.parse_args()
    before = [] if arguments.before is None else json.loads(arguments.before.read_text(encoding="utf-8"))["results"]
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    home = Path(tempfile.mkdtemp(prefix="mlp-holds-"))
    try:
        holds = sorted(walk(home, arguments.often), key=lambda hold: -hold.processor)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    rows = [[hold.action, f"{hold.processor:.0f}", f"{hold.clock:.0f}"] for hold in holds[:SHOWN]]
    print(table("The longest of all|processor, ms|clock, ms", rows))
    results = {"goal": MOST, "results": [vars(hold) for hold in holds], "before": before}
    write(results, arguments.json)
    return int(holds[0].processor > arguments.most)


if __name__ == "__main__":
    sys.exit(main())
