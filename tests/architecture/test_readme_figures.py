"""The README's figures are those of the pages that it names."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

# The page, a row of one of its tables, and a sentence of the README; the groups of both are the same figures.
SAME = [
    ("accuracy.md", r"\| errors \| \d+ \(([\d.]+) %\)", r"MNIST's test set \| ([\d.]+) % of 10,000"),
    ("accuracy.md", r"\| right, average over writers \|[^|]*\| ([\d.]+) %", r"([\d.]+) % of 6,326 digits"),
    (
        "accuracy.md",
        r"\| the same, as the network answers \| ([\d.]+) % \| ([\d.]+) %",
        r"error ([\d.]+) % on MNIST's test set, ([\d.]+) % on real pen",
    ),
    (
        "numbers.md",
        r"\| all \| [\d,]+ \| ([\d,]+) \| ([\d.]+)% \| [\d.]+% \| ([\d.]+)%",
        r"([\d.]+) % of ([\d,]+); ([\d.]+) % of whole numbers",
    ),
    (
        "reject.md",
        r"all together \| 6,326 \| ([\d.]+) .*?third seed, 55 families \| [\d,]+ \| \*\*([\d.]+)\*\*"
        r".*?never met \| [\d,]+ \| \*\*([\d.]+)\*\*",
        r"18 kinds that it never met \| ([\d.]+) %; ([\d.]+) %; ([\d.]+) %",
    ),
    ("my_digits.md", r"\| real writers \|.*?\| -(\d+) %", r"(\d+) % fewer errors over 63 writers"),
    (
        "pen_latency.md",
        r"\| Answer page \| ([\d.]+) \| [\d.]+ \| ([\d.]+)",
        r"99 % within ([\d.]+) ms, half within ([\d.]+)",
    ),
    (
        "pen_latency.md",
        r"30 strokes on the pad \| ([\d.]+) \| [\d.]+ \| ([\d.]+)",
        r"30 strokes on the pad ([\d.]+) and ([\d.]+) ms",
    ),
    ("performance.md", r"a bare window \| ([\d.]+)×", r"([\d.]+) times a bare PySide6 window"),
    ("performance.md", r"at most 16 ms late \| ([\d.]+) ms", r"99 % at most ([\d.]+) ms"),
]


def rounded(figure: str, like: str) -> str:
    """``figure`` with as many decimals as ``like`` has."""
    plain = float(figure.replace(",", ""))
    return f"{plain:,.{len(like.partition('.')[2])}f}"


@pytest.mark.parametrize(("page", "row", "sentence"), SAME, ids=[f"{page} {row[:20]}" for page, row, _ in SAME])
def test_a_figure_is_that_of_its_page(page: str, row: str, sentence: str) -> None:
    measured = re.search(row, (ROOT / "docs" / page).read_text(encoding="utf-8"), re.DOTALL)
    told = re.search(sentence, README)
    assert measured, f"{page} has no such row"
    assert told, "the README has no such sentence"
    figures = sorted(measured.groups(), key=lambda text: float(text.replace(",", "")))
    promised = sorted(told.groups(), key=lambda text: float(text.replace(",", "")))
    assert promised == [rounded(figure, like) for figure, like in zip(figures, promised, strict=True)]
