"""The first lines of a table of text: whether it is one, its separator, and whether they name its columns."""

import csv
import math
import re
from collections.abc import Sequence

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "blanks"}
"""What may stand between two cells, and what it is called; of those that are as frequent, the first one counts."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
COMMENT = "#"
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_WHOLE = re.compile(rb"(?<![\w.])[-+]?\d[\d.]*(?![\w.])")
_WORD = re.compile(rb"[A-Za-z]{2,}")
_SEPARATOR = re.compile(rb"[,;\t|]")
_COUNTED = re.compile(rb"(?<!\S)\S*[A-Za-z]\d+\S*")  # names of columns between blanks, such as pixel7
_MOST_TITLES = 8  # lines above a table
_FEWEST_NUMBERS = 17  # in the smallest table of digits: 16 numbers and a label
_FEWEST_COUNTED = 16  # cells that count up by one: no line of ink does


def cells_of(line: str, separator: str) -> list[str]:
    """The cells of one line, without the blanks around them."""
    if separator == " ":
        return line.split()
    try:
        row = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [""])
    except csv.Error:  # a cell of endless length
        row = line.split(separator)
    return [cell.strip() for cell in row]


def empty_at_the_end(cells: Sequence[str]) -> int:
    """How many cells at the end of a line are empty."""
    return next((place for place, cell in enumerate(reversed(cells)) if cell), len(cells))


def is_number(text: str) -> bool:
    """Whether a cell holds a finite number."""
    return _NUMBER.fullmatch(text) is not None and math.isfinite(float(text))


def separator_of(line: str) -> str:
    """The separator of a line: blanks where it has no other."""
    counts = {separator: line.count(separator) for separator in SEPARATORS if separator != " "}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else " "


def lines_above(lines: Sequence[str]) -> int:
    """How many of a text's first lines stand above its table: comments, titles, and Excel's ``sep=;``.

    They have words, or nothing, and far fewer cells than the table's last line among ``lines``.
    """
    model = next((line for line in reversed(lines) if not line.startswith(COMMENT)), "")
    separator = separator_of(model)
    columns = len(cells_of(model, separator))
    for place, line in enumerate(lines):
        cells = [cell for cell in cells_of(uncommented(line), separator) if cell]  # Excel fills up with empty ones
        is_row = bool(cells) and not line.startswith(COMMENT) and all(map(is_number, cells))
        if is_row or len(cells) > columns // 2:
            return place
    return 0


def uncommented(line: str) -> str:
    """A line without the mark of a comment, which NumPy puts before the names of columns."""
    return line.removeprefix(f"{COMMENT} ")


def names_columns(upper: list[str], lower: list[str]) -> bool:
    """Whether the first line, ``upper``, names the columns of the line below."""
    words = [bool(cell) and not is_number(cell) for cell in upper]
    if not lower:
        return any(words)
    if len(upper) not in (len(lower), len(lower) - 1):
        return any(words)  # a title, which is passed over
    if all(words) or _counts(upper) or _repeats(upper):
        return True
    numbers = [cell for cell in upper if is_number(cell)]
    if len(set(numbers)) < len(numbers):
        return False  # no two columns have one name: it is a line of ink, in which something is no number
    below = lower[len(lower) - len(upper) :]
    return any(word and is_number(cell) for word, cell in zip(words, below, strict=True))


def _counts(cells: list[str]) -> bool:
    """Whether the cells from the second on are 0, 1, 2, … or 1, 2, 3, …, as pandas numbers columns without names."""
    counted = [cell.removesuffix(".0") for cell in cells[1:]]
    if len(counted) < _FEWEST_COUNTED or not counted[0].isdecimal() or int(counted[0]) > 1:
        return False
    return counted == [str(number) for number in range(int(counted[0]), int(counted[0]) + len(counted))]


def _repeats(cells: list[str]) -> bool:
    """Whether pandas took a line of numbers for names, and numbered those that repeat, as in 0, 0.1, 0.2."""
    seen: dict[str, int] = {}
    numbered = 0
    for cell in cells:
        name, _, number = cell.partition(".")
        numbered += name in seen and number == str(seen[name])
        seen[name] = seen.get(name, 0) + 1
    return numbered >= _FEWEST_COUNTED


def looks_like_table(start: bytes) -> bool:
    """Whether a text that begins with ``start`` may be a table of digits, by one of its lines or by its numbers."""
    text = start.replace(b"\0", b"")  # UTF-16
    if _CONTROL.search(text):
        return False
    for line in text.splitlines()[:_MOST_TITLES]:
        if max(len(_SEPARATOR.findall(line)) + 1, len(_COUNTED.findall(line))) >= _FEWEST_NUMBERS:
            return True
    numbers = len(_WHOLE.findall(text))
    return numbers >= _FEWEST_NUMBERS and numbers > len(_WORD.findall(text))
