"""The labels of picture files: from the folders that they lie in, from a table beside them, or from their names."""

import csv
import re
from collections.abc import Callable, Sequence
from io import StringIO
from itertools import islice

from mlp_engine.datasets.tables.columns import LABEL_NAMES
from mlp_engine.datasets.tables.labels import WORDS, digit_in
from mlp_engine.datasets.tables.table_head import separator_of
from mlp_engine.datasets.tables.text_blocks import encoding_of
from mlp_engine.errors import DataError
from mlp_engine.files.source_file import SourceFile
from mlp_engine.ink.picture_file import ENDINGS

Labels = dict[SourceFile, int]

MAX_TABLE_BYTES = 1 << 26
MAX_TABLES = 10

_FOLDER = re.compile(
    r"(?:(?:digit|class|label|number|num|cls|no|n|d|ziffer|zahl|klasse|chiffre|classe|cifra|d[ií]gito|n[uú]mero)s?"
    r"[ _.=-]*)?0*(\d)s?",
    re.IGNORECASE,
)
_ASCII = {f"{code:x}": int(chr(code)) for code in range(ord("0"), ord("9") + 1)}  # NIST's folders, 30 to 39
_NAMED = re.compile(r"(?:digit|class|label|number)s?[ _=.-]*(\d)(?!\d)", re.IGNORECASE)
_WORD = re.compile(r"[\W_\d]+")
_TABLES = (".csv", ".tsv", ".txt")
_ENOUGH = 0.5  # of the rows of a table must name pictures


def is_picture(file: SourceFile) -> bool:
    """Whether the name of a file is that of a picture."""
    return file.ending in ENDINGS


def labels_from_folders(pictures: Sequence[SourceFile]) -> Labels:
    """Labels from folders that are called 0 to 9, zero to nine, digit_7 or 07, all of them equally deep.

    Returns:
        A label for each picture in such a folder; nothing if there is no such folder.

    Raises:
        DataError: for pictures in a folder with another name beside them, or if two folders above a picture are called
            so.
    """
    deepest = max((len(file.parts) for file in pictures), default=0)
    found: dict[int, Labels] = {}
    for level in range(deepest - 1):
        inside = [file for file in pictures if len(file.parts) > level + 1]
        digit = _digits_of_level({file.parts[level] for file in inside})
        labels = {file: digit[file.parts[level]] for file in inside if file.parts[level] in digit}
        if labels:
            found[level] = labels
    if not found:
        return {}
    if len(found) > 1 and len({len(labels) for labels in found.values()}) == 1:
        first = next(iter(found[min(found)]))
        several = " and ".join("/".join(first.parts[: level + 1]) for level in sorted(found))
        raise DataError(f"Only one of the folders above a picture must be named after its digit. Got {several}.")
    level = max(found, key=lambda level: len(found[level]))
    labels = found[level]
    classes = {file.parts[:level] for file in labels}
    for file in pictures:
        if file not in labels and len(file.parts) > level + 1 and file.parts[:level] in classes:
            folder = file.where.rsplit("/".join(file.parts[level + 1 :]), 1)[0].rstrip("/\\")
            raise DataError(f"{folder} must be named after a digit, 0 to 9, as all folders beside it.")
    return labels


def _digits_of_level(names: set[str]) -> dict[str, int]:
    """The digits that folders are called after, where any is."""
    digits = {name: digit for name in names if (digit := _digit_of_folder(name)) is not None}
    if not digits and len(names) > 1 and names <= set(_ASCII):
        return {name: _ASCII[name] for name in names}
    return digits


def _digit_of_folder(name: str) -> int | None:
    word = re.split(r"[ _.-]", name.lower())[-1]
    if word in WORDS:
        return WORDS.index(word)
    match = _FOLDER.fullmatch(name)
    return int(match[1]) if match is not None else None


def labels_from_names(pictures: Sequence[SourceFile]) -> Labels:
    """Labels from file names: ``7_0012.png``, ``img_12_7.png`` or ``seven (3).png``, where only one reading fits all.

    Returns:
        A label for each picture; nothing if no reading fits.

    Raises:
        DataError: if two readings fit, and neither merely counts the pictures.
    """
    readings: dict[str, Callable[[str], str]] = {
        "digit": lambda stem: _group(_NAMED.search(stem)),
        "word": lambda stem: str(
            next((WORDS.index(word) for word in re.split(r"[\W_\d]+", stem) if word in WORDS), "")
        ),
        "first number": lambda stem: next(iter(re.findall(r"\d+", stem)), ""),
        "last number": lambda stem: next(iter(re.findall(r"\d+", stem)[-1:]), ""),
    }
    fitting: dict[str, list[int]] = {}
    for name, read in readings.items():
        texts = [read(file.stem.lower()) for file in pictures]
        if all(len(text) == 1 for text in texts):
            fitting[name] = [int(text) for text in texts]
            if name in ("digit", "word"):
                break
    values = list(fitting.values())
    if len(values) == 2 and values[0] != values[1]:
        repeated = [labels for labels in values if len(set(labels)) < len(labels)]
        if len(repeated) != 1:
            raise DataError(
                f"The names of pictures must tell their digit in one place. Got {pictures[0].name}, where the first "
                "and the last number could be it: put the pictures into folders 0 to 9."
            )
        values = repeated
    if not values or (_only_counts(values[0]) and any(file.stem not in "0123456789" for file in pictures)):
        return {}
    return dict(zip(pictures, values[0], strict=True))


def _group(match: re.Match[str] | None) -> str:
    return "" if match is None else match[1]


def _only_counts(labels: list[int]) -> bool:
    """Whether these number the pictures: 0, 1, 2, … or 1, 2, 3, …, each of them once."""
    return len(labels) > 1 and sorted(labels) in (list(range(len(labels))), list(range(1, len(labels) + 1)))


def labels_from_table(pictures: Sequence[SourceFile], others: Sequence[SourceFile]) -> Labels:
    """Labels from a table among ``others`` that names the pictures, with their endings or without, and their digits.

    Returns:
        A label for each picture that is there with a single digit; nothing if there is no such table.

    Raises:
        DataError: if a table cannot be read.
    """
    by_name: dict[str, SourceFile] = {}
    for file in pictures:
        for start in range(len(file.parts)):
            path = "/".join(file.parts[start:])
            by_name.setdefault(path, file)
            by_name.setdefault(path.rsplit(".", 1)[0], file)
    labels: Labels = {}
    for table in [file for file in others if file.ending in _TABLES][:MAX_TABLES]:
        labels |= _labels_in(table, by_name)
    return labels


def _labels_in(table: SourceFile, by_name: dict[str, SourceFile]) -> Labels:
    """The labels in a table that names the files; none if it names too few of them."""
    rows = _rows_of(table)
    width = min((len(row) for row in rows), default=0)
    names = max(range(width), key=lambda at: sum(_path(row[at]) in by_name for row in islice(rows, 200)), default=0)
    named = [(by_name[_path(row[names])], row) for row in rows if len(row) > names and _path(row[names]) in by_name]
    if not named or len(named) < _ENOUGH * (len(rows) - 1):
        return {}
    others = [at for at in range(width) if at != names]
    if not others:
        return {}
    column = _label_column(table, rows[0], [row for _, row in named], others)
    return {file: digit for file, row in named if (digit := digit_in(row[column])) is not None}


def _rows_of(table: SourceFile) -> list[list[str]]:
    content = table.content(MAX_TABLE_BYTES)
    encoding, mark = encoding_of(content)
    text = content[mark:].decode(encoding, "replace")
    try:
        return [row for row in csv.reader(StringIO(text), delimiter=separator_of(text.split("\n", 1)[0])) if row]
    except csv.Error as error:
        raise DataError(f"{table} must be a table of file names and labels. Got: {error}.") from error


def _label_column(table: SourceFile, head: list[str], rows: list[list[str]], columns: list[int]) -> int:
    """The one of ``columns`` that is called label, or that has the most digits."""
    names = [cell.strip().lower() for cell in head]
    called = [names.index(name) for name in LABEL_NAMES if name in names and names.index(name) in columns]
    digits = {at: sum(digit_in(row[at]) is not None for row in rows) for at in columns}
    most = max(digits.values())
    likely = called[:1] or [at for at, count in digits.items() if count == most]
    if len(likely) > 1 and len({tuple(digit_in(row[at]) for row in rows) for at in likely}) > 1:
        numbers = " and ".join(str(at + 1) for at in likely)
        raise DataError(
            f"{table} must have its labels in one column. Got digits in columns {numbers}: call the one with the "
            "labels label, in a first line with a name for each column."
        )
    return likely[0]


def _path(cell: str) -> str:
    return cell.strip().replace("\\", "/").removeprefix("./")
