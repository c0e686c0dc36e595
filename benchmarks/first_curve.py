"""How long a first training makes people wait: from Start to the first curve, in a fresh installation without network.

    python benchmarks/first_curve.py [--quick] [--json FILE]

opens the real window in empty folders, presses the Start button of the Train tab with the form as it is there, and
notes when the practice digits have been drawn and when the first epoch is among the curves; each round in a process of
its own. It needs no display: it uses Qt's offscreen platform.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from frame_delay import live, press
from measuring import arguments, write
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from tables import plain, verdict

from mlp_desktop.app import Desktop
from mlp_desktop.models.window.settings import Settings
from mlp_desktop.program import SECONDS_OF_PYTHON, freeze_objects
from mlp_desktop.views.kit.theme import apply_theme

ROUNDS, QUICK_ROUNDS = 5, 1
GOAL = 3.0
"""Seconds from Start to the first curve."""


def wait_for_a_curve(home: Path) -> tuple[float, float]:
    """Open the window and press Start; returns the seconds until the digits and until the first epoch were there.

    Raises:
        RuntimeError: if the training ends without an epoch.
    """
    settings = Settings(QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat))
    desktop = Desktop(settings)
    desktop.window.tabs.setCurrentWidget(desktop.window.train_tab)
    desktop.window.show()
    freeze_objects()
    live(0.5)
    began = perf_counter()
    press(desktop, "trainStart")
    drawn = 0.0
    while not len(desktop.training.curves.training_loss()[0]):
        if not desktop.training.is_running:
            raise RuntimeError("The training must come to its first epoch. It has ended.")
        live(0.005)
        if not drawn and desktop.training.loaded.get(settings.training_form["data"]) is not None:
            drawn = perf_counter() - began
    seen = perf_counter() - began
    desktop.training.stop()
    while desktop.training.is_running:
        live(0.05)
    desktop.window.allow_close()
    desktop.window.close()
    return drawn, seen


def in_a_fresh_installation() -> tuple[float, float]:
    """The same in a process of its own, with folders in which nothing is kept."""
    with tempfile.TemporaryDirectory() as home:
        folders = {name: f"{home}/{name}" for name in ("MLP_DATA_DIR", "MLP_CACHE_DIR", "XDG_CONFIG_HOME")}
        command = [sys.executable, __file__, "--child", home]
        done = subprocess.run(command, env=os.environ | folders, stdout=subprocess.PIPE, text=True, check=True)
    drawn, seen = map(float, done.stdout.split()[-2:])
    return drawn, seen


def main() -> int:
    """Measure, print and write; returns the exit code."""
    if sys.argv[1:2] == ["--child"]:
        sys.setswitchinterval(SECONDS_OF_PYTHON)  # as the program does
        application = QApplication(sys.argv[:1])
        apply_theme(application)
        print(*wait_for_a_curve(Path(sys.argv[2])))
        return 0
    asked = arguments("first_curve", "Measures the time from Start to the first curve in a fresh installation.")
    waits = [in_a_fresh_installation() for _ in range(QUICK_ROUNDS if asked.quick else ROUNDS)]
    drawn, seen = ([wait[place] for wait in waits] for place in (0, 1))
    most = median(seen)
    print(
        f"Seconds from Start, medians of {len(waits)}: digits drawn {plain(median(drawn))}, first epoch {plain(most)}"
    )
    print(f"at most {GOAL:g} s to the first curve: {verdict(most <= GOAL)}")
    write({"goal": GOAL, "drawn": drawn, "seen": seen}, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
