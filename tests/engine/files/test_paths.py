"""Paths at which nothing can be, and names as long as a file system has them."""

import os
import threading
from pathlib import Path

import pytest

from mlp_engine.errors import MlpError
from mlp_engine.files import whole_file
from mlp_engine.files.paths import is_file, is_folder, is_there, resolved, shown_name, why_impossible, why_no_file
from mlp_engine.files.source_file import file_on_disk
from mlp_engine.files.whole_file import clear_leftovers, write_whole
from mlp_engine.interchange.nielsen_json import read_nielsen_json

pytestmark = pytest.mark.skipif(os.name != "posix", reason="255 bytes a name")

TOO_LONG = "n" * 300


@pytest.mark.parametrize("name", [TOO_LONG, "zero\0byte", f"{TOO_LONG}/below", "missing"], ids=repr)
def test_nothing_is_at_an_impossible_path(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    assert (is_there(path), is_file(path), is_folder(path)) == (False, False, False)
    assert bool(why_impossible(path)) == (name != "missing")
    assert why_no_file(path) == "There is no such file."


def test_what_is_there_is_seen(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert (is_there(tmp_path), is_file(tmp_path), is_folder(tmp_path)) == (True, False, True)
    assert (is_there(tmp_path / "file"), is_file(tmp_path / "file"), is_folder(tmp_path / "file")) == (
        True,
        True,
        False,
    )
    assert why_impossible(tmp_path / "file") == ""


@pytest.mark.parametrize("name", ["n" * 255, "é" * 127], ids=["255 letters", "254 bytes in 127 letters"])
def test_longest_name_can_be_written_and_written_again(name: str, tmp_path: Path) -> None:
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        pytest.skip("this file system's encoding lacks the letter")
    for content in (b"first", b"second"):
        write_whole(tmp_path / name, content)
        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, content)]


def test_leftovers_of_a_long_name_are_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = tmp_path / ("n" * 254 + "1"), tmp_path / ("n" * 254 + "2")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)  # as if the process had been killed
    with pytest.raises(KeyboardInterrupt):
        write_whole(one, b"half")
    monkeypatch.undo()
    assert len(list(tmp_path.iterdir())) == 1
    clear_leftovers(other)
    assert len(list(tmp_path.iterdir())) == 1
    clear_leftovers(one)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_file_is_said_to_be_there_by_every_reader(tmp_path: Path) -> None:
    for read in (file_on_disk, read_nielsen_json):
        with pytest.raises(MlpError, match=r"must be a file that can be read\. It is a folder, a pipe or a device\."):
            read(tmp_path)


def test_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As is a device: to put a file in the place of /dev/null would break the system."""
    pipe, got = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    monkeypatch.setattr(whole_file, "SECONDS_FOR_A_READER", 0.0)
    with pytest.raises(OSError, match="no program reads from this pipe"):
        write_whole(pipe, b"lost")
    monkeypatch.setattr(whole_file, "SECONDS_FOR_A_READER", 60.0)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"content")
    reader.join()
    assert got == [b"content"]
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_name_is_shown_on_one_line_with_its_hidden_marks_and_cut() -> None:
    assert shown_name(Path("folder") / "drawing.json") == "drawing.json"
    assert shown_name("safe\u202egnp.exe\nsecond line") == "safe\\u202egnp.exe\\nsecond line"
    assert shown_name(Path("/")) == "/"
    assert shown_name("n" * 100) == "n" * 79 + "…"


def test_what_is_no_path_is_an_error_of_the_system_and_nothing_else(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path in (loop, tmp_path / "zero\0byte"):
        with pytest.raises(OSError, match=r"null byte|symbolic links"):
            resolved(path)
        with pytest.raises(OSError, match=r"null byte|symbolic links"):
            write_whole(path, b"content")
    assert list(tmp_path.iterdir()) == [loop]
    assert resolved(tmp_path) == tmp_path.resolve()
