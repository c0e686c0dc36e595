"""Databases that are damaged, foreign, newer or out of reach."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import RunStoreError
from mlp_engine.runs import RunStore
from mlp_engine.runs.database import MIGRATIONS, NAME


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def test_a_new_store_has_the_newest_version_and_opening_it_again_changes_nothing(store) -> None:
    assert store.notice == ""
    assert version_of(store.folder / NAME) == len(MIGRATIONS)
    assert RunStore(store.folder).notice == ""
    assert sorted(path.name for path in store.folder.iterdir()) == [NAME]


def test_a_newer_store_is_refused_and_left_as_it_is(store, train_and_keep) -> None:
    train_and_keep()
    path = store.folder / NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        before = "\n".join(connection.iterdump())
    with pytest.raises(RunStoreError, match=r"of version 3 or older\. Got .* of version 4, made by a newer program"):
        RunStore(store.folder)
    with closing(sqlite3.connect(path)) as connection:
        assert "\n".join(connection.iterdump()) == before
    assert version_of(path) == len(MIGRATIONS) + 1


@pytest.mark.parametrize("damage", ["no database", "overwritten pages", "cut off"])
def test_a_damaged_store_is_set_aside_and_a_new_one_begun(store, train_and_keep, damage) -> None:
    for _ in range(5):
        train_and_keep()
    path = store.folder / NAME
    whole = path.read_bytes()
    broken = {
        "no database": b"This is a letter to my aunt. " * 100,
        "overwritten pages": whole[:4096] + b"\xaa" * (len(whole) - 4096),
        "cut off": whole[: len(whole) // 2],
    }[damage]
    path.write_bytes(broken)
    (store.folder / "snapshots").mkdir(exist_ok=True)
    (store.folder / "snapshots" / f"{'9' * 30}-0.safetensors").write_bytes(b"of no run")

    again = RunStore(store.folder)
    (aside,) = store.folder.glob(f"damaged-*{NAME}")
    assert again.notice == f"The store of runs was damaged: it is kept as {aside}, and a new one was begun."
    assert aside.read_bytes() == broken
    assert again.runs() == ()
    assert RunStore(store.folder).notice == ""
    files = {path: path.read_bytes() for path in (*store.folder.glob("weights/*"), *store.folder.glob("checkpoints/*"))}
    assert len(files) == 15
    assert train_and_keep()[0] == 6, "what the damaged one's runs left must not be overwritten"
    assert {path: path.read_bytes() for path in files} == files


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RunStoreError, match=r"Runs must be kept in a folder that can be written\. Got .*runs"):
        RunStore(tmp_path / "runs")


def test_a_store_whose_database_is_a_folder_is_one_sentence(tmp_path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(RunStoreError, match=r"must be a file that can be opened\. Got .*runs\.sqlite3"):
        RunStore(tmp_path)


def test_a_store_that_is_lost_meanwhile_is_one_sentence(store) -> None:
    (store.folder / NAME).unlink()
    with pytest.raises(RunStoreError, match=r"must be readable\. Got .*no such table"):
        store.runs()


def test_a_store_of_the_first_version_keeps_all_its_runs_and_learns_their_choice_of_samples(tmp_path) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    machine = json.dumps({"platform": "Linux", "cpus": 2, "python": "3.11", "numpy": "2.0", "version": "0.1.0"})
    started = "2025-11-24T10:03:00+00:00"
    names = ["some, first 3 or so", "MNIST, random 25, label noise 0.3, seed 11", "MNIST, 2 per class"]
    with closing(sqlite3.connect(folder / NAME)) as connection, connection:
        connection.executescript(MIGRATIONS[0] + "PRAGMA user_version = 1;")
        for name in names:
            connection.execute(
                "INSERT INTO runs (name, network, training, source, data, data_sha256, samples, seed, machine,"
                " checkpoint, started, deleted) VALUES (?, '{}', '{\"seed\": 11}', '', ?, '', 60, 11, ?, '', ?, ?)",
                (name, name, machine, started, "per class" in name),
            )
    store = RunStore(folder)
    assert version_of(folder / NAME) == len(MIGRATIONS)
    listed = {run.name: run for run in (*store.runs(), *store.runs(deleted=True))}
    assert [listed[name].choice for name in names] == [
        SampleChoice(seed=11),
        SampleChoice("random", 25, 0.3, 11),
        SampleChoice("per-class", 2, seed=11),
    ]
    assert [listed[name].series for name in names] == [""] * 3
    assert store.empty_bin(timedelta(days=1)) == 0, "what was deleted before counts from now on"
    assert store.empty_bin() == 1
