"""The monkey finds nothing in some hundreds of actions, and does find what it looks for."""

import importlib
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

pytestmark = pytest.mark.skipif(
    not BENCHMARKS.is_dir() or not Path("/proc/self/status").exists(), reason="needs the folder benchmarks, and Linux"
)


def test_some_hundred_actions_find_no_fault() -> None:
    command = [sys.executable, str(BENCHMARKS / "monkey.py"), "1", "3600", "--actions", "500", "--patience", "120"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    assert re.match(r"seed 1: 500 actions in \d+ windows", done.stdout)


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield importlib.import_module("monkey_parts.watch")
    for name in set(sys.modules) - before:
        if name.startswith("monkey_parts"):
            del sys.modules[name]


def test_a_fault_is_told_once_with_the_actions_before_it(parts, capsys) -> None:
    faults = parts.Faults(7)
    faults.note_action("click")("on the pad")
    faults.note_action("drop")
    for _ in range(3):
        faults.add("ValueError in pad.py:3", "the stack")
    told = capsys.readouterr().err
    assert told.count("FAULT (seed 7, action 2): ValueError in pad.py:3") == 1
    assert "  1: click: on the pad\n  2: drop, not done yet" in told
    assert faults.found == {"ValueError in pad.py:3": 3}


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="processor time of a thread")
def test_a_busy_thread_is_a_stall_and_a_waiting_one_is_not(parts, capsys) -> None:
    faults = parts.Faults(0)
    dog = parts.Watchdog(faults, patience=1000.0)
    dog.start()
    try:
        dog.beat()
        threading.Event().wait(0.2)
        dog.beat()
        assert faults.found == {}
        until = time.thread_time() + 1.5
        while time.thread_time() < until or not (faults.found or time.thread_time() > until + 60):
            os.getpid()
        dog.beat()
    finally:
        dog.end()
    assert [fault.startswith("the window's thread stalled in") for fault in faults.found] == [True]
    assert dog.longest > 1
