"""Killed at random moments, a training loses no finished epoch, breaks no file, and ends as if left alone.

Its epochs take milliseconds, so many of them share one saving of the checkpoint: those after the last one are in the
store all the same, and are gone through again, bit for bit, when the training goes on.

Ten kills by default. For more: ``MLP_KILLS=50 pytest tests/engine/cli/test_killed.py``.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.history import History
from mlp_engine.weights.file import load_weights

KILLS = int(os.environ.get("MLP_KILLS", "10"))
EPOCHS = 150 * KILLS
SETTINGS = ["--hidden", "30", "--optimizer", "adam", "--schedule", "cosine", "--augmentation", "affine",
            "--validation", "0.2", "--batch-size", "15", "--epochs", str(EPOCHS), "--seed", "5"]  # fmt: skip
LONGEST_LIFE = 0.25
LONGEST_START = 1.0
MOST_REPEATED = 2.0  # usually less than a tenth of this, twenty times what a checkpoint takes to write


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "mlp_engine", "train", *map(str, arguments), "--json"]


@pytest.fixture(autouse=True)
def one_blas_thread(monkeypatch) -> None:
    """What makes sums the same every time, for the processes that are started here."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


def killed(arguments: list[str], seconds: float, *, once_it_trains: bool = True) -> tuple[bool, int]:
    """Start a training, let it live so long, from its start or from its first announced epoch, and kill it.

    Returns:
        Whether it was killed before it ended, and the last epoch that it announced, 0 for none.
    """
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        lines = [process.stdout.readline()] if once_it_trains else []
        time.sleep(seconds)
        process.kill()
        out, err = process.communicate(timeout=60)
    assert process.returncode in (0, -signal.SIGKILL), err
    # The last line may be half of one: the kill came in the middle of writing it.
    lines += [line for line in out.splitlines(keepends=True) if line.endswith("\n")]
    return process.returncode != 0, json.loads(lines[-1])["epoch"] if lines else 0


def assert_sound(store: RunStore, run: int, announced: int, alone: History) -> int:
    """Database and checkpoint are whole, and every epoch that was announced is there, as it was when left alone.

    Returns:
        How many epochs there are.
    """
    with closing(sqlite3.connect(store.folder / "runs.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    history = load_checkpoint(store.checkpoint_of(run)).state.history
    noted = store.run(run).history
    assert announced <= len(noted)
    assert timeless(noted).epochs == timeless(alone).epochs[: len(noted)]
    assert timeless(history).epochs == timeless(alone).epochs[: len(history)]
    if len(history) < len(noted):
        repeated = noted.epochs[-1].seconds - noted.epochs[len(history)].seconds
        assert repeated < MOST_REPEATED, "only a moment's work is done again"
    return len(noted)


def timeless(history: History) -> History:
    return replace(history, epochs=tuple(replace(record, seconds=0.0) for record in history.epochs))


@pytest.mark.skipif(os.name != "posix", reason="sends SIGKILL")
def test_a_training_killed_again_and_again_ends_bit_for_bit_as_one_left_alone(digits_folder: Path) -> None:
    rng = np.random.default_rng(50)
    done = subprocess.run(command("--data", digits_folder, *SETTINGS), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    store = RunStore(runs_folder())
    (alone,) = [summary.id for summary in store.runs()]

    was_killed, announced = killed(command("--data", digits_folder, *SETTINGS), rng.uniform(0, LONGEST_LIFE))
    run = store.runs()[0].id
    resumed = command("--data", digits_folder, "--resume", store.checkpoint_of(run))
    history = store.run(alone).history
    kills, held = int(was_killed), assert_sound(store, run, announced, history)
    while kills < KILLS:
        # Every third one while it starts: reads its checkpoint, takes up its run, writes both for the first time.
        once_it_trains = kills % 3 != 0
        life = rng.uniform(0, LONGEST_LIFE if once_it_trains else LONGEST_START)
        was_killed, announced = killed(resumed, life, once_it_trains=once_it_trains)
        assert was_killed, f"the training must live through {KILLS} kills. It ended after {kills}."
        kills += 1
        before, held = held, assert_sound(store, run, announced, history)
        assert held >= before
    assert held < EPOCHS, "the last kill must have cut something off"

    done = subprocess.run(resumed, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [summary.id for summary in store.runs()] == [run, alone]
    one, other = store.run(alone), store.run(run)
    assert (one.summary.outcome, other.summary.outcome) == ("finished", "finished")
    assert len(other.history) == EPOCHS
    assert timeless(one.history) == timeless(other.history)
    for ours, theirs in ((one.best_weights, other.best_weights), (one.last_weights, other.last_weights)):
        assert np.array_equal(load_weights(ours).network.parameters, load_weights(theirs).network.parameters)
    leftovers = [path.name for path in store.folder.rglob("*.part")]
    assert leftovers == []
