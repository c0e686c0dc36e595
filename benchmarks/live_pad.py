"""What it costs a training that the pad beside it answers with its network.

    python benchmarks/live_pad.py [--answers N] [--seconds S]

For networks of three sizes it begins a training on practice digits in the real window, with a 7 on the pad beside the
curves, and counts the answers that are shown in S seconds. Then it pauses the training and measures N times what one
answer takes: the copy of the network, which the training itself makes, and in the window's thread the reading of the
drawing and the painting. Both are processor times of one thread, which other programs hardly change. The last column is
what they take together at the usual rate: the training is never slowed by more, even if it always waited for Python's
interpreter lock while the window works. It needs no display: it uses Qt's offscreen platform.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from PySide6.QtCore import QCoreApplication, QEventLoop, QSettings
from PySide6.QtWidgets import QAbstractButton, QApplication

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.moments.live_answer import LARGE, MILLISECONDS_BETWEEN_ANSWERS, MILLISECONDS_OF_LARGE
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.program import SECONDS_OF_PYTHON, freeze_objects
from mlp_desktop.views.kit.theme import apply_theme
from mlp_engine.perceptron.network import Network

NETWORKS = {
    "784-30-10": {"hidden": "30", "batch_size": "10"},
    "784-500-10": {"hidden": "500", "batch_size": "64"},
    "784-1936-1024-484-256-10": {"hidden": "1936, 1024, 484, 256", "batch_size": "128"},
}
COMMON = {"data": "practice:2000", "epochs": "100000", "activations": "relu", "learning_rate": "0.001"}
SEVEN = ((90, 60), (185, 62), (190, 70), (170, 120), (150, 170), (135, 230))


def live(seconds: float) -> None:
    """Let the window live for so long."""
    end = perf_counter() + seconds
    while (left := end - perf_counter()) > 0:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, max(round(1000 * left), 1))


def milliseconds(work: Callable[[int], object], times: int) -> float:
    """Median processor time of ``work``, which is called with 0, 1, 2 and so on."""
    taken: list[float] = []
    for number in range(times):
        began = thread_time()
        work(number)
        taken.append(1000 * (thread_time() - began))
    return median(taken)


def row(desktop: Desktop, name: str, values: dict[str, str], answers: int, seconds: float) -> str:
    """The row of one network."""
    training, view = desktop.training, desktop.window.live_pad
    desktop.window.train_tab.form.set_values(COMMON | values)
    _press(desktop, "trainStart")
    while not view.answer.text():
        live(0.05)
    shown: list[float] = []
    original = view.show_answer

    def count(words: str, scores: object, change: str) -> None:
        shown.append(perf_counter())
        original(words, scores, change)  # pyright: ignore[reportArgumentType]

    view.show_answer = count
    live(seconds)
    view.show_answer = original
    _press(desktop, "trainPause")
    live(0.5)
    control = training.control
    assert control is not None, "a training goes on"
    found: list[Network] = []
    control.request_network(found.append)
    while not found:
        live(0.05)
    network = found[0]
    copy = milliseconds(lambda _: network.copy(), answers)
    others = [network.copy(), Network(network.config, network.parameters * 0.8)]

    def answer(number: int) -> None:
        desktop.live_answer.show_network(others[number % 2])
        QCoreApplication.processEvents()

    painted = milliseconds(answer, answers)
    training.stop()
    while training.is_running:
        live(0.05)
    every = MILLISECONDS_OF_LARGE if network.config.parameter_count > LARGE else MILLISECONDS_BETWEEN_ANSWERS
    return f"| {name} | {copy:.2f} | {painted:.2f} | {len(shown) / seconds:.1f} | {(copy + painted) / every:.1%} |"


def _press(desktop: Desktop, name: str) -> None:
    button = desktop.window.findChild(QAbstractButton, name)
    assert button is not None, name
    button.click()


def main() -> int:
    """Measure and print the table; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures what the pad beside a training costs it.")
    parser.add_argument("--answers", type=int, default=100, help="answers that are measured (default: 100)")
    parser.add_argument("--seconds", type=float, default=5.0, help="for which answers are counted (default: 5)")
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
        _press(desktop, "besideSwitch")
        freeze_objects()
        print("| network | copy, ms | answer, ms | answers/s | taken at most |")
        print("| --- | --- | --- | --- | --- |")
        for name, values in NETWORKS.items():
            print(row(desktop, name, values, arguments.answers, arguments.seconds), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
