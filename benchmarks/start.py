"""From the start of the process to a painted window: how long that takes.

    python benchmarks/start.py

starts the program and, in turn with it, a bare window: PySide6 and numpy, and nothing in the window. Two moments are
noted: when the window has been painted for the first time, and when the process has nothing left to do (the program
builds its other tabs after the first painting, part by part). "Cold" means a new process each time; all files are in
the system's cache and compiled, for both, as they are from the second start on. It needs no display: it uses Qt's
offscreen platform.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from measuring import arguments, write
from tables import plain, table, times, verdict

ROUNDS = 15
QUICK_ROUNDS = 3
GOAL = 1.6
CONTENDERS = ("bare window", "mlp-desktop")
PAINTED, QUIET = "painted", "quiet"

# Runs with the contender's name as its argument, and says when its window is painted and when it has come to rest.
CHILD = f"""
import sys
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QObject, Qt
from PySide6 import QtWidgets

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # Comes when the children are painted as well, and before whatever else waits.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)
        return False

    def event(self, event):
        if event.type() != QEvent.Type.User:
            return super().event(event)
        print("{PAINTED}", flush=True)
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self.rest)
        return True

    def rest(self):
        QAbstractEventDispatcher.instance().aboutToBlock.disconnect(self.rest)
        print("{QUIET}", flush=True)
        QCoreApplication.exit(0)

class Application(QtWidgets.QApplication):
    def exec(self):
        watch = Watch()
        for window in self.topLevelWidgets():
            if window.isVisible():
                window.installEventFilter(watch)
        return super().exec()

QtWidgets.QApplication = Application
if sys.argv.pop() == "{CONTENDERS[0]}":
    import numpy
    application = Application(sys.argv)
    window = QtWidgets.QMainWindow()
    window.resize(1120, 760)
    window.show()
    sys.exit(application.exec())
from mlp_desktop.launch import main
sys.exit(main([]))
"""


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process until its window was painted, and until it had come to rest."""

    painted: float
    quiet: float


def start(contender: str, home: Path) -> Start:
    """Start a process, note what it says, and wait until it has ended.

    Raises:
        RuntimeError: if it ends without having painted a window.
    """
    repository = Path(__file__).resolve().parents[1]
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(repository),
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),  # as where the program is installed, whatever this shell says
        "XDG_CONFIG_HOME": str(home),
        "MLP_DATA_DIR": str(home),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.pop("PYTHONPROFILEIMPORTTIME", None)
    began = time.perf_counter()
    moments: dict[str, float] = {}
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, contender],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            moments[line.strip()] = time.perf_counter() - began
    if process.returncode or set(moments) != {PAINTED, QUIET}:
        raise RuntimeError(f"{contender} must paint a window and end. Got exit code {process.returncode}.")
    return Start(moments[PAINTED], moments[QUIET])


def measure(rounds: int) -> dict[str, list[Start]]:
    """Start all contenders in turn, ``rounds`` times, after one start each that is not counted."""
    starts: dict[str, list[Start]] = {contender: [] for contender in CONTENDERS}
    with tempfile.TemporaryDirectory() as home:
        for number in range(rounds + 1):
            for contender in CONTENDERS:
                found = start(contender, Path(home))
                if number:
                    starts[contender].append(found)
    return starts


def main() -> int:
    """Measure, print and write; returns the exit code."""
    asked = arguments("start", "Measures the time from the start of the process to a painted window.")
    starts = measure(QUICK_ROUNDS if asked.quick else ROUNDS)
    bare, ours = (starts[contender] for contender in CONTENDERS)
    ratio = median(one.painted for one in ours) / median(one.painted for one in bare)
    rows = [
        [name, *(plain(1000 * value) for value in (*np.percentile(painted, (0, 50, 100)), median(quiet)))]
        for name, painted, quiet in (
            (name, [one.painted for one in found], [one.quiet for one in found]) for name, found in starts.items()
        )
    ]
    print(table("Milliseconds|painted: fastest|median|slowest|at rest: median", rows))
    print(f"{times(ratio)} a bare window; goal at most {GOAL}×: {verdict(ratio <= GOAL)}")
    results = {
        name: {"painted": [one.painted for one in found], "quiet": [one.quiet for one in found]}
        for name, found in starts.items()
    }
    write({"goal": GOAL, "ratio": ratio, "results": results}, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
