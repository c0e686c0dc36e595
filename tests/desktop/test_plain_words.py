"""Articles and plurals."""

import pytest

from mlp_desktop.plain_words import a_digit, counted


def test_eight_alone_has_an_before_it() -> None:
    assert [a_digit(digit) for digit in range(10)] == [f"{'an' if digit == 8 else 'a'} {digit}" for digit in range(10)]
    assert a_digit("8") == "an 8"


@pytest.mark.parametrize(("count", "words"), [(0, "0 epochs"), (1, "1 epoch"), (2, "2 epochs"), (1200, "1,200 epochs")])
def test_one_alone_is_singular(count: int, words: str) -> None:
    assert counted(count, "epoch") == words
