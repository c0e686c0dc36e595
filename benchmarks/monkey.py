"""A monkey at the real window: chance clicks, types, drags, opens damaged files, sends signals and sets the clock.

    python benchmarks/monkey.py SEED SECONDS [--actions N] [--patience SECONDS] [--warm-up SECONDS]

drives the window on Qt's offscreen platform until the time is over or so many actions are done, and starts it anew
whenever it was closed. It tells each fault once, with the seed and the last actions: exceptions of any thread, warnings
of Qt and Python, a window's thread that does not come back within a second of its own processor time, threads, windows
and processes left over, and memory that grows by more than 30 MB after the warm-up. It exits with 1 if there was any.

The same seed makes the same choices, but threads take their own time, so a second run may go another way. All files are
in a folder of its own that is gone afterwards, and nothing is fetched from the network.
"""

import argparse
import gc
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from monkey_parts.clock import JUMPS, JumpingDatetime, replace_clock
from monkey_parts.files import make_sources, make_targets
from monkey_parts.hands import Hands
from monkey_parts.plans import Plans
from monkey_parts.watch import Faults, Packages, Watchdog, leftovers, megabytes
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.window.signals import EndingSignals
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.theme import apply_theme
from mlp_desktop.views.window.main_window import MainWindow
from mlp_desktop.workers.kit.worker import Stopped, Worker
from mlp_engine.cli.streams import escape_unknown_characters
from mlp_engine.errors import MlpError

MOST_MEGABYTES = 30.0
DEEPEST_DIALOGS = 4
ACTIONS_OF_A_WINDOW = 600
SECONDS_BETWEEN_LOOKS = 60.0
"""After so many seconds the memory is printed again, with the packages loaded since, once the window is closed."""
WEIGHTS = {
    "click": 30, "key": 14, "draw": 6, "turn_to_tab": 6, "type_text": 8, "choose": 6, "menu": 6, "drag": 4, "wheel": 3,
    "context_menu": 2, "drop": 4, "fill_clipboard": 2, "resize": 2, "restyle": 1,
    "train": 2, "stop": 2, "sweep": 0.5, "keep_drawings": 0.5, "look_at_moments": 0.5, "set_clock": 1,
    "send_signal": 0.1, "wait": 6,
}  # fmt: skip
"""How often each action is chosen, relative to the others."""


class Monkey(QObject):
    """Acts on one window until it is closed, by itself or at last by the monkey."""

    def __init__(
        self, desktop: Desktop, rng: np.random.Generator, sources: list[str], faults: Faults, actions: int, until: float
    ) -> None:
        super().__init__()
        self._desktop = desktop
        self._rng = rng
        self._faults = faults
        self._left = actions
        self._until = until
        self._depth = 0
        self.is_over = False
        # Not QTimer.singleShot: at the end of a window posted events are removed, and with the event of one whose time
        # had come its callable would stay for ever, and by that this monkey and the whole window.
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self.act)
        self._next.start(0)
        parts = (Hands(desktop, rng, sources), Plans(desktop, rng, sources), self)
        self._actions = {name: self._find(parts, name) for name in WEIGHTS if name != "wait"}
        weights = np.array(list(WEIGHTS.values()), float)
        self._shares = weights / weights.sum()

    def act(self) -> None:
        """Do one thing; the next one follows when the event loop is reached, which may be that of a dialog."""
        if self.is_over:
            return
        if self._left <= 0 or time.monotonic() > self._until:
            self.is_over = True
            self._desktop.close_now()
            return
        self._left -= 1
        name = str(self._rng.choice([*WEIGHTS], p=self._shares))
        delay = int(self._rng.integers(1, 200)) if name == "wait" else 0
        self._next.start(delay)
        modal = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if self._depth > DEEPEST_DIALOGS and modal is not None:  # dialogs upon dialogs
            modal.close()
            return
        self._depth += 1
        done = self._faults.note_action(name)
        try:
            done(f"{delay} ms" if name == "wait" else self._actions[name]())
        finally:
            self._depth -= 1

    def rest(self) -> None:
        """Do nothing any more."""
        self.is_over = True

    def set_clock(self) -> str:
        """Set the wall clock."""
        JumpingDatetime.offset = JUMPS[self._rng.integers(len(JUMPS))]
        return str(JumpingDatetime.offset)

    def send_signal(self) -> str:
        """Send this process a signal that ends it."""
        number = signal.Signals(self._rng.choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP]))
        os.kill(os.getpid(), number)
        return number.name

    @staticmethod
    def _find(parts: tuple[object, ...], name: str) -> Callable[[], str]:
        return next(getattr(part, name) for part in parts if hasattr(part, name))


def one_window(
    application: QApplication, rng: np.random.Generator, home: Path, sources: list[str], faults: Faults,
    watchdog: Watchdog, actions: int, until: float,
) -> None:  # fmt: skip
    """Open the window, act on it, and look what is left when it is closed."""
    store = QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)
    desktop = Desktop(Settings(store))
    replace_clock()
    signals = EndingSignals(desktop)
    signals.received.connect(desktop.close_now)
    desktop.shutdown.closed.connect(QApplication.exit)
    heart = QTimer(desktop)
    heart.timeout.connect(watchdog.beat)
    desktop.window.show()
    heart.start(10)
    monkey = Monkey(desktop, rng, sources, faults, actions, until)
    signals.received.connect(monkey.rest)
    application.exec()
    monkey.rest()
    watchdog.pause()
    everybody: Any = None
    QCoreApplication.removePostedEvents(
        everybody, QEvent.Type.MetaCall.value
    )  # here the program ends, and handles no more
    signals.close()
    heart.stop()
    store.sync()
    for each in (monkey, desktop.window, desktop):
        each.deleteLater()
    del desktop, monkey, signals, heart
    for left in leftovers():
        faults.add(f"left behind by a window: {left}")


def answer_file_dialogs(rng: np.random.Generator, sources: list[str], targets: list[str]) -> None:
    """Let file dialogs be answered by chance; a third of them is cancelled."""

    def one_of(paths: list[str]) -> str:
        return "" if rng.random() < 0.3 else paths[rng.integers(len(paths))]

    folders = [path for path in sources if os.path.isdir(path)]  # noqa: PTH112 (odd names)
    window: Any = MainWindow
    window.choose_open_file = lambda *_: one_of(sources)
    window.choose_save_file = lambda *_: one_of(targets)
    window.choose_save_kind = lambda _window, _title, _folder, kinds: (one_of(targets), rng.choice(kinds.split(";;")))
    window.choose_folder = lambda *_: one_of(folders)


def watch_workers(faults: Faults) -> None:
    """Take whatever a worker's thread calls a fault of this program for one."""
    original: Any = Worker.run

    def run(worker: Any) -> None:
        work = worker.work

        def watched() -> object:
            try:
                return work()
            except (Stopped, MlpError, MemoryError):
                raise
            except Exception as error:
                sys.excepthook(type(error), error, error.__traceback__)
                raise

        worker.work = watched
        original(worker)

    worker: Any = Worker
    worker.run = run


def stay_off_the_network() -> None:
    """Let every look for another machine fail, as without a network."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("the monkey stays off the network")

    module: Any = socket
    module.getaddrinfo = refuse


def keep_to(home: Path) -> None:
    """Keep this process and those that it starts away from the files of whoever runs it."""
    os.environ |= {"MLP_DATA_DIR": str(home / "data"), "MLP_CACHE_DIR": str(home / "cache"), "HOME": str(home)}
    os.environ |= {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
    (home / "tmp").mkdir()
    os.environ["TMPDIR"] = tempfile.tempdir = str(home / "tmp")


def drive(arguments: argparse.Namespace, home: Path) -> int:
    """Open window after window; returns the number of different faults."""
    faults = Faults(arguments.seed)
    rng = np.random.default_rng(arguments.seed)
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    faults.watch_everything()
    watch_workers(faults)
    stay_off_the_network()
    sources, targets = make_sources(home / "sources", rng), make_targets(home / "targets")
    answer_file_dialogs(rng, sources, targets)
    watchdog = Watchdog(faults, arguments.patience)
    watchdog.start()
    began, windows, packages = time.monotonic(), 0, Packages()
    packages.new()
    until, warm, next_look = began + arguments.seconds, None, began
    while time.monotonic() < until and faults.count < arguments.actions:
        actions = min(int(rng.integers(20, ACTIONS_OF_A_WINDOW)), arguments.actions - faults.count)
        one_window(application, rng, home, sources, faults, watchdog, actions, until)
        windows += 1
        passed = time.monotonic() - began
        application.clipboard().clear()  # a huge picture on it is no growth of the program
        if warm is None and passed >= arguments.warm_up:
            warm = megabytes()
        if time.monotonic() >= next_look:
            next_look += SECONDS_BETWEEN_LOOKS
            late = ", ".join(packages.new())
            sys.stderr.write(f"{passed:.0f} s, {faults.count:,} actions: {megabytes():.0f} MB; loaded: {late or '-'}\n")
    watchdog.end()
    application.clipboard().clear()  # what is on it must not outlive Python
    faults.watch_no_more()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    grown = 0.0 if warm is None else megabytes() - warm
    if grown > MOST_MEGABYTES:
        faults.add(f"the memory grew by {grown:.0f} MB after the warm-up, to {megabytes():.0f} MB")
    print(
        f"seed {arguments.seed}: {faults.count:,} actions in {windows} windows and {time.monotonic() - began:.0f} s, "
        f"{len(faults.found)} different faults; the window's thread was busy for at most {watchdog.longest:.2f} s; "
        f"memory {megabytes():.0f} MB"
        + ("." if warm is None else f", {grown:+.1f} MB after the first {arguments.warm_up:.0f} s.")
    )
    for fault, times in faults.found.items():
        print(f"  {times} × {fault}")
    return len(faults.found)


def main() -> int:
    """Let the monkey act; returns 1 if it found a fault."""
    parser = argparse.ArgumentParser(description="Drives the window by chance, and tells what breaks.")
    parser.add_argument("seed", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("--actions", type=int, default=sys.maxsize, help="end after so many actions")
    parser.add_argument("--patience", type=float, default=20.0, help="seconds that a waiting thread may take (20)")
    parser.add_argument("--warm-up", type=float, default=600.0, help="seconds before the memory is first looked at")
    arguments = parser.parse_args()
    escape_unknown_characters()  # a fault may name any file
    home = Path(tempfile.mkdtemp(prefix="mlp-monkey-"))
    os.chdir(home)  # a name without a folder would be written here
    keep_to(home)
    try:
        return int(drive(arguments, home) > 0)
    finally:
        gc.collect()
        os.chdir("/")
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
