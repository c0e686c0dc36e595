"""File systems without locks, or slow ones, as network shares may be: trainings are kept, listed and deleted there too.

A library that is loaded before all others lets flock, or all locks, fail as they do there. Another one lets a file
system be slow: what the window does with one is in tests/e2e/test_slow_store.py.
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
from mlp_engine.weights.file import load_weights

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
SLOW = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static long slow_calls;
static void is_slow(const char *path) {
    const char *folder = getenv("MLP_DATA_DIR");
    if (folder && path && strncmp(path, folder, strlen(folder)) == 0) { slow_calls++; usleep(3000); }
}
__attribute__((destructor)) static void tell(void) {
    const char *count = getenv("SLOW_CALLS");
    FILE *file = count ? fopen(count, "a") : NULL;
    if (file) { fprintf(file, "%ld\\n", slow_calls); fclose(file); }
}
#define OPEN(name) \\
    int name(const char *path, int flags, ...) { \\
        va_list list; \\
        va_start(list, flags); \\
        int mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, int) : 0; \\
        va_end(list); \\
        is_slow(path); \\
        return ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name))(path, flags, mode); \\
    }
OPEN(open)
OPEN(open64)
#define ONE_PATH(name) \\
    int name(const char *path) { is_slow(path); return ((int (*)(const char *))dlsym(RTLD_NEXT, #name))(path); }
ONE_PATH(unlink)
ONE_PATH(rmdir)
int rename(const char *from, const char *to) {
    is_slow(to);
    return ((int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename"))(from, to);
}
int fsync(int descriptor) { usleep(3000); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(descriptor); }
"""
"""Every call that opens, replaces or syncs a file of the data folder takes 3 ms more."""

TRAIN = ("train", "--data", "practice:60", "--hidden", "5", "--epochs")
RESUME = ("train", "--data", "practice:60", "--resume")


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
        assert without_flock(*RESUME, str(checkpoint), "--epochs", epochs).returncode == 0
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


def test_on_a_slow_file_system_runs_are_begun_kept_resumed_listed_and_saved(tmp_path: Path, monkeypatch) -> None:
    count, out = tmp_path / "count", tmp_path / "mine.safetensors"
    monkeypatch.setenv("SLOW_CALLS", str(count))
    slow = runner(library(SLOW, tmp_path))
    assert slow(*TRAIN, "2", "--out", str(out)).stderr.rstrip().endswith("Kept as run 1.")
    resumed = slow(*RESUME, str(RunStore(runs_folder()).checkpoint_of(1)), "--epochs", "3")
    assert resumed.returncode == 0, resumed.stderr
    (run,) = map(json.loads, slow("runs", "--json").stdout.splitlines())
    assert (run["outcome"], run["running"], run["epochs"]) == ("finished", False, 3)
    assert load_weights(out).network.config.hidden == (5,)
    calls = sorted(map(int, count.read_text("ascii").split()))
    assert calls[-3] > 5, f"each of the three met the slow disk: {calls}"
