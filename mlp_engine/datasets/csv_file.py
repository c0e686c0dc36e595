"""CSV files: one line a sample, its label and its pixels, in any of the usual orders and spellings."""

from collections.abc import Callable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.datasets.pen_values import images_of_pen_values
from mlp_engine.datasets.samples import Samples, side_of
from mlp_engine.datasets.tables.columns import PEN_VALUES, Columns, columns_of
from mlp_engine.datasets.tables.image_arrays import refuse_turned
from mlp_engine.datasets.tables.ink_values import ink_of
from mlp_engine.datasets.tables.labels import Labels, labels_of
from mlp_engine.datasets.tables.text_blocks import text_blocks
from mlp_engine.datasets.tables.text_table import TextTable, read_table
from mlp_engine.errors import DataError
from mlp_engine.files.source_file import SourceFile

MAX_BYTES = 1 << 36
"""Of a file as it lies on the disk: 64 GiB, more than ten million images of 28×28 take."""


def read_csv(file: SourceFile, *, on_progress: Callable[[int], None] | None = None) -> Samples:
    """Read a CSV file, plain or compressed; in memory are the pixels, once, and a block of lines.

    Columns: see :func:`~mlp_engine.datasets.tables.columns.columns_of`. Pixels may be in any range that
    :func:`~mlp_engine.datasets.tables.ink_values.ink_of` knows. Lines of 16 values from 0 to 100 are points of a pen,
    as in UCI's pendigits, and are drawn.

    Args:
        file: the file.
        on_progress: called with the number of samples read so far.

    Raises:
        DataError: if the file cannot be read, is too long, or holds no samples, or for the first line that is none,
            naming it.
    """
    if file.size > MAX_BYTES:
        raise DataError(f"{file} must have at most {MAX_BYTES} bytes. Got {file.size}.")
    with file.open() as stream:
        table = read_table(text_blocks(stream, file.where), file.where, on_progress=on_progress)
    return samples_of(table, file.where, file.stem)


def samples_of(table: TextTable, where: str, name: str) -> Samples:
    """The samples that a table holds.

    Args:
        table: one line a sample.
        where: what to call it in a sentence.
        name: what to call the data set.

    Raises:
        DataError: if its columns are not those of samples.
    """
    columns = columns_of(table, where)
    labels = _labels(table, columns, where)
    if labels is None:
        refuse_turned(len(table), len(columns.pixels), where)
    ids = None if columns.ids is None else tuple(map(_plain, table.column(columns.ids).tolist()))
    writers = None if columns.writer is None else _writers(table, columns.writer)
    pixels = _pixels(table, columns)
    if len(columns.pixels) == PEN_VALUES:
        ink, remarks, size = images_of_pen_values(pixels, where), (), (IMAGE_SIDE, IMAGE_SIDE)
    else:
        ink, remarks = ink_of(pixels, f"{where}, pixels")
        side = cast("int", side_of(len(columns.pixels)))
        size = (side, side)
    return Samples(
        ink,
        name,
        None if labels is None else labels.values,
        writers,
        ids,
        size,
        origin="strokes" if len(columns.pixels) == PEN_VALUES else "arrays",
        labels_from_one=labels is not None and labels.from_one,
        remarks=columns.remarks + remarks,
    )


def _labels(table: TextTable, columns: Columns, where: str) -> Labels | None:
    match columns.label:
        case ():
            return None
        case (place,):
            return labels_of(table.column(place), f"{where}, {table.called(place)}", table.lines)
        case places:
            return labels_of(table.numbers[:, places], f"{where}, one column a class")


def _pixels(table: TextTable, columns: Columns) -> NDArray[np.generic]:
    """The columns of pixels side by side, in the memory of the table."""
    numbers = table.numbers
    places = np.array(columns.pixels)
    if columns.pixels[0] == 0 and not np.array_equal(table.first, numbers[:, 0]):
        numbers = numbers.astype(np.float32)
        numbers[:, 0] = table.first
    rows, width = numbers.shape
    count, first = len(places), int(places[0])
    is_run = np.array_equal(places, np.arange(first, first + count))
    if is_run and count == width:
        return numbers
    flat = numbers.reshape(-1)
    step = max(1, (1 << 20) // width)
    for start in range(0, rows, step):
        some = numbers[start : start + step]
        # A copy, for it goes to where some of it lies; what comes later lies behind.
        kept = (some[:, first : first + count] if is_run else some[:, places]).flatten()
        flat[start * count : start * count + len(kept)] = kept
    return flat[: rows * count].reshape(rows, count)


def _plain(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def _writers(table: TextTable, place: int) -> NDArray[np.int64]:
    return np.unique(table.column(place), return_inverse=True)[1].astype(np.int64)
