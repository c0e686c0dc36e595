"""What the window says of an answer."""

import numpy as np
import pytest

from mlp_desktop.controllers.draw.answer_words import answer_words, spoken_answer, sureness_words
from mlp_engine.reading import ReadDigit, ReadNumber


def scores(**shares: float) -> list[float]:
    values = [0.0] * 10
    for digit, share in shares.items():
        values[int(digit[1:])] = share
    return values


SURE = scores(d7=0.97, d1=0.02)
LIKELY = scores(d7=0.8, d1=0.15)


def read(shares: list[float], *, refused: bool = False) -> ReadDigit:
    image = np.zeros((28, 28), np.uint8)
    return ReadDigit((0,), (0.0, 0.0, 1.0, 1.0), image, np.array(shares), int(np.argmax(shares)), refused)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (SURE, "sure"),
        (LIKELY, "probably, or possibly a 1"),
        (scores(d4=0.4, d9=0.35), "unsure, perhaps a 9"),
    ],
)
def test_the_second_guess_is_named_when_it_is_close(given, words) -> None:
    assert sureness_words(given) == words


@pytest.mark.parametrize(
    ("digits", "chosen", "is_drawing", "words"),
    [
        ([read(SURE)], 0, False, "sure"),
        ([read(SURE, refused=True)], 0, False, "not a digit"),
        ([read(SURE, refused=True)], 0, True, "not a digit yet"),
        ([read(SURE), read(LIKELY)], 1, True, "2nd digit: probably, or possibly a 1"),
        ([read(SURE)] * 4, 3, False, "4th digit: sure"),
    ],
)
def test_words_under_the_answer(digits, chosen, is_drawing, words) -> None:
    assert answer_words(ReadNumber((tuple(digits),)), chosen, is_drawing=is_drawing) == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([[read(SURE)]], "7, sure"),
        ([[read(SURE, refused=True)]], "not a digit"),
        ([[read(SURE), read(SURE)]], "7 7"),
        ([[read(SURE)], [read(SURE)]], "7, next row 7"),
        ([[read(SURE), read(LIKELY)]], "7 7; 2nd digit probably, or possibly a 1"),
        ([[read(SURE), read(SURE, refused=True)]], "7 not a digit"),
    ],
)
def test_what_a_screen_reader_says(rows, words) -> None:
    assert spoken_answer(ReadNumber(tuple(map(tuple, rows)))) == words
