"""Rows saved from damaged databases into new ones."""

import locale
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits import DrawingStore, LabelledDrawing
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import RunStore
from mlp_engine.training.history import EpochRecord

PAGE = 4096
LEAF = 13
"""The first byte of a page with rows."""
DRAWINGS = 400


def pages(path: Path, table: str) -> list[int]:
    """The numbers, counted from 0, of the pages that hold rows of a table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    content = path.read_bytes()
    top = content[(root - 1) * PAGE : root * PAGE]
    count = int.from_bytes(top[3:5], "big")
    cells = [int.from_bytes(top[12 + 2 * cell : 14 + 2 * cell], "big") for cell in range(count)]
    children = [int.from_bytes(top[cell : cell + 4], "big") - 1 for cell in cells]
    leaves = [*children, int.from_bytes(top[8:12], "big") - 1]
    assert all(content[page * PAGE] == LEAF for page in leaves)
    return leaves


def overwrite(path: Path, *numbers: int) -> None:
    content = bytearray(path.read_bytes())
    for number in numbers:
        content[number * PAGE : (number + 1) * PAGE] = b"\xaa" * PAGE
    path.write_bytes(content)


@pytest.fixture
def drawings(tmp_path: Path) -> DrawingStore:
    store = DrawingStore(tmp_path / "drawings")
    rng = np.random.default_rng(0)
    for _ in range(DRAWINGS // 100):
        image = rng.integers(0, 256, (100, 28, 28), np.uint8)
        stroke = PenStroke(((50.0, 50.0), (200.0, 60.0)))
        store.add_all(LabelledDrawing(n % 10, (stroke,), image=image[n]) for n in range(100))
    return store


@pytest.mark.parametrize(
    "which",
    [lambda leaves: leaves[:1], lambda leaves: leaves[-1:], lambda leaves: leaves[5:6], lambda leaves: leaves[3:30:9]],
    ids=["first", "last", "one", "several"],
)
def test_all_drawings_but_those_on_damaged_pages_are_saved(
    drawings: DrawingStore, which: Callable[[list[int]], list[int]]
) -> None:
    before = {drawing.id: drawing for drawing in drawings.drawings(drawings.ids())}
    leaves = pages(drawings.path, "drawings")
    damaged = which(leaves)
    per_page = -(-DRAWINGS // len(leaves)) + 1
    overwrite(drawings.path, *damaged)
    again = DrawingStore(drawings.folder)
    saved = again.drawings(again.ids())
    assert DRAWINGS - per_page * len(damaged) <= len(saved) < DRAWINGS
    assert again.notice.endswith(f"and a new one was begun with {len(saved)} drawings saved from it.")
    for drawing in saved:
        old = before[drawing.id]
        assert (drawing.label, drawing.created) == (old.label, old.created)
        np.testing.assert_array_equal(drawing.image, old.image)
        assert len(again.strokes(drawing.id)) == 1
    assert again.add(LabelledDrawing(1, image=np.zeros((28, 28), np.uint8))) > max(drawing.id for drawing in saved)
    assert DrawingStore(drawings.folder).notice == ""


def test_pages_linked_in_a_circle_are_not_read_for_ever(drawings: DrawingStore) -> None:
    pages(drawings.path, "drawings")  # moves the log into the file
    with closing(sqlite3.connect(drawings.path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'drawings'").fetchone()
    content = bytearray(drawings.path.read_bytes())
    top = (root - 1) * PAGE
    for cell in range(int.from_bytes(content[top + 3 : top + 5], "big")):
        place = top + int.from_bytes(content[top + 12 + 2 * cell : top + 14 + 2 * cell], "big")
        content[place : place + 4] = root.to_bytes(4, "big")
    drawings.path.write_bytes(content)
    again = DrawingStore(drawings.folder)
    assert len(again.ids()) < DRAWINGS
    assert "was damaged" in again.notice


@pytest.fixture(params=["", "tr_TR.UTF-8"], ids=["usual", "Turkish"])
def locale_of_letters(request: pytest.FixtureRequest) -> Iterator[None]:
    """Turkish has two letters i, and so a lower case of its own."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, request.param)
    except locale.Error:
        pytest.skip("this system does not have the locale")
    yield
    locale.setlocale(locale.LC_CTYPE, before)


@pytest.mark.usefixtures("locale_of_letters")
def test_a_store_with_a_trigger_of_another_program_loses_nothing(drawings: DrawingStore) -> None:
    with closing(sqlite3.connect(drawings.path)) as connection:
        connection.execute("CREATE TRIGGER wild AFTER UPDATE ON drawings BEGIN DELETE FROM drawings; END")
    again = DrawingStore(drawings.folder)
    assert len(again.ids()) == DRAWINGS
    assert "it has a trigger" in again.notice
    assert again.notice.endswith(f"with {DRAWINGS} drawings saved from it.")


def test_runs_are_saved_with_their_numbers_and_histories(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs")
    data = Dataset(np.zeros((6, 4), np.float32), np.arange(6) % 3, "clouds")
    for number in range(40):
        config = NetworkConfig(inputs=4, hidden=(5,), outputs=3)
        run = store.begin(config, TrainingConfig(seed=number), data, name=f"run {number} " + "x" * 500)
        for epoch in (1, 2):
            store.add_epoch(run, EpochRecord(epoch, 0.5, 0.75, 0.6, 0.7, 0.1, 0.1, 2.0 * epoch))
    before = {run.id: store.run(run.id) for run in store.runs()}
    path = store.folder / "runs.sqlite3"
    overwrite(path, pages(path, "runs")[4])
    again = RunStore(store.folder)
    saved = again.runs()
    assert 30 <= len(saved) < 40
    assert again.notice.endswith(f"with {len(saved)} runs saved from it.")
    for run in saved:
        assert again.run(run.id) == before[run.id]
    assert again.begin(NetworkConfig(inputs=4, hidden=(5,), outputs=3), TrainingConfig(), data) == 41
