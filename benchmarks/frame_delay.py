"""How late the window is for its next frame, while a network is trained in it and while none is.

    python benchmarks/frame_delay.py [--quick] [--threads N] [--json FILE]

opens the real window, starts a training of 784-800-800-10 with its own Start button, and has a timer ask for a frame
sixty times a second, for half a minute in each situation. The delay is the time from the moment a frame is due until
the window's thread gets round to it: what a movement of the mouse would have had to wait. Every frame that falls due
while the window is held up counts with its own waiting, so a long stop weighs as much as it is felt. It needs no
display: it uses Qt's offscreen platform, which paints in full but shows nothing.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from measuring import arguments, digits, write
from PySide6.QtCore import QEventLoop, QObject, QSettings, Qt, QTimer, Slot
from PySide6.QtWidgets import QAbstractButton, QApplication
from tables import table, verdict

from mlp_desktop.app import Desktop
from mlp_desktop.models.train.loaded_data import PRACTICE
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.program import SECONDS_OF_PYTHON, freeze_objects
from mlp_desktop.views.kit.theme import apply_theme
from mlp_engine.datasets.dataset import Dataset

FRAME = 1 / 60
SECONDS = 30.0
QUICK_SECONDS = 3.0
GOAL = 16.0
"""Milliseconds that at most one frame in a hundred may be late."""
TRAINED = {"hidden": "800, 800", "activations": "relu", "batch_size": "128", "epochs": "1000", "l2": "5"}
SAMPLES = 60_000
QUIET, TRAINING = "nothing going on", "training 784-800-800-10"


class FrameClock(QObject):
    """Asks for frames and notes, for each, by how many seconds it came too late."""

    def __init__(self) -> None:
        super().__init__()
        self.delays: list[float] = []
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._came)

    def begin(self) -> None:
        """Ask for the first frame."""
        self._ask(perf_counter() + FRAME)

    def stop(self) -> None:
        """Ask for no more."""
        self._timer.stop()

    def _ask(self, due: float) -> None:
        self._due = due
        # Qt counts in whole milliseconds: woken a little early, the rest is waited for.
        self._timer.start(max(int(1000 * (due - perf_counter())), 0))

    @Slot()
    def _came(self) -> None:
        while (now := perf_counter()) < self._due:
            pass
        due = self._due
        while due <= now:
            self.delays.append(now - due)
            due += FRAME
        self._ask(due)


def frame_delays(seconds: float) -> np.ndarray:
    """Milliseconds that each frame of the next ``seconds`` is late."""
    clock = FrameClock()
    clock.begin()
    live(seconds)
    clock.stop()
    return 1000 * np.array(clock.delays)


def live(seconds: float) -> None:
    """Let the window live."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def press(desktop: Desktop, name: str) -> None:
    """Press the button of the Train tab that has this object name.

    Raises:
        LookupError: if there is none.
    """
    button = desktop.window.train_tab.findChild(QAbstractButton, name)
    if button is None:
        raise LookupError(f"The Train tab must have a button {name!r}. There is none.")
    button.click()


def start_training(desktop: Desktop) -> None:
    """Press Start, and wait until the first reports have been drawn.

    Raises:
        RuntimeError: if no training begins.
    """
    press(desktop, "trainStart")
    while not len(desktop.training.curves.training_loss()[0]):
        if not desktop.training.is_running:
            raise RuntimeError("The training must have begun. It has not.")
        live(0.1)


def situations(desktop: Desktop, seconds: float) -> Iterator[tuple[str, np.ndarray]]:
    """Each situation, and by how many milliseconds its frames were late."""
    window = desktop.window
    tabs = {
        "Train tab, curves": (window.train_tab, "curvesSegment"),
        "Train tab, weights": (window.train_tab, "weightsSegment"),
        "Draw tab": (window.draw_tab, "curvesSegment"),
    }
    for state in (QUIET, TRAINING):
        if state == TRAINING:
            window.tabs.setCurrentWidget(window.train_tab)
            start_training(desktop)
        for name, (tab, page) in tabs.items():
            window.tabs.setCurrentWidget(tab)
            press(desktop, page)
            live(1.0)
            yield f"{name}; {state}", frame_delays(seconds)
            if state == TRAINING and not desktop.training.is_running:
                raise RuntimeError("The training must go on while frames are counted. It has ended.")
    desktop.training.stop()
    while desktop.training.is_running:
        live(0.1)


def measure(form: Mapping[str, str], data: Dataset, seconds: float) -> Iterator[tuple[str, np.ndarray]]:
    """Open the window with ``form`` filled in, and measure in it; what is trained on is ``data``."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLP_DATA_DIR"] = home  # the run is nobody's
        settings = Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat))
        settings.training_form = {"data": PRACTICE, **form}
        desktop = Desktop(settings)
        desktop.training.loaded.keep(PRACTICE, data)  # as if it had been read by a run before
        desktop.window.resize(1120, 760)
        desktop.window.show()
        freeze_objects()
        live(0.5)
        try:
            yield from situations(desktop, seconds)
        finally:
            desktop.window.allow_close()
            desktop.window.close()


def main() -> int:
    """Measure, print and write; returns the exit code."""
    asked = arguments("frame_delay", "Measures how late the window is for its next frame, also while it trains.")
    sys.setswitchinterval(SECONDS_OF_PYTHON)  # as the program does
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    results: list[dict[str, object]] = []
    rows: list[list[str]] = []
    met = True
    for name, delays in measure(TRAINED, digits(SAMPLES), QUICK_SECONDS if asked.quick else SECONDS):
        median, p99 = (float(value) for value in np.percentile(delays, (50, 99)))
        most = float(delays.max())
        results.append({"situation": name, "frames": len(delays), "median": median, "p99": p99, "max": most})
        rows.append([name, f"{len(delays):,}", *(f"{value:.1f}" for value in (median, p99, most))])
        print(rows[-1], flush=True)
        met &= p99 <= GOAL
    print(table("Frame delay in ms|frames|median|99 %|largest", rows))
    print(f"99 % of frames at most {GOAL:g} ms late: {verdict(met)}")
    write({"goal": GOAL, "results": results}, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
