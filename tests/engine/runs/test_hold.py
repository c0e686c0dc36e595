"""One process at a time trains a run, or deletes it; a process that is killed holds nothing any more."""

import os
import subprocess
import sys
import threading

import pytest

from mlp_engine.errors import RunStoreError
from mlp_engine.runs import RunStore

HOLD = """
import sys
from pathlib import Path
from mlp_engine.runs import RunStore

with RunStore(Path(sys.argv[1])).hold(int(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.readline()
"""
LEFT_ALONE = r"A run that is being trained must be left alone until it ends\. Got run 1\."


@pytest.fixture
def held_elsewhere(store, train_and_keep):
    """Run 1, held by a process of its own."""
    train_and_keep()
    command = [sys.executable, "-c", HOLD, str(store.folder), "1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_held_run_is_running_and_can_neither_be_held_nor_deleted_nor_purged(store, held_elsewhere) -> None:
    assert [run.running for run in store.runs()] == [True]
    assert store.run(1).summary.running
    with pytest.raises(RunStoreError, match=LEFT_ALONE), store.hold(1):
        pass
    with pytest.raises(RunStoreError, match=LEFT_ALONE):
        store.delete(1)
    with pytest.raises(RunStoreError, match=LEFT_ALONE):
        store.purge(1)
    assert not store.run(1).summary.deleted


def test_it_can_still_be_renamed_starred_and_noted(store, held_elsewhere) -> None:
    store.rename(1, "mine")
    store.star(1)
    store.note(1, "going on")
    assert (store.run(1).summary.name, store.run(1).summary.star, store.run(1).summary.note) == (
        "mine",
        True,
        "going on",
    )


@pytest.mark.skipif(os.name != "posix", reason="sends SIGKILL")
def test_a_killed_process_lets_its_run_go(store, held_elsewhere) -> None:
    held_elsewhere.kill()
    held_elsewhere.wait()
    assert not store.run(1).summary.running
    with store.hold(1):
        assert store.runs()[0].running
    store.delete(1)
    assert store.runs() == ()
    assert list(store.folder.rglob("*.lock")) == []


def test_whoever_only_looks_is_in_nobody_s_way(store, train_and_keep) -> None:
    """To look whether a run is held, its lock is taken for a moment: many do so while one begins to train."""
    train_and_keep()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            store.runs()

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(100):
            with store.hold(1):
                pass
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_run_that_is_not_there_cannot_be_held(store) -> None:
    with pytest.raises(RunStoreError, match="Got run 7, which is not there"), store.hold(7):
        pass


def test_a_lock_that_cannot_be_written_is_one_sentence(store, train_and_keep) -> None:
    train_and_keep()
    (store.folder / "checkpoints" / "1.lock").mkdir()
    with pytest.raises(RunStoreError, match=r"Runs must be kept in a folder that can be written\. Got .*runs \("):
        RunStore(store.folder).delete(1)
