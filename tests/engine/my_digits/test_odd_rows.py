"""Drawings in the store that something has changed: each is reported, and hides no other."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import numpy as np
import pytest

from mlp_engine.errors import MyDigitsError, SettingError
from mlp_engine.my_digits import DrawingStore, KeptDrawing, UnreadableDrawing, export_idx, export_pictures

ODD = {
    "created = 'yesterday'": "created must be a moment",
    "created = '2026-11-24T10:03:00'": "created must be a moment with its time zone",
    "created = '0001-01-01T00:00:00+00:00'": "of a year from 1970 to 9000",
    "created = '2026-02-30T00:00:00+00:00'": "created must be a moment",
    "created = x'00'": "created must be a text",
    "created = hex(zeroblob(2000000))": "created must have at most 100 characters",
    "image = x'00'": "image must be 784 bytes of ink",
    "image = 'a picture'": "image must be 784 bytes of ink",
    "image = zeroblob(3000000)": "image must be 784 bytes of ink",
    "label = 10": "label must be a whole number from 0 to 9",
    "label = 'seven'": "label must be a whole number from 0 to 9",
    "answer = -1": "answer must be a whole number from 0 to 9",
    "answer = x'01'": "answer must be a whole number from 0 to 9",
    "probability = 2": "probability must be a number",
    "probability = 'sure'": "probability must be a number",
    "network = x'00'": "network must be a text",
    "device = hex(zeroblob(200))": "device must have at most 200 characters",
    "deleted = 'perhaps'": "deleted must be a whole number from 0 to 1",
}


def run_sql(store: DrawingStore, statement: str) -> None:
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute(statement)


@pytest.fixture
def three(store, draw) -> list[int]:
    return store.add_all([draw(label, answer=label, probability=0.5, device="pen") for label in (1, 2, 3)])


@pytest.mark.parametrize("change", ODD)
def test_a_drawing_that_cannot_be_read_says_so_hides_no_other_and_can_be_deleted(
    store, three, tmp_path, change
) -> None:
    run_sql(store, f"UPDATE drawings SET {change} WHERE id = 2")
    assert sorted(store.ids(order="label").tolist()) == [1, 2, 3]
    newest, odd, oldest = store.listed(store.ids())
    assert isinstance(odd, UnreadableDrawing)
    assert (odd.id, odd.deleted) == (2, False)
    assert ODD[change] in odd.reason
    assert len(odd.reason) < 300
    assert isinstance(newest, KeptDrawing)
    assert isinstance(oldest, KeptDrawing)
    assert [drawing.id for drawing in store.drawings(store.ids())] == [3, 1]
    assert store.counts()[[1, 3]].tolist() == [1, 1]
    assert len(store.answers()) in (2, 3)
    assert set(np.unique(store.dataset().labels)) <= {1, 2, 3}
    assert len(store.contents()) in (2, 3)
    assert export_pictures(store, tmp_path / "pictures") == 2
    assert export_idx(store, tmp_path / "idx") == len(store.dataset())
    assert store.strokes(2)

    store.delete([2])
    assert store.ids().tolist() == [3, 1]
    assert store.purge() == 1
    assert store.listed([2]) == ()


def test_an_odd_label_can_be_replaced(store, three) -> None:
    run_sql(store, "UPDATE drawings SET label = 'seven' WHERE id = 2")
    assert store.relabel({1: 7, 2: 7}) == {1: 1}
    assert [drawing.label for drawing in store.drawings([1, 2, 3])] == [7, 7, 3]


@pytest.mark.parametrize("line", ["'{'", "x'00'", "7", "'[]'", "'{\"strokes\": []}'", f"'{'[' * 5000}'", "'{}'"])
def test_strokes_that_cannot_be_read_are_one_sentence(store, three, line) -> None:
    run_sql(store, f"UPDATE strokes SET line = {line} WHERE drawing = 2")
    with pytest.raises(MyDigitsError, match=r"^The strokes of drawing 2 must be readable\. Got: ") as refused:
        store.strokes(2)
    assert len(str(refused.value)) < 300
    assert store.strokes(1)
    assert len(store.drawings([1, 2, 3])) == 3


def test_a_time_that_could_not_be_read_again_is_refused(draw) -> None:
    with pytest.raises(SettingError, match=r"The time of a drawing must be .* of a year from 1970 to 9000\. Got 0001"):
        draw(3, created=datetime(1, 1, 1, tzinfo=UTC))
