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


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="processor time of a thread")
@pytest.mark.parametrize("is_loaded", [False, True])
def test_a_long_wait_is_a_stall_unless_other_programs_took_the_time(parts, monkeypatch, capsys, is_loaded) -> None:
    looks, told = threading.Semaphore(0), threading.Event()

    def available() -> float:
        looks.release()
        return 0.0 if is_loaded else time.monotonic()

    monkeypatch.setattr(parts, "available_seconds", available)
    faults = parts.Faults(0)
    monkeypatch.setattr(faults, "add", lambda *_: told.set())
    dog = parts.Watchdog(faults, patience=0.1)
    dog.start()
    try:
        dog.beat()
        if is_loaded:
            assert all(looks.acquire(timeout=60) for _ in range(8))
        else:
            assert told.wait(60)
    finally:
        dog.end()
    assert told.is_set() is not is_loaded


def test_an_idle_machine_leaves_its_time_to_the_program(parts) -> None:
    assert 0 < parts.available_seconds() <= parts.available_seconds()
