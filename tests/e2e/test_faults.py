"""Faults planted in the running window: it lives on, one window tells of them and counts, and the log has them."""

import subprocess
import sys
import threading
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton

from mlp_desktop.app import Desktop
from mlp_desktop.controllers.window.faults import Faults
from mlp_desktop.models.runs import runs_table
from mlp_desktop.models.window.program_log import ProgramLog
from mlp_desktop.views.draw.score_bars import ScoreBars
from mlp_desktop.views.my_digits.digits_grid import DigitsGrid

from .test_my_digits import fill
from .test_my_digits import look as look_at_digits
from .test_runs import look, train


@pytest.fixture
def faults(desktop: Desktop, tmp_path):
    """The window as the program runs it, with its exception hook and log."""
    log = ProgramLog(tmp_path / "log")
    log._watch_for_crashes = lambda: None  # pytest watches already
    before = sys.excepthook, threading.excepthook
    faults = Faults(desktop.window, log, desktop)
    faults.install()
    yield faults
    faults.close()
    sys.excepthook, threading.excepthook = before
    if desktop.window._faults is not None:
        desktop.window._faults.close()


Child = TypeVar("Child", bound=QObject)


def child(parent: QObject, kind: type[Child], name: str) -> Child:
    found = parent.findChild(kind, name)
    assert found is not None, name
    return found


def dialogs() -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


def dialog_text(name: str) -> str:
    (dialog,) = dialogs()
    return child(dialog, QLabel, name).text()


def plant(monkeypatch: pytest.MonkeyPatch, kind: type, name: str) -> None:
    """Let a method fail that is called while a widget is painted."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(kind, name, fail)


def test_a_model_that_fails_for_every_cell_is_told_once_and_counted(
    qtbot, ready: Desktop, faults: Faults, told, monkeypatch
) -> None:
    for _ in range(2):
        train(qtbot, ready)
    monkeypatch.setattr(runs_table, "local_time", lambda _: 1 // 0)
    look(ready)
    qtbot.waitUntil(lambda: bool(dialogs()))
    for _ in range(5):
        ready.window.grab()
        qtbot.wait(10)
    assert dialog_text("faultSentence").startswith("Something went wrong inside this program (ZeroDivisionError: ")
    qtbot.waitUntil(lambda: f"And {faults.count - 1:,} more." in dialog_text("faultCount"))
    assert faults.count > 13
    assert told == []
    assert ready.window.isVisible()
    # The person closes it; the same fault does not open it again.
    dialogs()[0].reject()
    ready.window.grab()
    qtbot.wait(50)
    assert dialogs() == []


@pytest.mark.parametrize("where", ["paintEvent", "delegate"])
def test_a_painting_that_fails_leaves_its_place_empty(
    qtbot, desktop: Desktop, faults: Faults, monkeypatch, where
) -> None:
    if where == "delegate":
        fill(3)
        look_at_digits(qtbot, desktop)
        plant(monkeypatch, DigitsGrid, "tile")
    else:
        plant(monkeypatch, ScoreBars, "_paint_row")
    for _ in range(20):
        desktop.window.grab()
    qtbot.waitUntil(lambda: faults.count >= 20 and bool(dialogs()))
    qtbot.waitUntil(lambda: f"And {faults.count - 1:,} more." in dialog_text("faultCount"))
    assert len(dialogs()) == 1


def test_slots_timers_and_threads_that_fail_are_told_in_one_window(qtbot, desktop: Desktop, faults: Faults) -> None:
    def fail_in_a_slot() -> None:
        raise ZeroDivisionError("slot <b>not bold</b>")

    def fail_in_a_timer() -> None:
        raise LookupError("timer")

    def fail_in_a_thread() -> None:
        raise ArithmeticError("thread")

    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(fail_in_a_slot)
    button.click()
    QTimer.singleShot(0, fail_in_a_timer)
    thread = threading.Thread(target=fail_in_a_thread)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(dialogs()) and "And 2 more." in dialog_text("faultCount"))
    assert "slot <b>not bold</b>" in dialog_text("faultSentence")
    assert not dialogs()[0].isModal()
    child(dialogs()[0], QPushButton, "faultCopy").click()
    copied = QGuiApplication.clipboard().text()
    for words in ("ZeroDivisionError: slot", "LookupError: timer", "ArithmeticError: thread", "test_faults.py"):
        assert words in copied
        assert words in faults._log.text()


def test_a_fault_while_a_fault_is_shown_is_only_counted(qtbot, desktop: Desktop, faults: Faults, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("while showing")

    monkeypatch.setattr(desktop.window, "show_fault", fail)
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: faults.count == 1)
    qtbot.wait(50)
    assert faults.count == 1
    assert dialogs() == []


def test_the_log_is_shown_and_has_no_drawing_in_it(qtbot, desktop: Desktop, faults: Faults, draw, monkeypatch) -> None:
    draw(desktop, [[(100.125, 100.5), (180.25, 140.75), (120.0, 260.0)]])
    plant(monkeypatch, ScoreBars, "_paint_row")
    desktop.window.grab()
    shown: list[tuple[str, str]] = []

    def read() -> None:
        (dialog,) = [each for each in dialogs() if each.objectName() == "logDialog"]
        shown.append((child(dialog, QLabel, "logPlace").text(), child(dialog, QPlainTextEdit, "logText").toPlainText()))
        dialog.reject()

    QTimer.singleShot(100, read)
    child(desktop.window, QAction, "logAction").trigger()
    ((place, text),) = shown
    assert place.startswith(str(faults._log.path))
    assert "Started: version" in text
    assert "ZeroDivisionError" in text
    assert not any(number in text for number in ("100.125", "180.25", "140.75"))


def test_a_crash_leaves_the_stacks_of_its_threads(tmp_path) -> None:
    program = (
        "import faulthandler\n"
        "from mlp_desktop.models.window.program_log import ProgramLog\n"
        "log = ProgramLog(); log.open()\n"
        "def crashing(): faulthandler._sigsegv()\n"
        "crashing()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert done.returncode != 0
    log = ProgramLog()
    assert "in crashing" in log.crash_path.read_text()
    assert "Segmentation fault" in log.text() or "access violation" in log.text()
