"""The program as it is really started: a process of its own, from its first line to its exit code."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.files.resources import resource_path
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

# Runs the program with the file named, lets it live for a moment, says what it shows, and closes it.
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from mlp_desktop import launch, program

class Watched(program.Desktop):
    def __init__(self, settings, **options):
        super().__init__(settings, **options)
        self.watch = QTimer(self)
        self.watch.setInterval(200)
        self.watch.timeout.connect(self.tell)
        self.watch.start()
        {extra}

    def tell(self):
        is_read = self.drawing.sheet.is_empty or self.window.draw_tab.reading.tile.text()
        waits = hasattr(self, "first_fault") and self.first_fault.isActive()
        if not self.is_complete or not is_read or waits:
            return  # a busy machine takes its time
        self.watch.stop()
        print(self.window.windowTitle(), "|", self.window.draw_tab.reading.tile.text())
        self.window.close()

    def fault(self):
        if sys.excepthook is sys.__excepthook__:
            return  # faults are watched from the first painting on
        self.first_fault.stop()
        raise ZeroDivisionError("on purpose")

program.Desktop = Watched
sys.stdout.reconfigure(encoding="utf-8")  # what is told here has letters that the surroundings may lack
sys.exit(launch.main())
"""


def start(*arguments: object, extra: str = "pass", before: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", before + PROGRAM.replace("{extra}", extra), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)


def test_it_starts_with_the_bundled_network_and_closes_cleanly() -> None:
    done = start()
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "Bundled network[*] – Digit pad |"
    assert "Traceback" not in done.stderr


def test_a_picture_named_at_the_start_is_read() -> None:
    done = start(resource_path("samples") / "digit-6.png")
    assert done.stdout.strip().endswith("| 6")


def test_weights_named_at_the_start_are_in_use(tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    save_weights(path, Network.initialise(NetworkConfig(hidden=(3,)), np.random.default_rng(0)), ModelCard())
    assert start(path).stdout.startswith("mine.safetensors[*] – Digit pad")


def test_a_fault_of_the_program_is_told_and_the_window_lives_on() -> None:
    done = start(
        extra="self.window.show_fault = lambda told, details: print(told)\n"
        "        self.first_fault = QTimer(self)\n"
        "        self.first_fault.timeout.connect(self.fault)\n"
        "        self.first_fault.start(20)"
    )
    assert done.returncode == 0, done.stderr
    told, title = done.stdout.splitlines()
    assert told == "Something went wrong inside this program (ZeroDivisionError: on purpose)."
    assert title.startswith("Bundled network")


def test_the_sources_of_modules_are_not_read() -> None:
    """PySide looks for its name in the source of every module that the program imports, unless it is kept from it."""
    read = "[name for name in linecache.cache if 'perceptron' in name]"
    done = start(
        extra="import linecache\n        "
        f"self.watch.timeout.connect(lambda: print({read}) if self.is_complete else None)"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("content", [None, b"no weights"], ids=["missing", "broken"])
def test_without_its_bundled_network_it_says_so_and_does_not_start(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "digits.safetensors"
    if content is not None:
        path.write_bytes(content)
    done = start(
        before="import mlp_engine.files.resources as r, pathlib\n"
        f"r.bundled_weights = lambda: pathlib.Path({str(path)!r})\n"
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip().splitlines()[-1].startswith("mlp-desktop: Weights must come from a")
    assert "Traceback" not in done.stderr
