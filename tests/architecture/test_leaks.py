"""The fixtures that fail a test which leaves something behind do fail it, and only it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LEAKY = """
import threading
import pyqtgraph
from PySide6.QtCore import QSettings, QThread, QTimer
from PySide6.QtWidgets import QWidget

kept = []
gate = threading.Event()

class Waiting(QThread):
    def run(self):
        gate.wait(10)

def test_qt(qapp):
    window, timer, thread = QWidget(objectName="forgotten"), QTimer(objectName="ticking"), Waiting(objectName="working")
    timer.start(50)
    thread.start()
    kept.extend([window, timer, thread])

def test_thread():
    threading.Thread(target=gate.wait, args=[10], name="lingering").start()

def test_clean(qtbot):
    gate.set()
    thread, timer, window, plot = Waiting(), QTimer(), QWidget(), pyqtgraph.PlotWidget()
    qtbot.addWidget(window)
    qtbot.addWidget(plot)
    QTimer(window).start(50)
    timer.start(10)
    with qtbot.waitSignal(timer.timeout):
        thread.start()
    timer.stop()
    plot.show()
    thread.wait()

def test_settings_are_empty():
    settings = QSettings("mlp-desktop", "mlp-desktop")
    assert settings.allKeys() == []
    settings.setValue("key", 1)
    assert "home" in settings.fileName()

def test_settings_are_empty_again():
    assert QSettings("mlp-desktop", "mlp-desktop").allKeys() == []
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What pytest said of each test of a leaky module, its name with what stands after it."""
    folder = tmp_path_factory.mktemp("leaky")
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "desktop").mkdir()
    (folder / "desktop" / "test_leaky.py").write_text(LEAKY)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--import-mode=importlib", "-rEfp"]
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "COLUMNS": "300", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=120, check=False)
    lines = re.findall(r"^(?:ERROR|FAILED) \S+::(test_\w+)(.*)$", done.stdout, re.MULTILINE)
    assert "passed" in done.stdout, done.stdout + done.stderr
    return dict(lines)


@pytest.mark.parametrize(
    ("test", "left"),
    [("qt", "forgotten"), ("qt", "ticking"), ("qt", "working"), ("thread", "lingering")],
)
def test_a_test_that_leaves_something_behind_fails(outcomes: dict[str, str], test: str, left: str) -> None:
    assert left in outcomes[f"test_{test}"]


def test_a_test_that_cleans_up_passes_even_after_others_did_not(outcomes: dict[str, str]) -> None:
    assert "test_clean" not in outcomes


def test_each_test_has_settings_of_its_own(outcomes: dict[str, str]) -> None:
    assert not {"test_settings_are_empty", "test_settings_are_empty_again"} & set(outcomes)
