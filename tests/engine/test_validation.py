"""The wording of errors is the same everywhere: what must be, and what came."""

import numpy as np
import pytest

from mlp_engine.errors import SettingError
from mlp_engine.validation import (
    check_choice,
    check_number,
    check_whole_number,
    parse_number,
    parse_whole_number,
    shortened,
    visible,
)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: parse_whole_number("Minibatch size", "ten", at_least=1),
         "Minibatch size must be a whole number of at least 1. Got 'ten'."),
        (lambda: parse_whole_number("Minibatch size", "0", at_least=1),
         "Minibatch size must be a whole number of at least 1. Got 0."),
        (lambda: parse_whole_number("Seed", "1.5"), "Seed must be a whole number. Got '1.5'."),
        (lambda: parse_whole_number("Digit", "12", at_least=0, at_most=9),
         "Digit must be a whole number from 0 to 9. Got 12."),
        (lambda: parse_whole_number("Layers", "9", at_most=5), "Layers must be a whole number of at most 5. Got 9."),
        (lambda: parse_number("Learning rate", "", above=0), "Learning rate must be a number above 0. Got ''."),
        (lambda: parse_number("Learning rate", "nan", above=0), "Learning rate must be a number above 0. Got nan."),
        (lambda: parse_number("L1 strength", "-1", at_least=0),
         "L1 strength must be a number of at least 0. Got -1.0."),
        (lambda: parse_number("Share", "1e999", at_least=0, below=1),
         "Share must be a number of at least 0 and below 1. Got inf."),
        (lambda: parse_number("Share", "2", at_least=0, at_most=1),
         "Share must be a number of at least 0 and of at most 1. Got 2.0."),
        (lambda: check_whole_number("Epochs", True), "Epochs must be a whole number. Got True."),
        (lambda: check_number("Rate", 10**400, above=0),
         f"Rate must be a number above 0. Got 1{'0' * 58}…."),
        (lambda: check_number("Rate", "0.5"), "Rate must be a number. Got '0.5'."),
        (lambda: check_number("Rate", False), "Rate must be a number. Got False."),
        (lambda: check_choice("Loss", "l", ["a", "b", "c"]), "Loss must be a, b or c. Got 'l'."),
        (lambda: check_choice("Loss", "l", ["a"]), "Loss must be a. Got 'l'."),
        (lambda: parse_number("Rate", "x" * 500), f"Rate must be a number. Got '{'x' * 58}…."),
    ],
)  # fmt: skip
def test_sentence(call, sentence) -> None:
    with pytest.raises(SettingError) as raised:
        call()
    assert str(raised.value) == sentence


def test_what_is_right_comes_back_as_plain_python() -> None:
    assert parse_whole_number("n", " 12 ") == 12
    assert parse_number("x", "0,25") == 0.25
    assert type(check_whole_number("n", np.int64(3))) is int
    assert type(check_number("x", np.float32(0.5))) is float
    assert check_number("x", 3) == 3.0


def test_a_choice_that_is_a_novel_is_cut() -> None:
    with pytest.raises(SettingError) as raised:
        check_choice("Output", "x" * 5000, ["softmax", "sigmoid"])
    assert str(raised.value) == f"Output must be softmax or sigmoid. Got '{'x' * 58}…."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë, 数字, 👩\u200d🔬", "Zoë, 数字, 👩\u200d🔬"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("two\nlines\r\t", "two\\nlines\\r\\t"),
        ("gpj.\u202etxt", "gpj.\\u202etxt"),
        ("\udcff.png", "\\udcff.png"),
        ("\x00\u2028", "\\x00\\u2028"),
    ],
)
def test_what_would_not_show_is_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert shortened(text) == shown


def test_what_is_quoted_is_cut_after_its_escapes() -> None:
    assert shortened("\x1b" * 5000, 20) == "\\x1b" * 4 + "\\x1…"
    assert len(shortened("\udcff" * 5000)) == 60
