"""NumPy archives, ``.npz``, with the samples in an array X and their labels in an array y.

An archive is a zip file of ``.npy`` files, each a header that tells type and shape, then the elements. A header is
judged before its array is made, so what it promises costs nothing, and pickles are never read.
"""

import math
import os
import zipfile
import zlib
from collections.abc import Callable
from io import BufferedReader, BytesIO, FileIO
from pathlib import Path
from typing import IO, Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError

MAX_BYTES = 1 << 30
"""Of an array: 1 GiB, more than a million digit images of one byte a pixel."""
MAX_SAMPLES = 1_000_000

_CLASSES = 10
_FULL_INK = 255
_PIECE = 1 << 20
_MAX_HEADER = 10_000
_PARSERS = {(1, 0): read_array_header_1_0, (2, 0): read_array_header_2_0}
# The others decompress a whole piece at once, however much comes out of it.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Shape = tuple[int, ...]


def load_npz(path: Path) -> Dataset:
    """Load X and y of an archive, compressed or not; other arrays in it are passed over.

    X has a sample a row, shape (n, inputs), or an image each, shape (n, height, width): whole numbers of any type are
    ink from 0 to 255, floating numbers are shares of ink from 0 to 1. y has shape (n,) or (n, 1) and holds whole
    numbers from 0 to 9.

    Returns:
        Rows of ``uint8`` for whole numbers, floating ones otherwise, named after the file.

    Raises:
        DataError: if the file is no such archive, or if an array is missing, too large, damaged, of another type or
            shape, or does not fit the other; the sentence names the file and the array.
    """
    try:
        # Path.is_file may raise, this only says no; opening without asking would wait for ever on a named pipe.
        if not os.path.isfile(path):  # noqa: PTH113
            raise DataError(f"{path} must be a file that can be read. There is no such file.")
        with _ShortReads(FileIO(path)) as file, zipfile.ZipFile(file) as archive:
            labels = _labels(archive, path)
            inputs = _inputs(archive, path, len(labels))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        # RuntimeError: encrypted. ValueError: places in the file that cannot be.
        raise DataError(f"{path} must be a whole and undamaged .npz archive. Got: {error}.") from error
    except OSError as error:
        raise DataError(f"{path} must be a file that can be read. Got: {error.strerror or error}.") from error
    return Dataset(inputs, labels, path.name.removesuffix(".npz"))


class _ShortReads(BufferedReader):
    """Keeps the zip file's list of contents, which is read in one go, from being a long one."""

    def read(self, size: int | None = -1, /) -> bytes:
        """As the base class.

        Raises:
            BadZipFile: where more is asked for at once than an honest archive needs.
        """
        if size is not None and size > _PIECE:
            raise zipfile.BadZipFile(f"a list of contents of {size} bytes")
        return super().read(size)


def _labels(archive: zipfile.ZipFile, path: Path) -> NDArray[np.int64]:
    def check(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
        if dtype.kind not in "iu" or shape[1:] not in ((), (1,)) or not shape:
            raise DataError(f"{where} must be a plain list of whole numbers. Got {dtype} of shape {_short(shape)}.")
        if not 1 <= shape[0] <= MAX_SAMPLES:
            raise DataError(f"{where} must have from 1 to {MAX_SAMPLES} labels. Got {_short(shape[0])}.")

    labels = _read(archive, "y", path, check).ravel()
    low, high = labels.min(), labels.max()
    if low < 0 or high >= _CLASSES:
        raise DataError(f"{path}, array y must hold labels from 0 to {_CLASSES - 1}. Got {low if low < 0 else high}.")
    return labels.astype(np.int64)


def _inputs(archive: zipfile.ZipFile, path: Path, samples: int) -> NDArray[np.generic]:
    def check(where: str, shape: Shape, dtype: np.dtype[Any]) -> None:
        if dtype.kind not in "iuf" or dtype.itemsize > 8 or len(shape) not in (2, 3) or 0 in shape[1:]:
            raise DataError(
                f"{where} must be a table or a stack of images of whole or floating numbers. "
                f"Got {dtype} of shape {_short(shape)}."
            )
        if shape[0] != samples:
            raise DataError(f"{where} must have one sample for each of the {samples} labels. Got {_short(shape[0])}.")

    inputs = _read(archive, "X", path, check).reshape(samples, -1)
    low, high = inputs.min(), inputs.max()
    is_whole = inputs.dtype.kind in "iu"
    if not (low >= 0 and high <= (_FULL_INK if is_whole else 1)):  # not: true of NaN as well
        wanted = "whole numbers from 0 to 255" if is_whole else "floating numbers from 0 to 1"
        raise DataError(f"{path}, array X must hold {wanted}. Got {high if low >= 0 else low}.")
    if is_whole:
        return inputs.astype(np.uint8, copy=False)
    return inputs.astype(np.float64 if inputs.dtype.itemsize == 8 else np.float32, copy=False)


def _read(
    archive: zipfile.ZipFile, name: str, path: Path, check: Callable[[str, Shape, np.dtype[Any]], None]
) -> NDArray[Any]:
    """The array ``name``, once ``check`` has approved its shape and type."""
    where = f"{path}, array {name}"
    try:
        entry = archive.getinfo(f"{name}.npy")
    except KeyError:
        held = ", ".join(entry.removesuffix(".npy") for entry in archive.namelist()) or "nothing"
        raise DataError(f"{path} must hold the arrays X and y. It holds {_short(held)}.") from None
    if entry.compress_type not in _COMPRESSIONS:
        raise DataError(f"{where} must be stored or deflated, as NumPy does it. Got {entry.compress_type}.")
    with archive.open(entry) as stream:
        start = BytesIO(stream.read(_MAX_HEADER))
        shape, is_fortran, dtype = _header(start, where)
        check(where, shape, dtype)
        size = math.prod(shape) * dtype.itemsize
        if size > MAX_BYTES:
            raise DataError(f"{where} must have at most {MAX_BYTES} bytes. Its header announces {_short(size)}.")
        content = _read_up_to(start, stream, size)
    if len(content) != size:
        came = f"{len(content)}" if len(content) < size else "more"
        raise DataError(f"{where} must hold the {size} bytes that its header announces. Got {came}.")
    return np.frombuffer(content, dtype).reshape(shape, order="F" if is_fortran else "C")


def _header(start: IO[bytes], where: str) -> tuple[Shape, bool, np.dtype[Any]]:
    try:
        with catch_warnings():
            simplefilter("ignore")  # of headers that Python 2 wrote
            shape, is_fortran, dtype = _PARSERS[read_magic(start)](start, max_header_size=_MAX_HEADER)
    except Exception as error:  # the parser evaluates a text, and may raise anything on a strange one
        raise DataError(f"{where} must begin with the header of a .npy file. Got another beginning.") from error
    if dtype.hasobject:
        raise DataError(f"{where} must hold numbers. Got Python objects, which are never read.")
    if min(shape, default=0) < 0:
        raise DataError(f"{where} must have a shape of whole numbers from 0. Got {_short(shape)}.")
    return shape, is_fortran, dtype


def _read_up_to(start: IO[bytes], stream: IO[bytes], size: int) -> bytearray:
    """``size`` bytes where there are so many, and one more where there is: memory grows with what is there.

    To look for that one makes the archive check its own checksum.
    """
    content = bytearray(start.read(size + 1))
    while piece := stream.read(min(_PIECE, size + 1 - len(content))):
        content += piece
    return content


def _short(what: object, limit: int = 60) -> str:
    text = str(what)
    return text if len(text) <= limit else text[: limit - 1] + "…"
