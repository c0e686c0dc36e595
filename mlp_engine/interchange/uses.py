"""The uses of a file or folder that somebody brings: as a network, as a drawing, or as data.

The content decides; a name counts only where the content says nothing. At most a few kilobytes are read, and never more
than :data:`MAX_CONTENTS` bytes of the table of contents of an archive, so that a window can ask without a delay.
"""

import re
from pathlib import Path
from typing import Literal

from mlp_engine.datasets.forms import START, TABLE_OF_TEXT, Form, form_of, is_data_archive
from mlp_engine.datasets.picture_labels import is_picture
from mlp_engine.datasets.strokes import is_json_lines
from mlp_engine.datasets.tables.array_names import read_name
from mlp_engine.datasets.tables.table_head import looks_like_table
from mlp_engine.errors import DataError
from mlp_engine.files.compression import compression_of
from mlp_engine.files.paths import is_folder, shown_path
from mlp_engine.files.source_file import SourceFile, file_on_disk
from mlp_engine.files.zip_archive import LongContents, is_zip, opened_zip
from mlp_engine.ink.picture_file import is_picture_start
from mlp_engine.interchange import content
from mlp_engine.interchange.dense_chain import is_name_of_weights
from mlp_engine.validation import shortened

Use = Literal["network", "drawing", "data", "lesson"]

MAX_CONTENTS = 1 << 18
"""Bytes of a table of contents that is read: about 3,000 entries, in 30 ms."""

_WEIGHTS_SUFFIXES = (".safetensors", ".json", ".onnx", ".pt", ".pth", ".ckpt", ".keras", ".joblib", ".pkl", ".pickle")
_HDF5 = b"\x89HDF\r\n\x1a\n"
_HDF5_SUFFIXES = (".h5", ".hdf5")
_FIRST_KEY = re.compile(rb'\s*\{\s*"(\w{1,30})"')
_BOOK_KEYS = (b"sizes", b"weights", b"biases", b"cost")
_LABEL = re.compile(rb'"label"\s*:\s*\d')
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_OTHER = "a file of another kind"


def uses_of(path: Path) -> tuple[Use, ...]:
    """What the file or folder at ``path`` can be used as, the likeliest first; at least one use.

    A file that is damaged further on, or that has the name of a known form and another content, has the use whose
    reader says what is wrong with it.

    Raises:
        DataError: if it is missing, empty, damaged at its beginning, or of no use here, saying what it is.
        WeightsReadError: if it is a weights file that is never opened, saying what to do.
    """
    if is_folder(path):
        return ("data",)
    file = file_on_disk(path)
    start = file.start(START)
    if content.is_safetensors(start):
        return _network(path)
    if is_zip(start):
        return _uses_of_zip(path, file)
    if file.ending == ".toml":
        return ("lesson",)
    if is_picture_start(start):
        return ("drawing",)
    if is_json_lines(start):
        return _uses_of_json(file, start)
    if _is_compressed(path):
        return _uses_as_data(path, file, start)
    if content.holds_tensors(start) or file.ending in _WEIGHTS_SUFFIXES:
        return _network(path)
    if file.ending in _HDF5_SUFFIXES and not start.startswith(_HDF5):
        return _network(path)
    return _uses_as_data(path, file, start)


def _network(path: Path) -> tuple[Use, ...]:
    content.form_of(path)  # raises the sentence about a file that is never opened
    return ("network",)


def _is_compressed(path: Path) -> bool:
    try:
        with path.open("rb") as raw:
            return compression_of(raw.read(10)) != ""
    except OSError as error:
        raise DataError(
            f"{shown_path(path)} must be a file that can be read. Got: {error.strerror or error}."
        ) from error


def _uses_of_zip(path: Path, file: SourceFile) -> tuple[Use, ...]:
    try:
        with opened_zip(file, max_contents=MAX_CONTENTS) as archive:
            names = archive.namelist()
    except DataError as error:
        if isinstance(error.__cause__, LongContents):  # thousands of pictures
            return ("data",)
        raise
    content.form_of(path)
    if not is_data_archive(file):
        return ("data",)
    arrays = [name.removesuffix(".npy") for name in names]
    if any(read_name(name).role in ("inputs", "labels") for name in arrays):
        return ("data",)
    if "architecture" in arrays or any(map(is_name_of_weights, arrays)):
        return ("network",)
    # Arrays without names of their own: arr_0, arr_1, … may be images and labels, or weights and biases.
    return ("data", "network")


def _uses_of_json(file: SourceFile, start: bytes) -> tuple[Use, ...]:
    first_key = _FIRST_KEY.match(start.removeprefix(b"\xef\xbb\xbf"))
    is_book = first_key is not None and first_key[1] in _BOOK_KEYS
    if is_book or (b'"strokes"' not in start and file.ending != ".jsonl"):
        return ("network",)
    return ("drawing", "data") if _LABEL.search(start) else ("drawing",)


def _uses_as_data(path: Path, file: SourceFile, start: bytes) -> tuple[Use, ...]:
    if is_picture(file) or file.ending == ".jsonl":
        return ("drawing",)
    form = form_of(file)
    if form is None:
        content.form_of(path)
        raise _of_no_use(path, _OTHER)
    _check_text(path, form, start)
    return ("data",)


def _check_text(path: Path, form: Form, start: bytes) -> None:
    """Refuse texts that are no table, although a reader of tables takes any text."""
    if form.name != TABLE_OF_TEXT:
        return
    if not looks_like_table(start):
        raise _of_no_use(path, _OTHER if _CONTROL.search(start) else "a text that is no table")


def _of_no_use(path: Path, came: str) -> DataError:
    return DataError(
        f"{shortened(str(path), 200)} must be a network, a picture, strokes, or data of digits. Got {came}."
    )
