"""What is deleted can be brought back for a while, and then goes for good, files and all; nothing else goes with it."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from mlp_engine.errors import RunStoreError
from mlp_engine.runs.database import NAME
from mlp_engine.runs.run_files import RunFiles


def files(store) -> set[str]:
    kept = (path for folder in ("weights", "checkpoints") for path in (store.folder / folder).iterdir())
    return {path.name for path in kept}


def deleted_long_ago(store, run: int) -> None:
    with closing(sqlite3.connect(store.folder / NAME)) as connection, connection:
        connection.execute("UPDATE runs SET deleted_at = '2020-01-01T00:00:00+00:00' WHERE id = ?", (run,))


def test_only_what_was_deleted_long_ago_is_purged(store, train_and_keep) -> None:
    for _ in range(3):
        train_and_keep()
    (store.folder / "weights" / ".1-best.safetensors.0a0a0a0a.part").write_bytes(b"half")
    store.delete(1)
    store.delete(2)
    deleted_long_ago(store, 1)
    kept = store.run(2), store.run(3)
    assert store.empty_bin(timedelta(days=30)) == 1
    assert ([run.id for run in store.runs(deleted=True)], [run.id for run in store.runs()]) == ([2], [3])
    assert (store.run(2), store.run(3)) == kept
    both = {f"{run}{kind}" for run in (2, 3) for kind in ("-best.safetensors", "-last.safetensors", ".checkpoint")}
    assert files(store) == both
    store.restore(2)
    assert [run.id for run in store.runs()] == [3, 2]


def test_all_of_the_bin_goes_where_no_age_is_asked_for(store, train_and_keep) -> None:
    for _ in range(2):
        train_and_keep()
        store.delete(len(store.runs(deleted=True)) + 1)
    assert store.empty_bin() == 2
    assert store.empty_bin() == 0
    assert files(store) == set()


def test_a_run_that_is_restored_and_deleted_again_begins_its_time_anew(store, train_and_keep) -> None:
    train_and_keep()
    store.delete(1)
    deleted_long_ago(store, 1)
    store.restore(1)
    store.delete(1)
    assert store.empty_bin(timedelta(days=30)) == 0


def test_a_deleted_run_that_is_gone_on_with_is_not_purged(store, train_and_keep) -> None:
    train_and_keep()
    store.delete(1)
    with store.hold(1):
        assert store.empty_bin() == 0
    assert store.empty_bin() == 1


def test_a_purge_that_cannot_remove_a_file_leaves_the_run_in_the_bin(store, train_and_keep, monkeypatch) -> None:
    train_and_keep()
    store.delete(1)

    def fail(_) -> None:
        raise PermissionError(13, "Permission denied", "1-best.safetensors")

    with monkeypatch.context() as patch:
        patch.setattr(RunFiles, "remove", fail)
        with pytest.raises(RunStoreError, match=r"must be ones that can be removed\. Got 1-best\.safetensors \(Perm"):
            store.purge(1)
    assert [run.id for run in store.runs(deleted=True)] == [1]
    store.purge(1)
    assert files(store) == set()
