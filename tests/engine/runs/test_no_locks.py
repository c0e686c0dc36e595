"""File systems without locks, as network shares may be: trainings are kept, listed and deleted there too.

A library that is loaded before all others lets flock, or all locks, fail as they do there.
"""

import errno
import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mlp_engine.errors import RunStoreError
from mlp_engine.files.lock import file_lock, is_locked
from mlp_engine.runs import RunStore, runs_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="LD_PRELOAD, and locks of Linux")

NO_FLOCK = """
#include <errno.h>
int flock(int descriptor, int operation) { errno = ENOLCK; return -1; }
"""
NO_LOCKS_AT_ALL = f"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
{NO_FLOCK}
enum {{ F_GETLK = 5, F_SETLK = 6, F_SETLKW = 7 }}; /* of Linux */
#define DEFINE(name) \\
    int name(int descriptor, int command, ...) {{ \\
        va_list list; \\
        va_start(list, command); \\
        void *argument = va_arg(list, void *); \\
        va_end(list); \\
        if (command >= F_GETLK && command <= F_SETLKW) {{ errno = ENOLCK; return -1; }} \\
        return ((int (*)(int, int, ...))dlsym(RTLD_NEXT, #name))(descriptor, command, argument); \\
    }}
DEFINE(fcntl)
DEFINE(fcntl64)
"""
TRAIN = ("train", "--data", "practice:60", "--hidden", "5", "--epochs")


def library(source: str, folder: Path) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("needs a C compiler")
    code, built = folder / "no_locks.c", folder / "no_locks.so"
    code.write_text(source, "ascii")
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-w", "-o", str(built), str(code), "-ldl"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"the library cannot be built here: {done.stderr[:200]}")
    return built


@pytest.fixture
def without_flock(tmp_path: Path):
    return runner(library(NO_FLOCK, tmp_path))


@pytest.fixture
def without_locks(tmp_path: Path):
    return runner(library(NO_LOCKS_AT_ALL, tmp_path))


def runner(preloaded: Path):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "mlp_engine", *arguments],
            capture_output=True, text=True, check=False, env=os.environ | {"LD_PRELOAD": str(preloaded)},
        )  # fmt: skip

    return run


def test_training_is_kept_listed_and_deleted(without_flock) -> None:
    done = without_flock(*TRAIN, "2")
    assert done.returncode == 0, done.stderr
    assert "not kept" not in done.stderr
    assert done.stderr.rstrip().endswith("Kept as run 1.")
    (run,) = map(json.loads, without_flock("runs", "--json").stdout.splitlines())
    assert (run["outcome"], run["running"], run["is_running_known"], run["epochs"]) == ("finished", False, True, 2)
    assert list(runs_folder().rglob("*.lock")) == []
    assert without_flock("runs", "delete", "1").returncode == 0
    assert without_flock("runs", "purge").stdout == "1 run forgotten for good.\n"


def test_killed_training_may_be_running_and_can_be_resumed_or_deleted(without_flock, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mlp_engine", *TRAIN, "1000000", "--json"]
    environment = os.environ | {"LD_PRELOAD": str(tmp_path / "no_locks.so")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert "running or interrupted" in without_flock("runs").stdout
        process.kill()
    listed = without_flock("runs").stdout
    assert "running or interrupted" in listed
    (run,) = map(json.loads, without_flock("runs", "--json").stdout.splitlines())
    assert (run["outcome"], run["running"], run["is_running_known"]) == (None, False, False)
    checkpoint = RunStore(runs_folder()).checkpoint_of(1)
    if checkpoint.exists():
        epochs = str(run["epochs"] + 1)
        assert without_flock("train", "--resume", str(checkpoint), "--epochs", epochs).returncode in (0, 2)
    assert without_flock("runs", "delete", "1").returncode == 0
    assert without_flock("runs", "purge").stdout == "1 run forgotten for good.\n"


def test_store_that_cannot_be_locked_at_all_says_why_and_the_training_goes_on(without_locks, tmp_path: Path) -> None:
    out = tmp_path / "mine.safetensors"
    done = without_locks(*TRAIN, "2", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert "This run is not kept: Runs must be kept where files can be locked." in done.stderr
    assert out.exists()
    done = without_locks("runs")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("mlp-engine: Runs must be kept where files can be locked. Got ")


@pytest.fixture
def no_flock_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", fail)


def test_within_one_process_runs_are_held_all_the_same(no_flock_here, store, train_and_keep) -> None:
    train_and_keep()
    with store.hold(1):
        assert store.runs()[0].running
        with pytest.raises(RunStoreError, match="must be left alone until it ends"):
            store.delete(1)
    assert not store.runs()[0].running
    store.delete(1)


def test_lock_of_another_process_is_not_known(no_flock_here, tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    assert is_locked(lock) is False
    lock.touch()
    assert is_locked(lock) is None
    with file_lock(lock, pytest.fail):
        assert is_locked(lock) is True
    assert is_locked(lock) is False
