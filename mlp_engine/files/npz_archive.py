"""NumPy archives, ``.npz``, read safely even if they come from a stranger.

An archive is a zip file of ``.npy`` files. Each has a header with type and shape, then the elements. The header is
checked before memory is allocated for the array, and pickles are never read.
"""

import math
import zipfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic
from numpy.typing import NDArray

from mlp_engine.errors import DataError
from mlp_engine.files.source_file import SourceFile, file_on_disk
from mlp_engine.files.zip_archive import check_entry, opened_zip
from mlp_engine.validation import shortened

MAX_BYTES = 1 << 30
"""The largest array: 1 GiB, more than a million digit images of one byte a pixel."""

_ENDING = ".npy"
_PIECE = 1 << 20
_MAX_HEADER = 10_000
_PARSERS = {(1, 0): read_array_header_1_0, (2, 0): read_array_header_2_0}

Shape = tuple[int, ...]
Check = Callable[[str, Shape, np.dtype[Any]], None]


@contextmanager
def opened(file: Path | SourceFile) -> Generator[zipfile.ZipFile]:
    """The archive in ``file``; whatever goes wrong while it is read is raised as a :class:`DataError`.

    Raises:
        DataError: if the file cannot be read, is no archive, or is damaged.
    """
    source = file_on_disk(file) if isinstance(file, Path) else file
    with opened_zip(source, ".npz", max_contents=_PIECE) as archive:
        yield archive


def read_array(archive: zipfile.ZipFile, name: str, where: str, check: Check) -> NDArray[Any]:
    """Read the array ``name``, after ``check`` has accepted its shape and type.

    Args:
        archive: an archive from :func:`opened`, which turns the errors of a damaged one into a :class:`DataError`.
        name: the array's name, without ``.npy``.
        where: the array's name in error messages.
        check: called with ``where``, shape and type; raises an error if they are wrong.

    Raises:
        DataError: if the header is not valid, or does not match the data after it.
        KeyError: if there is no such array.
    """
    entry = archive.getinfo(f"{name}{_ENDING}")
    check_entry(entry, where)
    with archive.open(entry) as stream:
        return array_in(stream, where, check)


def array_in(stream: IO[bytes], where: str, check: Check) -> NDArray[Any]:
    """Read the one array of a ``.npy`` file, as :func:`read_array` does."""
    start = BytesIO(stream.read(_MAX_HEADER))
    shape, is_fortran, dtype = _header(start, where)
    if dtype.hasobject:
        raise DataError(f"{where} must hold numbers. Got Python objects, which are never read: save arrays of numbers.")
    check(where, shape, dtype)
    size = math.prod(shape) * dtype.itemsize
    if size > MAX_BYTES:
        raise DataError(f"{where} must have at most {MAX_BYTES} bytes. Its header announces {shortened(size)}.")
    content = _read_up_to(start, stream, size)
    if len(content) != size:
        came = f"{len(content)}" if len(content) < size else "more"
        raise DataError(f"{where} must hold the {size} bytes that its header announces. Got {came}.")
    return np.frombuffer(content, dtype).reshape(shape, order="F" if is_fortran else "C")


def read_shape(archive: zipfile.ZipFile, name: str, where: str) -> tuple[Shape, np.dtype[Any]]:
    """Read the shape and the type of the array ``name``, and nothing of the array itself; see :func:`read_array`."""
    with archive.open(f"{name}{_ENDING}") as stream:
        return shape_in(stream, where)


def shape_in(stream: IO[bytes], where: str) -> tuple[Shape, np.dtype[Any]]:
    """Read the shape and the type of the one array of a ``.npy`` file, as :func:`read_shape` does.

    Raises:
        DataError: if the header is not valid.
    """
    shape, _, dtype = _header(BytesIO(stream.read(_MAX_HEADER)), where)
    return shape, dtype


def names_in(archive: zipfile.ZipFile) -> list[str]:
    """The names of the arrays in an archive; entries that are no arrays are passed over."""
    return [entry.removesuffix(_ENDING) for entry in archive.namelist() if entry.endswith(_ENDING)]


def _header(start: IO[bytes], where: str) -> tuple[Shape, bool, np.dtype[Any]]:
    try:
        with catch_warnings():
            simplefilter("ignore")  # warnings about headers written by Python 2
            shape, is_fortran, dtype = _PARSERS[read_magic(start)](start, max_header_size=_MAX_HEADER)
    except Exception as error:  # the parser evaluates text, so a strange one may raise anything
        raise DataError(f"{where} must begin with the header of a .npy file. Got another beginning.") from error
    if min(shape, default=0) < 0:
        raise DataError(f"{where} must have a shape of whole numbers from 0. Got {shortened(shape)}.")
    return shape, is_fortran, dtype


def _read_up_to(start: IO[bytes], stream: IO[bytes], size: int) -> bytearray:
    """Read up to ``size`` bytes, and one more if there is one; memory grows only with the bytes that exist.

    Reading past the end also makes the archive verify its checksum.
    """
    content = bytearray(start.read(size + 1))
    while piece := stream.read(min(_PIECE, size + 1 - len(content))):
        content += piece
    return content
