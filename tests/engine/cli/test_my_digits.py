"""``mlp-engine my-digits``, and own drawings as data of the other commands."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import numpy as np
import pytest

from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingStore, LabelledDrawing, my_digits_folder
from mlp_engine.weights.file import load_weights

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def drawing(label: int, **about) -> LabelledDrawing:
    points = practice_strokes(label, np.random.default_rng(label))
    return LabelledDrawing(
        label, tuple(PenStroke(tuple((60 + 15 * x, 60 + 15 * y) for x, y in line)) for line in points), **about
    )


@pytest.fixture
def store() -> DrawingStore:
    """Ten drawings in the store of this machine, one of each digit, and one in the bin."""
    store = DrawingStore(my_digits_folder())
    store.add_all(drawing(label, answer=label // 2, probability=0.5, device="pen", created=NOON) for label in range(10))
    store.delete([store.add(drawing(3))])
    return store


def test_drawings_are_listed_newest_first(run, store) -> None:
    store.add(drawing(4, created=NOON))
    lines = run("my-digits", "list").out.splitlines()
    assert len(lines) == 11
    assert lines[0] == "    12  2026-03-01 12:00  4"
    assert lines[1] == "    10  2026-03-01 12:00  9  read as 4  pen"
    listed = [json.loads(line) for line in run("my-digits", "list", "--json").out.splitlines()]
    assert [entry["id"] for entry in listed] == [12, *range(10, 0, -1)]
    assert listed[1] == {
        "id": 10,
        "label": 9,
        "created": "2026-03-01T12:00:00+00:00",
        "answer": 4,
        "probability": 0.5,
        "network": "",
        "device": "pen",
    }


def test_no_drawings_yet(run) -> None:
    assert run("my-digits", "list").out == "No drawings yet: the window keeps those that you label.\n"
    assert run("my-digits", "list", "--json").out == ""


@pytest.mark.parametrize("form", ["strokes", "pictures", "idx"])
def test_what_is_exported_and_forgotten_comes_back_by_an_import(run, store, form, tmp_path) -> None:
    path = tmp_path / ("mine.jsonl" if form == "strokes" else "mine")
    before = sorted(map(bytes, store.dataset().inputs))
    assert run("my-digits", "export", "--to", form, "--out", path).out == f"Wrote 10 drawings to {path}.\n"
    store.tuned_weights.write_bytes(b"learned from the drawings")
    assert run("my-digits", "forget", "--yes").out == "10 drawings forgotten for good.\n"
    assert len(store.contents()) == 0
    assert not store.tuned_weights.exists()
    assert run("my-digits", "import", path).out == "Took in 10 drawings that were new.\n"
    assert sorted(map(bytes, store.dataset().inputs)) == before
    assert run("my-digits", "import", path).out == "Took in 0 drawings that were new.\n"


def test_nothing_is_forgotten_unless_it_is_meant(run, store) -> None:
    done = run("my-digits", "forget")
    sentence = "This deletes 10 drawings for good. Confirm it with --yes."
    assert (done.code, done.out, done.err) == (2, "", f"mlp-engine: {sentence}\n")
    assert len(store.ids()) == 10


def test_a_damaged_store_is_told_and_set_aside(run, store) -> None:
    store.path.write_bytes(b"no database" * 1000)
    done = run("my-digits", "list")
    assert done.code == 0
    assert done.err.startswith("mlp-engine: The store of my digits was damaged: it is kept as ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("export", "--to", "png", "--out", "x"), "Format must be strokes, pictures or idx. Got 'png'."),
        (("import", "nowhere.jsonl"), "nowhere.jsonl must be a file that can be read."),
    ],
)
def test_wrong_use_is_one_sentence_and_code_2(run, arguments, sentence) -> None:
    done = run("my-digits", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mlp-engine: {sentence}")
    assert done.err.count("\n") == 1


def test_own_drawings_are_measured_on_and_learned_from(run, store, tmp_path) -> None:
    measured = json.loads(run("evaluate", "--data", "my-digits", "--json").out)
    assert (measured["samples"], np.sum(measured["confusion"], axis=1).tolist()) == (10, [1] * 10)
    out = tmp_path / "mine.safetensors"
    options = ("--hidden", 5, "--epochs", 1, "--no-store", "--out", out)
    assert run("train", "--data", "my-digits+practice:20", *options).code == 0
    assert load_weights(out).card.data == "my digits + practice 20 seed 0"


def test_a_network_learns_from_own_drawings_alone_and_is_measured_on_them(run, store, tmp_path) -> None:
    out = tmp_path / "mine.safetensors"
    done = run(
        "train", "--data", "my-digits", "--hidden", 8, "--epochs", 2, "--batch-size", 5, "--no-store", "--out", out
    )
    assert (done.code, load_weights(out).card.data) == (0, "my digits")
    found = json.loads(run("evaluate", "--weights", out, "--data", "my-digits", "--json").out)
    data = store.dataset()
    right = (load_weights(out).network.predict(data.inputs).argmax(axis=1) == data.labels).mean()
    assert found["samples"] == 10
    assert np.trace(found["confusion"]) == round(10 * right)


def test_where_there_are_no_own_drawings_that_is_said(run) -> None:
    done = run("evaluate", "--data", "my-digits")
    path = my_digits_folder() / "my-digits.sqlite3"
    sentence = f"My digits must hold at least one drawing to be used as data. {path} has none."
    assert (done.code, done.out, done.err) == (2, "", f"mlp-engine: {sentence}\n")


@pytest.mark.parametrize("change", ["created = 'yesterday'", "image = x'00'"])
def test_a_drawing_that_cannot_be_read_is_listed_with_the_reason_and_can_be_deleted(
    run, store, tmp_path, change
) -> None:
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute(f"UPDATE drawings SET {change} WHERE id = 3")
    listed = run("my-digits", "list")
    assert (listed.code, listed.err) == (0, "")
    lines = listed.out.splitlines()
    assert len(lines) == 10
    assert lines[7].startswith(f"     3  cannot be read. {change.split()[0]} must be ")
    entries = [json.loads(line) for line in run("my-digits", "list", "--json").out.splitlines()]
    assert entries[7] == {"id": 3, "reason": entries[7]["reason"]}
    exported = run("my-digits", "export", "--to", "strokes", "--out", tmp_path / "mine.jsonl")
    assert (exported.code, exported.out) == (0, f"Wrote 9 drawings to {tmp_path / 'mine.jsonl'}.\n")
    assert exported.err == "mlp-engine: 1 drawing cannot be read and is left out: see mlp-engine my-digits list.\n"
    assert run("my-digits", "delete", 3).code == 0
    assert len(run("my-digits", "list").out.splitlines()) == 9
    assert run("my-digits", "export", "--to", "strokes", "--out", tmp_path / "mine.jsonl").err == ""
    assert "Got number 99, which is not there" in run("my-digits", "delete", 99).err
    assert f"from 1 to {2**63 - 1}. Got {2**63}." in run("my-digits", "delete", 2**63).err
