"""NumPy archives, ``.npz``, read safely even if they come from a stranger.

An archive is a zip file of ``.npy`` files. Each has a header with type and shape, then the elements. The header is
checked before memory is allocated for the array, and pickles are never read.
"""

import math
import os
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import BufferedReader, BytesIO, FileIO
from pathlib import Path
from typing import IO, Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic
from numpy.typing import NDArray

from mlp_engine.errors import DataError
from mlp_engine.validation import shortened

MAX_BYTES = 1 << 30
"""The largest array: 1 GiB, more than a million digit images of one byte a pixel."""

_PIECE = 1 << 20
_MAX_HEADER = 10_000
_PARSERS = {(1, 0): read_array_header_1_0, (2, 0): read_array_header_2_0}
# Other compressions may expand one small piece without limit.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Shape = tuple[int, ...]
Check = Callable[[str, Shape, np.dtype[Any]], None]


@contextmanager
def opened(path: Path) -> Generator[zipfile.ZipFile]:
    """The archive at ``path``; whatever goes wrong while it is read is raised as a :class:`DataError`.

    Raises:
        DataError: if the file cannot be read, is no archive, or is damaged.
    """
    try:
        # os.path.isfile never raises, as Path.is_file may. Without this check, opening a named pipe waits for ever.
        if not os.path.isfile(path):  # noqa: PTH113
            raise DataError(f"{path} must be a file that can be read. There is no such file.")
        with _ShortReads(FileIO(path)) as file, zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        # RuntimeError: the archive is encrypted. ValueError: it names an impossible offset.
        raise DataError(f"{path} must be a whole and undamaged .npz archive. Got: {error}.") from error
    except OSError as error:
        raise DataError(f"{path} must be a file that can be read. Got: {error.strerror or error}.") from error


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
    entry = archive.getinfo(f"{name}.npy")
    if entry.compress_type not in _COMPRESSIONS:
        raise DataError(f"{where} must be stored or deflated, as NumPy does it. Got {entry.compress_type}.")
    with archive.open(entry) as stream:
        start = BytesIO(stream.read(_MAX_HEADER))
        shape, is_fortran, dtype = _header(start, where)
        check(where, shape, dtype)
        size = math.prod(shape) * dtype.itemsize
        if size > MAX_BYTES:
            raise DataError(f"{where} must have at most {MAX_BYTES} bytes. Its header announces {shortened(size)}.")
        content = _read_up_to(start, stream, size)
    if len(content) != size:
        came = f"{len(content)}" if len(content) < size else "more"
        raise DataError(f"{where} must hold the {size} bytes that its header announces. Got {came}.")
    return np.frombuffer(content, dtype).reshape(shape, order="F" if is_fortran else "C")


def names_in(archive: zipfile.ZipFile) -> list[str]:
    """The names of the arrays in an archive."""
    return [entry.removesuffix(".npy") for entry in archive.namelist()]


class _ShortReads(BufferedReader):
    """A reader that refuses long reads: the zip file's table of contents is read in one go and must be short."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read like the base class.

        Raises:
            BadZipFile: if more is requested at once than a sound archive needs.
        """
        if size is not None and size > _PIECE:
            raise zipfile.BadZipFile(f"a list of contents of {size} bytes")
        return super().read(size)


def _header(start: IO[bytes], where: str) -> tuple[Shape, bool, np.dtype[Any]]:
    try:
        with catch_warnings():
            simplefilter("ignore")  # warnings about headers written by Python 2
            shape, is_fortran, dtype = _PARSERS[read_magic(start)](start, max_header_size=_MAX_HEADER)
    except Exception as error:  # the parser evaluates text, so a strange one may raise anything
        raise DataError(f"{where} must begin with the header of a .npy file. Got another beginning.") from error
    if dtype.hasobject:
        raise DataError(f"{where} must hold numbers. Got Python objects, which are never read.")
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
