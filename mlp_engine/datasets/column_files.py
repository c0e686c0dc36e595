"""Parquet and Arrow files, which are read where pyarrow is installed."""

import math
from importlib import import_module
from io import BytesIO
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.datasets.csv_file import samples_of
from mlp_engine.datasets.optional_library import first_line, library
from mlp_engine.datasets.picture_files import sample_image
from mlp_engine.datasets.samples import Samples
from mlp_engine.datasets.tables.columns import FILE_NAMES, INDEX_NAMES, LABEL_NAMES, WRITER_NAMES
from mlp_engine.datasets.tables.labels import could_be_labels, labels_of
from mlp_engine.datasets.tables.named_arrays import NamedArray, samples_of_arrays
from mlp_engine.datasets.tables.text_table import MAX_COLUMNS, TextTable
from mlp_engine.errors import DataError, InkError
from mlp_engine.files.compression import FREE_BYTES, MAX_RATIO
from mlp_engine.files.npz_archive import MAX_BYTES
from mlp_engine.files.source_file import SourceFile
from mlp_engine.ink.picture_file import decode_picture
from mlp_engine.validation import shortened

_ARROW_FILE, _ARROW_STREAM = b"ARROW1\0\0", b"\xff\xff\xff\xff"
_FRAMES = (b"\x04\x22\x4d\x18", b"\x28\xb5\x2f\xfd")  # of LZ4 and Zstandard
_ROWS_AT_ONCE = 16_384
_ALIGNMENT = 8  # bytes of every piece of an Arrow file


def is_arrow(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is Arrow: a file, which Feather's are too, or a stream."""
    return start.startswith(_ARROW_FILE) or (start.startswith(_ARROW_STREAM) and start[6:8] == b"\0\0")


def is_parquet(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is Parquet."""
    return start.startswith(b"PAR1")


def read_parquet(file: SourceFile) -> Samples:
    """Read a Parquet file: a column of labels, and one of encoded pictures, one of lists, or one for each pixel.

    Raises:
        DataError: if pyarrow is not installed, or the file is damaged, or its columns are not those of samples.
    """
    parquet = library("pyarrow.parquet", file, "a Parquet file")
    content = BytesIO(file.content(MAX_BYTES))
    try:
        reader = parquet.ParquetFile(content, pre_buffer=False)
        groups = range(reader.metadata.num_row_groups)
        size = sum(reader.metadata.row_group(group).total_byte_size for group in groups)
        if size > MAX_BYTES:
            raise DataError(f"{file} must hold at most {MAX_BYTES} bytes. Got {size}.")
        columns: dict[str, Any] = {}
        held = 0
        for name in reader.schema_arrow.names:
            columns[name] = _bounded_column(reader, name, file, held)
            held += columns[name].nbytes
        return _samples_of_columns(columns, file)
    except DataError:
        raise
    except Exception as error:  # the library may raise anything on a damaged file
        raise DataError(f"{file} must be a whole and undamaged Parquet file. Got: {first_line(error)}.") from error


def read_arrow(file: SourceFile) -> Samples:
    """Read an Arrow file (Feather) or stream; its columns may be those of a Parquet file.

    Raises:
        DataError: if pyarrow is not installed, or the file is damaged or promises more than so short a file may hold,
            or its columns are not those of samples.
    """
    ipc = library("pyarrow.ipc", file, "an Arrow file")
    content = file.content(MAX_BYTES)
    _refuse_bomb(file, _promised_bytes(content), len(content))
    try:
        opened = (ipc.open_file if content.startswith(_ARROW_FILE) else ipc.open_stream)(BytesIO(content))
        table = opened.read_all()
        table.validate(full=True)  # offsets that a stranger wrote are believed without it
        return _samples_of_columns(dict(zip(table.column_names, table.columns, strict=True)), file)
    except DataError:
        raise
    except Exception as error:  # the library may raise anything on a damaged file
        raise DataError(f"{file} must be a whole and undamaged Arrow file. Got: {first_line(error)}.") from error


def _refuse_bomb(file: SourceFile, promised: int, size: int) -> None:
    if promised > FREE_BYTES + MAX_RATIO * size:
        raise DataError(
            f"{file} must hold at most {MAX_RATIO} times as much as it has bytes. Got {promised} bytes in "
            f"{size}, as in a decompression bomb."
        )


def _bounded_column(reader: Any, name: str, file: SourceFile, held: int) -> Any:
    """A column of a Parquet file, read in pieces; ``held`` bytes are in memory already.

    Equal values take no room in the file. What it says of its columns is not asked for: on some damaged files the
    library ends the whole program over that.
    """
    batches: list[Any] = []
    for batch in reader.iter_batches(_ROWS_AT_ONCE, columns=[name], use_threads=False):
        held += batch.nbytes
        _refuse_bomb(file, held, file.size)
        batches.append(batch)
    if not batches:
        return reader.read(columns=[name], use_threads=False).column(0)
    return import_module("pyarrow").Table.from_batches(batches).column(0)


def _promised_bytes(content: bytes) -> int:
    """What the compressed pieces of an Arrow file say that they hold: each begins with its size, then a frame."""
    promised = 0
    for mark in _FRAMES:
        place = content.find(mark)
        while place >= 0:
            if place % _ALIGNMENT == 0 and place >= _ALIGNMENT:
                promised += max(0, int.from_bytes(content[place - _ALIGNMENT : place], "little", signed=True))
            place = content.find(mark, place + 1)
    return promised


def _samples_of_columns(columns: dict[str, Any], file: SourceFile) -> Samples:
    first_values = {name: column[0].as_py() for name, column in columns.items() if len(column)}
    label = _label_among(first_values, columns)
    images = [
        name
        for name, first in first_values.items()
        if name != label and (isinstance(first, list) or _is_encoded(first))
    ]
    if not images:
        return samples_of(_as_table(columns, file), file.where, file.stem)
    labels = None
    if label is not None:
        labels = labels_of(_plain_values(columns[label]), f"{file}, column {label}").values
    image = max(images, key=lambda name: _count_of(first_values[name]))  # not the four numbers of a frame
    if not isinstance(first_values[image], list):
        return _encoded_pictures(columns[image].to_pylist(), labels, file)
    inputs = _values_of_lists(columns[image], f"{file}, column {image}")
    arrays = [NamedArray("X", f"{file}, pixels", inputs.shape, inputs.dtype, lambda: inputs)]
    if labels is not None:
        arrays.append(NamedArray("y", f"{file}, labels", labels.shape, labels.dtype, lambda: labels))
    return samples_of_arrays(arrays, None, file.where, file.stem)


def _count_of(value: Any) -> float:
    """How many numbers an image has; a file of one, as bytes, has the most."""
    if isinstance(value, list):
        return sum(map(_count_of, cast("list[Any]", value)))
    return math.inf if _is_encoded(value) else 1


def _is_encoded(value: Any) -> bool:
    return isinstance(value, bytes) or (isinstance(value, dict) and "bytes" in value)


def _label_among(first_values: dict[str, Any], columns: dict[str, Any]) -> str | None:
    """The column beside the images that is called label, or the only other one, if it may hold labels."""
    named = [column for name in LABEL_NAMES for column in first_values if column.lower() == name]
    if named:
        return named[0]
    plain = [column for column, first in first_values.items() if isinstance(first, int | float | str)]
    if len(plain) != 1 or plain[0].lower() in (*INDEX_NAMES, *FILE_NAMES, *WRITER_NAMES):
        return None
    values = _plain_values(columns[plain[0]])
    return plain[0] if could_be_labels(values) and len(np.unique(values)) > 1 else None


def _as_table(columns: dict[str, Any], file: SourceFile) -> TextTable:
    """A column for each pixel, as a table of text has them; the lines are the rows."""
    count = max(map(len, columns.values()), default=0)
    if not count or len(columns) > MAX_COLUMNS:
        raise DataError(f"{file} must hold samples in at most {MAX_COLUMNS} columns. Got {count} in {len(columns)}.")
    _refuse_bomb(file, 8 * count * len(columns), file.size)  # bits, and missing values, take none in the file
    words: dict[int, list[str]] = {}
    numbers = np.zeros((count, len(columns)), np.float32)
    first = np.zeros(count)
    for place, column in enumerate(columns.values()):
        kind = str(column.type)
        if kind.startswith(("int", "uint", "float", "double", "halffloat", "bool", "decimal")):
            values = np.asarray(column.to_numpy(), np.float64)
            numbers[:, place] = values
            first = values if place == 0 else first
        else:
            words[place] = [str(value) for value in column.to_pylist()]
    return TextTable(tuple(columns), numbers, first, words, np.arange(1, count + 1))


def _plain_values(column: Any) -> NDArray[Any]:
    """The values of a column; texts and missing values come by way of Python's objects, which take more memory."""
    values: NDArray[Any] = column.to_numpy()
    return np.asarray(column.to_pylist()) if column.null_count or values.dtype == object else values


def _values_of_lists(column: Any, where: str) -> NDArray[Any]:
    """The numbers in lists, or lists of lists, of one length each, shape (rows, …); no number becomes an object."""
    lists, compute = import_module("pyarrow.types"), import_module("pyarrow.compute")
    shape, values = [len(column)], column.combine_chunks()
    while lists.is_list(values.type) or lists.is_large_list(values.type) or lists.is_fixed_size_list(values.type):
        least, most = compute.min_max(compute.list_value_length(values)).as_py().values()
        if values.null_count or least != most:
            came = "missing ones" if values.null_count else f"some of {least} and some of {most} values"
            raise DataError(f"{where} must hold lists of one length. Got {came}.")
        shape.append(most or 0)
        values = values.flatten()
    numbers: NDArray[Any] = values.to_numpy(zero_copy_only=False)
    if values.null_count or numbers.dtype.kind not in "buif":
        came = "missing values" if values.null_count else shortened(values.type)
        raise DataError(f"{where} must hold numbers alone. Got {came}.")
    return numbers.reshape(shape)


def _encoded_pictures(pictures: list[Any], labels: NDArray[np.int64] | None, file: SourceFile) -> Samples:
    """Pictures as the content of files, as the data sets of Hugging Face have them."""
    images = np.empty((len(pictures), IMAGE_PIXELS), np.uint8)
    for place, entry in enumerate(pictures):
        content = cast("bytes", cast("dict[str, Any]", entry)["bytes"] if isinstance(entry, dict) else entry)
        name = f"picture {place + 1}"
        try:
            images[place] = sample_image(decode_picture(BytesIO(content), len(content), name)).ravel()
        except (InkError, TypeError) as error:
            raise DataError(f"{file}, {name} cannot be a sample: {error}") from error
    return Samples(images, file.stem, labels, size=(IMAGE_SIDE, IMAGE_SIDE), origin="pictures")
