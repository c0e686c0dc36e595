"""Strings that a person may read use the words of docs/words.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BANNED = {
    r"\bby heart\b": "memorised",
    r"\bguess(?!ing)": "answer, second choice",
    r"\bgo(es)? on with\b|\bgone on with\b|^Go on\b": "resume",
    r"\btake[ns]? back\b|\bTaking back\b": "undo",
    r"\b[Rr]ub(s|bed)? out\b": "erase",
    r"\bwhat it is about\b": "the thing itself",
    r"\bfault of this program\b": "an error in this program",
    r"\bis as it was\b": "has not changed",
    r"\bis there already\b": "already exists",
    r"\bnodes?\b": "neuron",
    r"\b[Cc]osts? function\b": "loss",
    r"\bby now it\b|\bof which you say\b|\ball the same\?": "plain word order",
    r"\b[Aa] \{?8\b": "an 8",
    r"\b1 (epochs|samples|drawings|seeds|runs|points)\b": "a singular",
    r"^Initializer$|^Patience\b|^Batch size\b": "Initial weights, Stop early after, Minibatch size",
}


def strings_in(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that are no docstrings, and the texts of its f-strings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    standing_alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in standing_alone:
            yield node.lineno, node.value


def test_strings_use_the_words_of_the_screen() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text[:80]!r} → {better}"
        for package in ("mlp_engine", "mlp_desktop")
        for path in sorted((ROOT / package).rglob("*.py"))
        for line, text in strings_in(path)
        for pattern, better in BANNED.items()
        if re.search(pattern, text)
    ]
    assert not found, "\n".join(found)


def test_old_phrases_stay_away_and_those_of_today_are_in_use() -> None:
    table = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").partition("| First | Today |\n| --- | --- |\n")[2]
    rows = [tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in table.splitlines()]
    used = [
        text
        for package in ("mlp_engine", "mlp_desktop")
        for path in sorted((ROOT / package).rglob("*.py"))
        for _, text in strings_in(path)
    ]
    assert len(rows) >= 25
    returned = [first for first, _ in rows if any(first.lower() in text.lower() for text in used)]
    unused = [today for _, today in rows if not any(today in text for text in used)]
    assert (returned, unused) == ([], [])


@pytest.mark.parametrize(
    "text", ["learned by heart", "Go on", "it can be gone on with", "Taken back", "It was a 8", "1 epochs", "Patience"]
)
def test_a_word_to_avoid_is_found(text: str) -> None:
    assert any(re.search(pattern, text, re.IGNORECASE) for pattern in BANNED)


def test_a_plain_sentence_is_left_alone() -> None:
    sentence = "Stopped. What is done is kept, and you can resume it later: 1 epoch, an 8, a 7."
    assert not any(re.search(pattern, sentence) for pattern in BANNED)
