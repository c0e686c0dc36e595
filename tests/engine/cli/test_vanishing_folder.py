"""A data folder that cannot be used, vanishes or comes back: the training goes on, and it is said what is not kept."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlp_engine.runs import RunStore, runs_folder
from mlp_engine.training.history import EpochRecord
from mlp_engine.weights.file import load_weights

EPOCHS = 6


def train(run: Callable[..., Any], *more: object) -> Any:
    return run("train", "--data", "practice:80", "--hidden", "7", "--epochs", EPOCHS, "--validation", "0.2", *more)


@pytest.fixture
def at_epoch(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Callable[[], object]], None]:
    """Does something when an epoch is stored, before it is stored."""
    whole = RunStore.add_epoch
    actions: dict[int, Callable[[], object]] = {}

    def add_epoch(store: RunStore, number: int, record: EpochRecord) -> None:
        if action := actions.get(record.epoch):
            action()
        whole(store, number, record)

    monkeypatch.setattr(RunStore, "add_epoch", add_epoch)
    return actions.__setitem__


@pytest.mark.skipif(sys.platform == "win32", reason="an open database cannot be deleted")
def test_folder_that_vanishes_costs_the_record_and_not_the_network(run, tmp_path: Path, at_epoch) -> None:
    at_epoch(3, lambda: shutil.rmtree(runs_folder()))
    out = tmp_path / "mine.safetensors"
    done = train(run, "--out", out)
    assert done.code == 0
    assert load_weights(out).network.config.hidden == (7,)
    assert "Traceback" not in done.err
    assert "This run cannot be kept at the moment" in done.err
    assert "This run is not kept: The store of runs must be " in done.err
    assert "Kept as run" not in done.err
    assert run("runs").code == 0  # a new store was begun


@pytest.mark.skipif(sys.platform == "win32", reason="an open database cannot be renamed")
def test_folder_that_comes_back_has_all_epochs(run, at_epoch) -> None:
    away = runs_folder().with_name("away")
    at_epoch(2, lambda: runs_folder().rename(away))
    at_epoch(5, lambda: away.rename(runs_folder()))
    done = train(run)
    assert done.code == 0
    assert "This run cannot be kept at the moment" in done.err
    (kept,) = RunStore(runs_folder()).runs()
    assert (kept.epochs, kept.outcome, kept.running) == (EPOCHS, "finished", False)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder in which nobody can write")
def test_folder_that_cannot_be_written_is_one_sentence(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLP_DATA_DIR", "/proc/self/data")
    out = tmp_path / "mine.safetensors"
    done = train(run, "--out", out)
    assert done.code == 0
    assert out.exists()
    assert "This run is not kept: Runs must be kept in a folder that can be written." in done.err
    sweep = ("sweep", "--data", "practice:60", "--over", "l2=0", "--workers", "1")
    for command in (("runs",), ("runs", "delete", "1"), ("my-digits", "list"), sweep):
        done = run(*command)
        assert done.code == 2, command
        assert done.err.splitlines()[-1].startswith("mlp-engine: "), command
