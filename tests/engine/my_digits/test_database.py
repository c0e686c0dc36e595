"""Databases that are damaged, newer, locked or out of reach."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from mlp_engine.errors import MyDigitsError
from mlp_engine.my_digits import DrawingStore
from mlp_engine.my_digits.database import MIGRATIONS


@pytest.mark.parametrize("damage", ["no database", "overwritten pages", "cut off"])
def test_a_damaged_store_is_set_aside_whole_and_a_new_one_begun(store, draw, damage) -> None:
    store.add_all([draw(label, seed) for label in range(10) for seed in range(3)])
    whole = store.path.read_bytes()
    broken = {
        "no database": b"This is a letter to my aunt. " * 100,
        "overwritten pages": whole[:4096] + b"\xaa" * (len(whole) - 4096),
        "cut off": whole[: len(whole) // 2],
    }[damage]
    store.path.write_bytes(broken)
    again = DrawingStore(store.folder)
    (aside,) = store.folder.glob("damaged-*")
    saved = len(again.ids())
    assert saved > 0 or damage != "cut off"
    with_them = f" with {saved} drawings saved from it" if saved else ""
    assert (
        again.notice
        == f"The store of my digits was damaged: it is kept as {aside}, and a new one was begun{with_them}."
    )
    assert aside.read_bytes() == broken
    again.add(draw(1))
    assert DrawingStore(store.folder).notice == ""


def test_a_newer_store_is_refused_and_left_as_it_is(store, draw) -> None:
    store.add(draw(1))
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = store.path.read_bytes()
    with pytest.raises(MyDigitsError, match=r"store of my digits must be of version 2 or older\. Got .* of version 3"):
        DrawingStore(store.folder)
    assert store.path.read_bytes() == before


def test_a_newer_store_that_keeps_no_log_is_left_as_it_is_too(tmp_path) -> None:
    """To open it the usual way would write to it: a newer program may have done with the log."""
    path = tmp_path / "my-digits.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE drawings (all_new TEXT)")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    with pytest.raises(MyDigitsError, match="made by a newer program; it is left as it is"):
        DrawingStore(tmp_path)
    assert path.read_bytes() == before


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path) -> None:
    (tmp_path / "mine").write_text("a file")
    with pytest.raises(MyDigitsError, match=r"My digits must be kept in a folder that can be written\. Got .*mine"):
        DrawingStore(tmp_path / "mine")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_became_read_only_is_one_sentence(store, draw) -> None:
    store.add(draw(1))
    store.folder.chmod(0o500)
    try:
        with pytest.raises(MyDigitsError, match=r"Got .*my-digits\.sqlite3"):
            DrawingStore(store.folder).add(draw(2))
    finally:
        store.folder.chmod(0o700)


def test_a_store_that_is_lost_meanwhile_is_one_sentence(store, draw) -> None:
    store.path.unlink()
    with pytest.raises(MyDigitsError, match=r"must be readable and writable\. Got .*no such table"):
        store.add(draw(1))


def test_strokes_that_nobody_can_read_are_one_sentence(store, draw) -> None:
    number = store.add(draw(1))
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("UPDATE strokes SET line = '{\"strokes\": 5}'")
    with pytest.raises(MyDigitsError, match=r"strokes of drawing 1 must be readable\. Got: strokes must be a list"):
        store.strokes(number)


def test_two_programs_keep_drawings_at_once(store) -> None:
    script = (
        "import sys; from pathlib import Path; from mlp_engine.ink import PenStroke\n"
        "from mlp_engine.my_digits import LabelledDrawing, DrawingStore\n"
        "store = DrawingStore(Path(sys.argv[1]))\n"
        "for x in range(30): store.add(LabelledDrawing(1, (PenStroke(((x, 0.0), (x + 50, 100.0))),)))\n"
    )
    programs = [subprocess.Popen([sys.executable, "-c", script, str(store.folder)]) for _ in range(2)]
    assert [program.wait(timeout=60) for program in programs] == [0, 0]
    assert sorted(store.ids().tolist()) == list(range(1, 61))
