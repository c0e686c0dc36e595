"""The executor whose processes die alone."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, CancelledError
from pathlib import Path

import pytest

from mlp_engine.sweeps.processes import Processes

ROOT = Path(__file__).resolve().parents[3]
needs_sigkill = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither this signal nor its rules.")


def nothing() -> None:
    """What some tests do when they are told to stop."""


def test_calls_are_done_in_other_processes_with_one_blas_thread_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)  # which the tests set as well
    before = dict(os.environ)
    with Processes(2, nothing) as processes:
        assert {processes.submit(os.getpid).result() for _ in range(20)}.isdisjoint({os.getpid()})
        assert processes.submit(os.getenv, "OPENBLAS_NUM_THREADS").result() == "1"
        with pytest.raises(ZeroDivisionError):
            processes.submit(divmod, 1, 0).result()
        assert processes.submit(divmod, 7, 2).result() == (3, 1)
    assert dict(os.environ) == before
    with pytest.raises(RuntimeError, match="shut down"):
        processes.submit(os.getpid)


@needs_sigkill
def test_a_process_that_dies_costs_only_its_own_call() -> None:
    with Processes(2, nothing) as processes:
        survivor = processes.submit(time.sleep, 1.0)
        doomed = processes.submit(signal.raise_signal, signal.SIGKILL)
        waiting = processes.submit(divmod, 7, 2)
        with pytest.raises(BrokenExecutor):
            doomed.result(60)
        assert waiting.result(60) == (3, 1)
        assert survivor.result(60) is None


@needs_sigkill
def test_a_process_that_dies_idle_costs_nothing() -> None:
    with Processes(1, nothing) as processes:
        process = processes.submit(os.getpid).result()
        os.kill(process, signal.SIGKILL)
        while not processes._workers[0].pool._broken:  # until the death is noticed, however long that takes
            time.sleep(0.01)
        assert processes.submit(divmod, 7, 2).result(60) == (3, 1)
        assert processes.submit(os.getpid).result() != process


def test_shutting_down_at_once_ends_what_runs_and_cancels_what_waits() -> None:
    processes = Processes(1, nothing)
    processes.submit(os.getpid).result()
    running, waiting = processes.submit(time.sleep, 3600), processes.submit(time.sleep, 3600)
    processes.shutdown(wait=False)
    with pytest.raises(BrokenExecutor):
        running.result(60)
    with pytest.raises(CancelledError):
        waiting.result(60)


@needs_sigkill
def test_processes_end_with_a_parent_that_is_killed() -> None:
    script = (
        "import os, time\n"
        "from mlp_engine.sweeps.processes import Processes\n"
        "if __name__ == '__main__':\n"
        "    processes = Processes(1, os.getpid)\n"
        "    print(processes.submit(os.getpid).result(), flush=True)\n"
        "    processes.submit(time.sleep, 3600)\n"
        "    time.sleep(3600)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 60
    while _is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(child)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
