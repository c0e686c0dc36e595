"""Arrays out of a NumPy archive, ``.npz``, that may come from a stranger.

An archive is a zip file of ``.npy`` files, each a header that tells type and shape, then the elements. A header is
judged before its array is made, so what it promises costs nothing, and pickles are never read.
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

MAX_BYTES = 1 << 30
"""Of an array: 1 GiB, more than a million digit images of one byte a pixel."""

_PIECE = 1 << 20
_MAX_HEADER = 10_000
_PARSERS = {(1, 0): read_array_header_1_0, (2, 0): read_array_header_2_0}
# The others decompress a whole piece at once, however much comes out of it.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Shape = tuple[int, ...]
Check = Callable[[str, Shape, np.dtype[Any]], None]


@contextmanager
def opened(path: Path) -> Generator[zipfile.ZipFile]:
    """The archive at ``path``; what goes wrong while it is read becomes one sentence.

    Raises:
        DataError: if the file cannot be read, or is no archive, or is damaged.
    """
    try:
        # Path.is_file may raise, this only says no; opening without asking would wait for ever on a named pipe.
        if not os.path.isfile(path):  # noqa: PTH113
            raise DataError(f"{path} must be a file that can be read. There is no such file.")
        with _ShortReads(FileIO(path)) as file, zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        # RuntimeError: encrypted. ValueError: places in the file that cannot be.
        raise DataError(f"{path} must be a whole and undamaged .npz archive. Got: {error}.") from error
    except OSError as error:
        raise DataError(f"{path} must be a file that can be read. Got: {error.strerror or error}.") from error


def read_array(archive: zipfile.ZipFile, name: str, where: str, check: Check) -> NDArray[Any]:
    """The array ``name``, once ``check``, given ``where``, its shape and its type, has approved them.

    Args:
        archive: one from :func:`opened`, which turns a damaged one into a sentence.
        name: the array's name, without ``.npy``.
        where: what to call it in a sentence.
        check: raises what it finds wrong.

    Raises:
        DataError: if its header is none, or is not kept by what follows.
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
            raise DataError(f"{where} must have at most {MAX_BYTES} bytes. Its header announces {short(size)}.")
        content = _read_up_to(start, stream, size)
    if len(content) != size:
        came = f"{len(content)}" if len(content) < size else "more"
        raise DataError(f"{where} must hold the {size} bytes that its header announces. Got {came}.")
    return np.frombuffer(content, dtype).reshape(shape, order="F" if is_fortran else "C")


def names_in(archive: zipfile.ZipFile) -> list[str]:
    """What the arrays of an archive are called."""
    return [entry.removesuffix(".npy") for entry in archive.namelist()]


def short(what: object, limit: int = 60) -> str:
    """A text for a sentence, cut where a stranger made it long."""
    text = str(what)
    return text if len(text) <= limit else text[: limit - 1] + "…"


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
        raise DataError(f"{where} must have a shape of whole numbers from 0. Got {short(shape)}.")
    return shape, is_fortran, dtype


def _read_up_to(start: IO[bytes], stream: IO[bytes], size: int) -> bytearray:
    """``size`` bytes where there are so many, and one more where there is: memory grows with what is there.

    To look for that one makes the archive check its own checksum.
    """
    content = bytearray(start.read(size + 1))
    while piece := stream.read(min(_PIECE, size + 1 - len(content))):
        content += piece
    return content
