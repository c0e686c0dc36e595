"""Data folders that only their owner may read."""

import logging
import os
import stat
from pathlib import Path

import pytest

from mlp_engine.files.private import make_private_folder
from mlp_engine.files.whole_file import write_whole
from mlp_engine.runs import RunStore, runs_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> list[Path]:
    return [path for path in (folder, *folder.rglob("*")) if mode(path) & 0o077]


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077], ids=oct)
def test_stores_are_private_whatever_the_umask(mask: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        store = RunStore(tmp_path / "data" / "runs")
        with store._database.transaction() as connection:
            connection.execute("CREATE TABLE more (n)")
            assert open_to_others(tmp_path / "data") == []
    finally:
        os.umask(before)
    assert mode(tmp_path / "data") == mode(tmp_path / "data" / "runs") == 0o700
    assert mode(tmp_path / "data" / "runs" / "runs.sqlite3") == 0o600


def test_stricter_umask_is_respected(tmp_path: Path) -> None:
    before = os.umask(0o277)
    try:
        make_private_folder(tmp_path / "new")
    finally:
        os.umask(before)
    assert mode(tmp_path / "new") == 0o500


def test_old_folder_is_mended_once(tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    (folder / "weights").mkdir(parents=True)
    (folder / "weights" / "1.safetensors").write_bytes(b"")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"")
    (folder / "link").symlink_to(elsewhere)
    for path in (folder, folder / "weights"):
        path.chmod(0o755)
    for path in (folder / "weights" / "1.safetensors", elsewhere):
        path.chmod(0o644)
    RunStore(folder)
    assert mode(folder) == mode(folder / "weights") == 0o700
    assert mode(folder / "weights" / "1.safetensors") == 0o600
    assert mode(elsewhere) == 0o644
    # A person who then shares a file on purpose is not overruled.
    (folder / "weights" / "1.safetensors").chmod(0o644)
    RunStore(folder)
    assert mode(folder / "weights" / "1.safetensors") == 0o644


def test_file_system_without_permissions_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As on vfat, where to change permissions changes nothing: the content is not visited at each start."""
    folder = tmp_path / "runs"
    folder.mkdir()
    folder.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", lambda *_, **__: None)
    monkeypatch.setattr(Path, "rglob", lambda *_: pytest.fail("the content was visited"))
    with caplog.at_level(logging.INFO, "mlp_engine"):
        RunStore(folder)
    assert caplog.messages == []


def test_file_saved_elsewhere_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "out", b"weights")
        runs_folder().mkdir(parents=True, exist_ok=True)
        write_whole(runs_folder() / "kept", b"weights")
    finally:
        os.umask(before)
    assert mode(tmp_path / "out") == 0o644
    assert mode(runs_folder() / "kept") == 0o600
