"""The columns of a table of samples: which holds the label, which the pixels, and which only count or name."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.samples import side_of
from mlp_engine.datasets.tables.ink_values import FULL_INK
from mlp_engine.datasets.tables.labels import CLASSES, could_be_labels
from mlp_engine.datasets.tables.text_table import TextTable
from mlp_engine.errors import DataError
from mlp_engine.validation import shortened

LABEL_NAMES = ("label", "labels", "class", "classes", "target", "targets", "digit", "digits", "y", "number")
INDEX_NAMES = ("", "index", "idx", "id", "imageid", "image_id", "row", "rowid", "no", "nr", "unnamed: 0")
FILE_NAMES = ("file", "filename", "file_name", "image", "img", "path", "name", "picture")
WRITER_NAMES = ("writer", "writer_id", "writerid", "author", "user", "subject")
MIN_SIDE, MAX_SIDE = 5, 64
PEN_VALUES = 16
"""Values of a digit in UCI's pendigits: eight points along the pen's way."""

_MOST_CLASSES = 62  # of EMNIST: digits, and letters of both cases
_NUMBERS = re.compile(r"\d+")
_PIXEL = re.compile(r"(\D*)(\d+)(?:\D(\d+))?")


@dataclass(frozen=True)
class Columns:
    """Places of columns, from 0.

    Attributes:
        pixels: those with the pixels of an image, or the points of a pen, in their order.
        label: those with the label: one, or one a class; empty where there is none.
        ids: the one that names the samples.
        writer: the one that names who wrote them.
        remarks: sentences for a person about what was doubtful.
    """

    pixels: tuple[int, ...]
    label: tuple[int, ...] = ()
    ids: int | None = None
    writer: int | None = None
    remarks: tuple[str, ...] = ()


def columns_of(table: TextTable, where: str) -> Columns:
    """Find the label by its name wherever it stands; without names it is first, or last where only the last fits.

    A column that is called so, or that counts 0, 1, 2, … beside all others, is an index. Pixels are in the order of
    their numbers, where their names have some.

    Args:
        table: with names or without.
        where: what to call it in a sentence.

    Raises:
        DataError: if what remains are not the pixels of a square image, or if the label could be in several columns.
    """
    names = [name.strip().lower() for name in table.names]
    wanted = (LABEL_NAMES, WRITER_NAMES, INDEX_NAMES, FILE_NAMES)
    label, writer, ids, file = (_named(names, called) for called in wanted)
    rest = [place for place in range(table.numbers.shape[1]) if place not in {label, writer, ids, file}]
    if label is None:
        label = next((place for place in rest if place in table.words and could_be_labels(table.column(place))), None)
    wordy = [place for place in rest if place in table.words and place != label]
    if not names:
        _refuse_words_between(table, wordy, rest, where)
    numbers = [place for place in rest if place not in wordy and place != label]
    if ids is None and numbers and _has_side(len(numbers) - (2 if label is None else 1)) and _counts(table, numbers[0]):
        ids, numbers = numbers[0], numbers[1:]
    remarks: list[str] = []
    if wordy:
        remarks.append(f"The words in {' and '.join(map(table.called, wordy))} are passed over.")
    labels: tuple[int, ...] = () if label is None else (label,)
    if label is None and not _has_side(len(numbers)):
        labels, doubts = _unnamed_label(table, numbers, where)
        remarks += doubts
        numbers = [place for place in numbers if place not in labels]
    pixels = _pixels_among(names, numbers)
    if not _has_side(len(pixels)):
        pictures = [file] if file is not None and file in table.words else []
        raise _no_pixels(table, where, len(pixels), [*pictures, *wordy])
    if len(pixels) < len(numbers):
        others = [table.called(place) for place in numbers if place not in pixels]
        remarks.append(f"The numbers in {shortened(' and '.join(others), 200)} are passed over.")
    if names and (order := _in_order(names, pixels)) != pixels:
        pixels = order
        remarks.append("The columns of pixels were put in the order of their numbers.")
    return Columns(tuple(pixels), labels, ids if file is None else file, writer, tuple(remarks))


def _refuse_words_between(table: TextTable, wordy: list[int], places: list[int], where: str) -> None:
    """Refuse words in a table without names, but for its first and last column: a cell there must be a number."""
    for place in places[1:-1]:
        if place in wordy:
            cell = shortened(repr(table.words[place][0]))
            raise DataError(f"{where}, line {table.lines[0]}: value {place + 1} must be a number. Got {cell}.")


def _pixels_among(names: list[str], numbers: list[int]) -> list[int]:
    """The columns of numbers that are pixels: all, or those that are numbered alike if only they make an image."""
    alike = _numbered_alike(names, numbers) if names and not _has_side(len(numbers)) else []
    return alike if _has_side(len(alike)) else numbers


def _no_pixels(table: TextTable, where: str, count: int, wordy: list[int]) -> DataError:
    """That there are ``count`` columns of numbers, which are no pixels, and what the columns of words could be."""
    place = wordy[0] if wordy else None
    cell = "" if place is None else table.words[place][0]
    called = "" if place is None else table.called(place)
    if len(_NUMBERS.findall(cell)) >= MIN_SIDE**2:
        return DataError(
            f"{where} has all pixels of an image in one cell, in {called}: give each a column of its own, as with "
            r"df[NAME].str.findall(r'[\d.]+').apply(pandas.Series)."
        )
    if count == 0 and "." in cell:
        return DataError(f"{where} names pictures, in {called}: choose the folder with the pictures instead.")
    held = f", and words such as {shortened(repr(cell))} in {called}, line {table.lines[0]}" if cell else ""
    columns = "1 column" if count == 1 else f"{count} columns"
    return DataError(
        f"{where} must have the pixels of square images beside the label, such as 28×28 = 784, with sides from "
        f"{MIN_SIDE} to {MAX_SIDE}. Got {columns} of numbers{held}."
    )


def _named(names: list[str], wanted: tuple[str, ...]) -> int | None:
    """The place of the first of the ``wanted`` names."""
    return next((names.index(name) for name in wanted if name in names), None)


def _has_side(columns: int) -> bool:
    side = side_of(columns) if columns > 0 else None
    return columns == PEN_VALUES or (side is not None and MIN_SIDE <= side <= MAX_SIDE)


def _counts(table: TextTable, place: int) -> bool:
    values = table.column(place)
    if len(values) < 2 or place in table.words or values[0] not in (0, 1):
        return False
    return np.array_equal(values, np.arange(len(values)) + values[0])


def _unnamed_label(table: TextTable, rest: list[int], where: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Places of the label among columns of which none is called so, and sentences about what is doubtful."""
    if _has_side(len(rest) - CLASSES):
        for group in (rest[-CLASSES:], rest[:CLASSES]):
            if could_be_labels(table.numbers[:, group]):
                return tuple(group), ()
    if not _has_side(len(rest) - 1):
        return (), ()
    ends = (rest[0], rest[-1])
    odd = [place for place in rest if table.names and _PIXEL.fullmatch(table.names[place]) is None]
    if len(odd) == 1:
        return (odd[0],), ()
    first, last = (len(np.unique(table.column(end))) if could_be_labels(table.column(end)) else 0 for end in ends)
    zeros_alone = last == 1 and not table.column(ends[1]).any() and _could_be_classes(table.column(ends[0]))
    if not first and (not last or zeros_alone):
        raise DataError(
            f"{where} must have labels from 0 to 9 in the first column, in the last, or in one that is called label. "
            f"Got {_sample(table, ends[0])} in the first and {_sample(table, ends[1])} in the last."
        )
    if first == 1 and last == 1 and len(table) > 1:
        return _of_two_constant(table, ends)
    # A first pixel is paper in most images: where it never changes and the last column does, that is the label.
    place = ends[1] if first <= 1 < last or not first else ends[0]
    if first > 1 and last > 1:
        return (place,), ("The first column is taken for the label, and the last could be it too.",)
    return (place,), ()


def _of_two_constant(table: TextTable, ends: tuple[int, int]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Of two columns that never change, the one that is not 0 holds the label; of two of 0, it must be the first."""
    values = [int(table.column(end)[0]) for end in ends]
    return (ends[0] if values[0] or not values[1] else ends[1],), ()


def _could_be_classes(values: NDArray[np.generic]) -> bool:
    """Whether a column that holds no digits may hold other classes, such as those of letters: few whole numbers."""
    kinds = np.unique(values)
    return 1 < len(kinds) <= _MOST_CLASSES and kinds[-1] < FULL_INK and bool((kinds == np.rint(kinds)).all())


def _sample(table: TextTable, place: int) -> str:
    return f"{float(table.column(place)[0]):g}"


def _numbered_alike(names: list[str], places: list[int]) -> list[int]:
    """The largest group of places whose names differ in a number alone, such as pixel0 and pixel1."""
    groups: dict[str, list[int]] = {}
    for place in places:
        if (match := _PIXEL.fullmatch(names[place])) is not None:
            groups.setdefault(match[1], []).append(place)
    return max(groups.values(), key=len, default=list[int]())


def _in_order(names: list[str], places: list[int]) -> list[int]:
    """The places sorted by the numbers in their names, where all are named alike and numbered without a gap."""
    found = [_PIXEL.fullmatch(names[place]) for place in places]
    matches = [match for match in found if match is not None]
    if len(matches) < len(places) or len({match[1] for match in matches}) > 1:
        return places
    numbers = [(int(match[2]), int(match[3] or 0)) for match in matches]
    if len(set(numbers)) < len(numbers):
        return places
    order = [place for _, place in sorted(zip(numbers, places, strict=True))]
    one, two = ({number[at] for number in numbers} for at in (0, 1))
    complete = len(one) * len(two) == len(numbers)
    without_gaps = all(max(values) - min(values) == len(values) - 1 for values in (one, two))
    return order if complete and without_gaps else places
