"""MATLAB files, ``.mat``, version 4 to 7: their arrays of numbers, and those in their structures.

Written after The MathWorks, *MAT-File Format* (2023), so that a file from a stranger gets no more memory than it fills:
a general reader believes the sizes that a header announces. Version 7.3 is HDF5.
"""

import math
import struct
import zlib
from collections.abc import Iterator
from functools import partial
from io import BufferedReader
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.samples import Part, Samples
from mlp_engine.datasets.tables.array_names import read_name
from mlp_engine.datasets.tables.named_arrays import NamedArray, samples_of_arrays
from mlp_engine.errors import DataError
from mlp_engine.files.compression import FREE_BYTES, MAX_RATIO
from mlp_engine.files.source_file import SourceFile
from mlp_engine.validation import shortened

MAX_BYTES = 1 << 31
"""Of an element, which is an array or a structure with all that is in it: 2 GiB."""
MAX_ELEMENTS = 1_000
MAX_DEPTH = 6
"""Of structures within structures."""

_HEADER = 128
_MATRIX, _COMPRESSED = 14, 15
_STRUCTURE, _NUMBERS = 2, range(6, 16)
_OTHERS = {1: ("a cell array", "cat(3, {}{{:}})"), 5: ("sparse", "full({})")}
"""Classes that are not read: what such an array is, and what makes a full one of it."""
_LOGICAL, _COMPLEX = 0x0200, 0x0800
_TYPES = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
_PIECE = 1 << 20
_HEAD_OF_4, _MAX_NAME = 20, 64
_TYPES_OF_4: tuple[str, ...] = ("f8", "f4", "i4", "i2", "u2", "u1")


def is_mat(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is one of MATLAB, from version 4 to 7."""
    is_5 = start.startswith(b"MATLAB 5.0 MAT-file") and start[126:128] in (b"IM", b"MI")
    return is_5 or _head_of_4(start) is not None


def read_mat(file: SourceFile, part: Part | None = None) -> Samples:
    """Read the samples of a file of MATLAB; see :func:`samples_of_arrays` for what its arrays may be.

    Arrays of a structure have the names that lead to them, as in ``dataset/train/images``.

    Raises:
        DataError: if the file is damaged, or its arrays are not those of samples.
    """
    arrays: list[NamedArray] = []
    try:
        with file.open() as stream:
            is_4 = _head_of_4(stream.peek(_HEAD_OF_4)) is not None
            for name, array in _arrays_of_4(stream, file) if is_4 else _arrays_of_5(stream, file):
                where = f"{file}, array {name}"
                arrays.append(NamedArray(name, where, array.shape, array.dtype, partial(_itself, array)))
                if len(arrays) > MAX_ELEMENTS:
                    raise DataError(f"{file} must hold at most {MAX_ELEMENTS} arrays. Got more.")
    except (ValueError, IndexError, KeyError, zlib.error, struct.error, OverflowError) as error:
        raise DataError(f"{file} must be a whole and undamaged file of MATLAB. Got: {shortened(error)}.") from error
    return samples_of_arrays(arrays, part, file.where, file.stem)


def _itself(array: NDArray[Any]) -> NDArray[Any]:
    return array


def _head_of_4(start: bytes) -> tuple[str, str, int, int, int] | None:
    """Order of bytes, type, rows, columns and length of the name of a full array of real numbers of version 4.

    ``None`` if the file begins otherwise.
    """
    if len(start) < _HEAD_OF_4:
        return None
    for order in "<>":
        head: tuple[int, ...] = struct.unpack_from(f"{order}5I", start)
        kind, rows, columns, is_complex, name = head
        machine, is_kept, precision, content = kind // 1000, kind // 100 % 10, kind // 10 % 10, kind % 10
        sound = machine == (order == ">") and is_kept == 0 and precision < len(_TYPES_OF_4) and content == 0
        if sound and is_complex == 0 and 2 <= name <= _MAX_NAME and rows and columns:
            return order, _TYPES_OF_4[precision], rows, columns, name
    return None


def _arrays_of_4(stream: BufferedReader, file: SourceFile) -> Iterator[tuple[str, NDArray[Any]]]:
    while head := stream.read(_HEAD_OF_4):
        found = _head_of_4(head)
        if found is None:
            raise ValueError("an array that is not of real numbers in full")
        order, kind, rows, columns, length = found
        name = stream.read(length).split(b"\0")[0].decode("ascii", "replace")
        size = rows * columns * int(kind[1])
        if size > MAX_BYTES:
            raise DataError(f"{file} must have arrays of at most {MAX_BYTES} bytes. Got {size}.")
        yield name, np.frombuffer(_content(stream, size), order + kind).reshape((rows, columns), order="F")


def _arrays_of_5(stream: BufferedReader, file: SourceFile) -> Iterator[tuple[str, NDArray[Any]]]:
    order = "<" if stream.read(_HEADER)[126:128] == b"IM" else ">"
    for content in _elements(stream, order, file):
        yield from _arrays(_Reader(content, order), 0, file)


def _content(stream: BufferedReader, size: int) -> bytearray:
    """The next ``size`` bytes; memory grows with what there is."""
    content = bytearray()
    while len(content) < size:
        if not (piece := stream.read(min(_PIECE, size - len(content)))):
            raise ValueError("an element ends before its end")
        content += piece
    return content


def _elements(stream: BufferedReader, order: str, file: SourceFile) -> Iterator[memoryview]:
    """The content of each matrix at the top, decompressed."""
    for _ in range(MAX_ELEMENTS):
        tag = stream.read(8)
        if not tag:
            return
        kind, size = _Reader(memoryview(tag), order).words(2)
        if size > MAX_BYTES:
            raise DataError(f"{file} must have elements of at most {MAX_BYTES} bytes. Got {size}.")
        content = _content(stream, size)
        if kind == _COMPRESSED:
            decompressor = zlib.decompressobj()
            inflated = decompressor.decompress(content, min(MAX_BYTES, FREE_BYTES + MAX_RATIO * size))
            if decompressor.unconsumed_tail:
                raise ValueError("an element that inflates beyond measure")
            kind, inner = _Reader(memoryview(inflated), order).element()
        else:
            inner = memoryview(content)
            stream.read(-size % 8)
        if kind == _MATRIX:
            yield inner
    raise DataError(f"{file} must hold at most {MAX_ELEMENTS} elements. Got more.")


def _arrays(reader: "_Reader", depth: int, file: SourceFile, above: str = "") -> Iterator[tuple[str, NDArray[Any]]]:
    """Names and numbers of a matrix: itself, or the arrays of a structure of one element."""
    if not reader.left:
        return
    flags, _ = _Reader(reader.data(), reader.order).words(2)
    dimensions = np.frombuffer(reader.data(), f"{reader.order}i4")
    name = above + bytes(reader.data()).decode("ascii", "replace")
    if flags & 0xFF in _NUMBERS and not flags & _COMPLEX:
        kind, content = reader.element()
        shape = tuple(dimensions.tolist())
        if math.prod(shape) * int(_TYPES[kind][1]) != len(content):
            raise ValueError("an array of another size than announced")
        array = np.frombuffer(content, f"{reader.order}{_TYPES[kind]}").reshape(shape, order="F")
        yield name, array.astype(np.bool_) if flags & _LOGICAL else array
    elif flags & 0xFF == _STRUCTURE and depth < MAX_DEPTH and dimensions.tolist() == [1, 1]:
        (length,) = np.frombuffer(reader.data(), f"{reader.order}i4").tolist()
        fields = bytes(reader.data())
        for start in range(0, len(fields), length):
            field = fields[start : start + length].split(b"\0")[0].decode("ascii", "replace")
            yield from _arrays(_Reader(reader.data(), reader.order), depth + 1, file, f"{name}/{field}")
    elif flags & 0xFF in _OTHERS and read_name(name).role == "inputs":
        what, line = _OTHERS[flags & 0xFF]
        variable = name.rsplit("/", 1)[-1]
        raise DataError(
            f"{file}, array {shortened(name)} must be a full array of numbers. Got {what}: save it in MATLAB as "
            f"{shortened(line.format(variable))}."
        )


class _Reader:
    """Goes through the elements of a piece of memory."""

    def __init__(self, content: memoryview, order: str) -> None:
        self._content = content
        self._place = 0
        self.order = order

    @property
    def left(self) -> int:
        """Bytes that were not read yet."""
        return len(self._content) - self._place

    def words(self, count: int) -> list[int]:
        """The next whole numbers of 32 bits."""
        return np.frombuffer(self._take(4 * count), f"{self.order}u4").tolist()

    def element(self) -> tuple[int, memoryview]:
        """Type and content of the next element."""
        (first,) = self.words(1)
        if first >> 16:  # a small one: size and type share four bytes, and the content is the next four
            return first & 0xFFFF, self._take(4)[: first >> 16]
        (size,) = self.words(1)
        content = self._take(size)
        self._place = min(self._place + -size % 8, len(self._content))
        return first, content

    def data(self) -> memoryview:
        """The content of the next element."""
        return self.element()[1]

    def _take(self, size: int) -> memoryview:
        if size > self.left:
            raise ValueError("an element ends before its end")
        self._place += size
        return self._content[self._place - size : self._place]
