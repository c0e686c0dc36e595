"""Own drawings as a list: only what is looked at is read."""

from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import Qt

from mlp_desktop.models.my_digits.digits_table import ID_ROLE, IMAGE_ROLE, WRONG_ROLE, DigitsTable, drawing_words
from mlp_engine.errors import MyDigitsError
from mlp_engine.my_digits import KeptDrawing


def drawing(number: int, label: int = 7, answer: int | None = 1) -> KeptDrawing:
    image = np.full((28, 28), number % 256, np.uint8)
    return KeptDrawing(number, label, image, datetime(2026, 1, 2, 3, 4, tzinfo=UTC), answer, 0.53, "", "pen", False)


class Reader:
    """Stands in for the store, and remembers how much was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.missing: set[int] = set()

    def __call__(self, ids: np.ndarray) -> list[KeptDrawing]:
        self.asked.append(len(ids))
        return [drawing(int(number)) for number in ids if int(number) not in self.missing]


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def table(qapp, reader: Reader) -> DigitsTable:
    table = DigitsTable(reader)
    table.set_ids(np.arange(100_000)[::-1])
    return table


def test_a_row_tells_its_number_its_words_and_its_picture(table: DigitsTable) -> None:
    index = table.index(3, 0)
    assert index.data(ID_ROLE) == 99_996
    assert index.data() == "7 → 1"
    assert index.data(WRONG_ROLE) is True
    assert index.data(IMAGE_ROLE)[0, 0] == 99_996 % 256
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith(
        "a 7, read as 1 with probability 0.53 · 2026-01-02"
    )


def test_of_a_hundred_thousand_only_those_around_the_row_are_read_and_once(table, reader) -> None:
    assert table.rowCount() == 100_000
    for row in (0, 1, 100, 50_000, 50_001):
        table.index(row, 0).data()
    assert len(reader.asked) == 2
    assert max(reader.asked) <= 128


def test_what_has_gone_meanwhile_is_an_empty_tile(table, reader) -> None:
    reader.missing = {99_999}
    assert table.index(0, 0).data() is None
    assert table.index(1, 0).data() == "7 → 1"


def test_a_store_that_fails_shows_empty_tiles(qapp) -> None:
    def fail(_ids: object) -> list[KeptDrawing]:
        raise MyDigitsError("The store must be readable.")

    table = DigitsTable(fail)
    table.set_ids(np.arange(5))
    assert table.index(0, 0).data() is None
    assert table.index(0, 0).data(ID_ROLE) == 0


@pytest.mark.parametrize(
    ("answer", "words"), [(7, "a 7, read right with probability 0.53"), (1, "a 7, read as 1"), (None, "a 7 · 2026")]
)
def test_a_drawing_in_words(answer: int | None, words: str) -> None:
    assert drawing_words(drawing(1, 7, answer)).startswith(words)
    assert drawing_words(drawing(1, 8, answer)).startswith("an 8")
