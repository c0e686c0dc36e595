"""The tables of a report."""

import math
from collections.abc import Mapping, Sequence
from typing import cast
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from mlp_engine.examination.report.markup import node

# Okabe and Ito's vermilion, on white; at its strongest the number on it still has a contrast of 6 : 1.
_VERMILION = (213, 94, 0)
_FAINTEST, _STRONGEST = 0.16, 0.7


def confusion_table(counts: NDArray[np.int64]) -> Element:
    """Labels in rows, answers in columns; errors are shaded, the more the stronger, and every number is written."""
    wrong = counts - np.diag(counts.diagonal())
    most = max(int(wrong.max()), 1)
    digits = range(len(counts))
    head = node(
        "tr", node("th", "label \\ read as", scope="col"), *(node("th", str(digit), scope="col") for digit in digits)
    )
    rows: list[Element] = []
    for label in digits:
        cells = [_count(int(counts[label, answer]), label == answer, most) for answer in digits]
        rows.append(node("tr", node("th", str(label), scope="row"), *cells))
    return node("table", node("thead", head), node("tbody", *rows), class_="confusion")


def figures_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Element:
    """A table of numbers under names, the first cell of each row naming it."""
    names = node("tr", *(node("th", name, scope="col") for name in head))
    body = [node("tr", node("th", row[0], scope="row"), *(node("td", cell) for cell in row[1:])) for row in rows]
    return node("table", node("thead", names), node("tbody", *body))


def facts_table(facts: Mapping[str, object]) -> Element:
    """Names and values; what is unknown or empty is a dash."""
    rows = [node("tr", node("th", str(name), scope="row"), node("td", _value(value))) for name, value in facts.items()]
    return node("table", node("tbody", *rows), class_="facts")


def _count(count: int, right: bool, most: int) -> Element:
    if right:
        return node("td", str(count), class_="right")
    if count == 0:
        return node("td", "·", class_="none")
    strength = _FAINTEST + (_STRONGEST - _FAINTEST) * math.sqrt(count / most)
    red, green, blue = (round(255 + (full - 255) * strength) for full in _VERMILION)
    return node("td", str(count), class_="wrong", style=f"background: #{red:02x}{green:02x}{blue:02x}")


def _value(value: object) -> str:
    if value is None or value in ("", (), [], {}):
        return "–"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, cast("list[object]", value)))
    return str(value)
