"""Signals from outside, to the program as it is really started: a process of its own."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends signals")

ENDS = pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])

# Runs the program; once `{moment}` holds, tells that it is ready.
PROGRAM = """
import signal
import sys
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may ignore it
from PySide6.QtCore import QTimer
from mlp_desktop import launch, program

class Watched(program.Desktop):
    def __init__(self, settings, **options):
        super().__init__(settings, **options)
        self.begun = False
        self.watch = QTimer(self)
        self.watch.setInterval(20)
        self.watch.timeout.connect(self.tell)
        self.watch.start()

    def tell(self):
        if self.is_complete and not self.begun:
            self.begun = True
            {action}
        if self.begun and {moment}:
            self.watch.stop()
            print("ready", flush=True)

program.Desktop = Watched
sys.exit(launch.main())
"""


def end(name: str, action: str = "pass", moment: str = "True", data: Path | None = None) -> tuple[int, str]:
    """Start the program, send it a signal when it is ready, and return its exit code and standard error."""
    program = PROGRAM.replace("{action}", action).replace("{moment}", moment)
    environment = os.environ | ({} if data is None else {"MLP_DATA_DIR": str(data)})
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout.readline() == "ready\n", process.stderr.read()
            time.sleep(0.1)  # the event loop is idle again
            process.send_signal(getattr(signal, name))
            _, err = process.communicate(timeout=30)
        finally:
            process.kill()
    return process.returncode, err


@ENDS
def test_signal_ends_the_program_as_closing_does(name: str, code: int) -> None:
    ended, err = end(name)
    assert ended == code
    assert "Traceback" not in err


def test_signal_ends_the_program_behind_an_open_dialog() -> None:
    action = "QTimer.singleShot(0, self, lambda: self.window.show_error('A sentence.'))"
    moment = "program.QApplication.activeModalWidget() is not None"
    code, err = end("SIGTERM", action, moment)
    assert code == 143
    assert "Traceback" not in err


def test_the_end_of_the_session_keeps_the_run_in_training_before_it_returns(tmp_path: Path) -> None:
    np.savez(tmp_path / "few.npz", X=np.zeros((40, 784), np.uint8), y=np.arange(40) % 10)
    action = (
        "self.training.choose_data({path!r}); "
        "self.window.train_tab.form.set_values({{'hidden': '5', 'epochs': '1000000', 'validation': '0'}}); "
        "self.window.train_tab.start_requested.emit()"
    ).format(path=str(tmp_path / "few.npz"))
    # What Qt's signal calls; its argument, the session's manager, can be made by Qt alone.
    program = PROGRAM.replace("{action}", action).replace("{moment}", "self.training.is_running")
    program = program.replace(
        'print("ready", flush=True)',
        "manager = type('Manager', (), {'setRestartHint': lambda self, hint: print(hint.name)})(); "
        "self.findChild(program.QObject, 'sessionEnd').commit(manager); "
        "print('closed', not self.window.isVisible(), not self.training.is_running, flush=True)",
    )
    environment = os.environ | {"MLP_DATA_DIR": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert done.stdout.splitlines() == ["RestartNever", "closed True True"], done.stderr
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    with closing(sqlite3.connect(tmp_path / "data" / "runs" / "runs.sqlite3")) as database:
        assert database.execute("SELECT outcome FROM runs").fetchall() == [("stopped",)]


def test_signal_keeps_the_run_in_training_without_a_question(tmp_path: Path) -> None:
    np.savez(tmp_path / "few.npz", X=np.zeros((40, 784), np.uint8), y=np.arange(40) % 10)
    action = (
        "self.training.choose_data({path!r}); "
        "self.window.train_tab.form.set_values({{'hidden': '5', 'epochs': '1000000', 'validation': '0'}}); "
        "self.window.train_tab.start_requested.emit()"
    ).format(path=str(tmp_path / "few.npz"))
    code, err = end("SIGTERM", action, "self.training.is_running", tmp_path / "data")
    assert code == 143
    assert "Traceback" not in err
    with closing(sqlite3.connect(tmp_path / "data" / "runs" / "runs.sqlite3")) as database:
        assert database.execute("SELECT outcome FROM runs").fetchall() == [("stopped",)]
