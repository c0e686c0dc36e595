"""What it costs a training that the pad beside it answers with its network.

    python benchmarks/live_pad.py [--pairs N] [--seconds S]

trains networks of three sizes on practice digits in the real window, with a 7 on the pad, and shows and hides the pad
beside the curves in turn, every S seconds. For each network it prints how many minibatches a second are done without
the pad and with it, the median over all pairs of what is lost, the same for pairs in which the pad is hidden both times
(how uncertain that is), and how many answers a second were painted. It needs no display: it uses Qt's offscreen
platform.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from PySide6.QtCore import QCoreApplication, QEventLoop, QSettings
from PySide6.QtWidgets import QAbstractButton, QApplication

from mlp_desktop.app import SECONDS_OF_PYTHON, Desktop, freeze_objects
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.views.kit.theme import apply_theme

NETWORKS = {
    "784-30-10, minibatches of 10": {"hidden": "30", "batch_size": "10"},
    "784-500-10, minibatches of 64": {"hidden": "500", "batch_size": "64"},
    "784-1936-1024-484-256-10, minibatches of 128": {"hidden": "1936, 1024, 484, 256", "batch_size": "128"},
}
COMMON = {"data": "practice:2000", "epochs": "100000", "activations": "relu", "learning_rate": "0.001"}
SEVEN = ((90, 60), (185, 62), (190, 70), (170, 120), (150, 170), (135, 230))
SECONDS_BEFORE = 1.0


class Bench:
    """The window with a training, and how fast it goes."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._answers = 0
        shown = desktop.window.live_pad.show_answer

        def show(words: str, scores: object, change: str) -> None:
            self._answers += 1
            shown(words, scores, change)  # pyright: ignore[reportArgumentType]

        desktop.window.live_pad.show_answer = show

    def begin(self, values: dict[str, str]) -> None:
        """Start a training, and wait until it has a network."""
        self._desktop.window.train_tab.form.set_values(COMMON | values)
        self._press("trainStart")
        while self._desktop.training.curves.last is None:
            _live(0.05)
        _live(SECONDS_BEFORE)

    def end(self) -> None:
        """Stop it."""
        self._desktop.training.stop()
        while self._desktop.training.is_running:
            _live(0.05)

    def rate(self, seconds: float, *, with_pad: bool) -> tuple[float, float]:
        """Minibatches and answers a second, over so many seconds."""
        if self._desktop.window.live_pad.isVisible() != with_pad:
            self._press("besideSwitch")
            _live(0.3)
        control = self._desktop.training.control
        assert control is not None, "a training goes on"
        began, done, self._answers = perf_counter(), control.minibatches, 0
        _live(seconds)
        took = perf_counter() - began
        return (control.minibatches - done) / took, self._answers / took

    def _press(self, name: str) -> None:
        button = self._desktop.window.findChild(QAbstractButton, name)
        assert button is not None, name
        button.click()


def _live(seconds: float) -> None:
    end = perf_counter() + seconds
    while (left := end - perf_counter()) > 0:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, max(round(1000 * left), 1))


def main() -> int:
    """Measure and print the table; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures what the pad beside a training costs it.")
    parser.add_argument("--pairs", type=int, default=20, help="turns without and with the pad (default: 20)")
    parser.add_argument("--seconds", type=float, default=1.5, help="length of a turn (default: 1.5)")
    arguments = parser.parse_args()
    sys.setswitchinterval(SECONDS_OF_PYTHON)
    application = QApplication(sys.argv[:1])
    apply_theme(application)
    with tempfile.TemporaryDirectory() as home:
        os.environ["MLP_DATA_DIR"] = home
        desktop = Desktop(Settings(QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat)))
        desktop.window.show()
        desktop.drawing.start_stroke(*SEVEN[0])
        for point in SEVEN[1:]:
            desktop.drawing.extend_stroke(*point)
        desktop.drawing.finish_stroke()
        desktop.window.tabs.setCurrentWidget(desktop.window.train_tab)
        freeze_objects()
        bench = Bench(desktop)
        print("| network | without, minibatches/s | with | lost | lost, hidden twice | answers/s |")
        print("| --- | --- | --- | --- | --- | --- |")
        for name, values in NETWORKS.items():
            bench.begin(values)
            print(_row(name, bench, arguments.pairs, arguments.seconds), flush=True)
            bench.end()
    return 0


def _row(name: str, bench: Bench, pairs: int, seconds: float) -> str:
    without: list[float] = []
    shown: list[float] = []
    lost: list[float] = []
    noise: list[float] = []
    answers: list[float] = []
    for turn in range(pairs):
        first = bench.rate(seconds, with_pad=False)[0]
        # The order changes from pair to pair, so that a machine that slows down favours neither.
        if turn % 2:
            second = bench.rate(seconds, with_pad=False)[0]
            with_pad, told = bench.rate(seconds, with_pad=True)
        else:
            with_pad, told = bench.rate(seconds, with_pad=True)
            second = bench.rate(seconds, with_pad=False)[0]
        without += [first, second]
        shown.append(with_pad)
        lost.append(1 - with_pad / ((first + second) / 2))
        noise.append(1 - second / first)
        answers.append(told)
    return (
        f"| {name} | {median(without):,.0f} | {median(shown):,.0f} | {median(lost):.1%} | {median(noise):.1%} "
        f"| {median(answers):.1f} |"
    )


if __name__ == "__main__":
    sys.exit(main())
