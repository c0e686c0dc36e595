"""IDX files, the format of MNIST: a header with type and sizes, then the numbers.

The header is two zero bytes, one byte for the type of the elements (8: unsigned byte), one for the number of
dimensions, and each dimension as four bytes, the most significant first (Y. LeCun, "The MNIST database").
"""

import math
import struct
from collections.abc import Sequence
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.samples import Part, Samples
from mlp_engine.datasets.tables.array_names import read_name
from mlp_engine.datasets.tables.named_arrays import NamedArray, samples_of_arrays
from mlp_engine.errors import DataError
from mlp_engine.files.paths import is_file, is_folder, shown_path
from mlp_engine.files.source_file import SourceFile, file_on_disk
from mlp_engine.validation import shortened

MAX_BYTES = 1 << 28
"""What one file may hold by default: 256 MiB, five times the largest file of MNIST."""

_TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_MAX_DIMENSIONS = 4
_PIECE = 1 << 20
_WIDE_LABELS, _LABEL_COLUMN, _WRITER_COLUMN = 8, 0, 2  # of QMNIST

_NAMES: dict[Part, tuple[str, str]] = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}


def is_idx(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is an IDX file."""
    return len(start) > 4 and start[:2] == b"\0\0" and start[2] in _TYPES and 1 <= start[3] <= _MAX_DIMENSIONS


def read_idx(file: SourceFile, *, max_bytes: int | None = None) -> NDArray[Any]:
    """Read one IDX file, plain or compressed.

    Memory grows with what the file holds, never with what its header promises, and stays within ``max_bytes``.

    Returns:
        The elements, in the type and shape that the header states.

    Raises:
        DataError: if the file cannot be read, is no IDX file, promises more than ``max_bytes``, or holds fewer or more
            bytes than it promises.
    """
    with file.open() as stream:
        dtype, shape = _read_header(stream, file, MAX_BYTES if max_bytes is None else max_bytes)
        size = math.prod(shape) * dtype.itemsize
        # One byte more than promised: finds what trails, and makes the compression check its checksum.
        content = _read_up_to(stream, size + 1)
    if len(content) != size:
        came = f"{len(content)}" if len(content) < size else "more"
        raise DataError(f"{file} must hold the {size} bytes of data that its header announces. Got {came}.")
    return np.frombuffer(content, dtype).reshape(shape)


def read_idx_files(files: Sequence[SourceFile], part: Part | None, where: str, name: str) -> Samples:
    """The samples of IDX files that lie together: MNIST's, EMNIST's, QMNIST's and any that are named alike.

    Args:
        files: with images and with labels, which their names tell apart.
        part: "test" for those that are called test or t10k.
        where: what to call their folder in a sentence.
        name: what to call the data set.

    Raises:
        DataError: if a file is damaged, or images and labels do not fit each other, or there are several sets.
    """
    arrays: dict[str, NamedArray] = {}
    _refuse_several(files, where)
    for file in files:
        with file.open() as stream:
            dtype, shape = _read_header(stream, file, MAX_BYTES)
        stem = _called(file)
        if len(shape) == 2 and shape[1] == _WIDE_LABELS and dtype.kind == "i":
            columns = {stem: _LABEL_COLUMN, stem.replace("labels", "writers"): _WRITER_COLUMN}
            for called, column in columns.items():
                arrays.setdefault(
                    called, NamedArray(called, file.where, shape[:1], dtype, partial(_column, file, column))
                )
        else:  # the same file may be there twice, plain and compressed
            arrays.setdefault(stem, NamedArray(stem, file.where, shape, dtype, partial(read_idx, file)))
    sets = {read_name(called).rest for called, array in arrays.items() if len(array.shape) > 1}
    if len(sets) > 1:
        images = [file for file in files if read_name(file.stem).role == "inputs"]
        held = shortened(", ".join(file.name for file in images or files), 200)
        raise DataError(f"{where} must hold one set. It holds several, {held}: choose one of these files.")
    return samples_of_arrays(list(arrays.values()), part, where, name)


def _refuse_several(files: Sequence[SourceFile], where: str) -> None:
    """Refuse files of one name and different content in different folders: one of them would be passed over.

    Raises:
        DataError: if there are such files, naming their folders.
    """
    seen: dict[str, SourceFile] = {}
    for file in files:
        first = seen.setdefault(_called(file), file)
        if first.parts[:-1] != file.parts[:-1] and not np.array_equal(read_idx(first), read_idx(file)):
            folders = " and ".join("/".join(each.parts[:-1]) or "the folder itself" for each in (first, file))
            raise DataError(f"{where} must hold one set. It holds several, in {folders}: choose one of these folders.")


def _called(file: SourceFile) -> str:
    """What a file is called, with a dash where older files have a dot: train-images-idx3-ubyte."""
    called = file.stem if file.ending[1:].isdecimal() or not file.ending else file.content_name
    return called.replace(".idx", "-idx")


def _column(file: SourceFile, column: int) -> NDArray[Any]:
    return read_idx(file)[:, column]


def find_idx_file(folder: Path, name: str) -> Path | None:
    """Where ``folder`` keeps the file of that standard name: compressed or plain, "-idx" or the older ".idx"."""
    dotted = name.replace("-idx", ".idx")
    for candidate in (f"{name}.gz", name, f"{dotted}.gz", dotted):
        if is_file(folder / candidate):
            return folder / candidate
    return None


def load_idx_folder(folder: Path, part: Part) -> Dataset:
    """Load the training or the test set from a folder that holds MNIST's files, or others under the same names.

    Returns:
        Digit images as ``uint8`` rows of 784, named after the folder.

    Raises:
        DataError: if a file is missing or unreadable, or if images and labels do not fit each other.
    """
    if not is_folder(folder):
        raise DataError(f"{shown_path(folder)} must be a folder with IDX files. There is no such folder.")
    files = [file_on_disk(_need(folder, name)) for name in _NAMES[part]]
    return read_idx_files(files, part, str(folder), folder.resolve().name).dataset()


def _need(folder: Path, name: str) -> Path:
    path = find_idx_file(folder, name)
    if path is None:
        raise DataError(f"{folder} must hold the file {name}, as it is or as {name}.gz. It holds neither.")
    return path


def _read_header(stream: BufferedReader, file: SourceFile, max_bytes: int) -> tuple[np.dtype[Any], tuple[int, ...]]:
    start = stream.read(4)
    if len(start) < 4 or start[:2] != b"\0\0":
        raise DataError(
            f"{file} must be an IDX file, which starts with two zero bytes. Got {start.hex() or 'nothing'}."
        )
    kind, dimensions = start[2:]
    if kind not in _TYPES:
        known = ", ".join(map(str, _TYPES))
        raise DataError(f"{file} must hold numbers of a type of the IDX format: {known}. Got type {kind}.")
    if not 1 <= dimensions <= _MAX_DIMENSIONS:
        raise DataError(f"{file} must have from 1 to {_MAX_DIMENSIONS} dimensions. Got {dimensions}.")
    sizes = stream.read(4 * dimensions)
    if len(sizes) < 4 * dimensions:
        raise DataError(f"{file} must tell the size of each of its {dimensions} dimensions. It ends before that.")
    dtype = np.dtype(_TYPES[kind])
    shape: tuple[int, ...] = struct.unpack(f">{dimensions}I", sizes)
    # A dimension of 0 makes the product 0, but the others still have to be sane.
    if math.prod(max(size, 1) for size in shape) * dtype.itemsize > max_bytes:
        announced = " × ".join(map(str, shape))
        raise DataError(f"{file} must hold at most {max_bytes} bytes of data. Its header announces {announced}.")
    return dtype, shape


def _read_up_to(stream: BufferedReader, size: int) -> bytearray:
    content = bytearray()
    while piece := stream.read(min(_PIECE, size - len(content))):
        content += piece
    return content
