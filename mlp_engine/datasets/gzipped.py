"""Opens a file that may be gzip-compressed, without trusting its name or its content."""

import os
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from gzip import BadGzipFile, GzipFile
from io import BufferedIOBase
from pathlib import Path

from mlp_engine.errors import DataError

_GZIP_MAGIC = b"\x1f\x8b"


@contextmanager
def open_plain_or_gzip(path: Path) -> Generator[BufferedIOBase, None, None]:
    """Open ``path`` for reading; gzip is known by its first two bytes and decompressed as it is read.

    ``read(n)`` never decompresses more than about ``n`` bytes, so a reader that asks for bounded pieces stays
    bounded, whatever the file says. Reading to the end checks gzip's own checksum. The body of the ``with``
    should only read: what goes wrong in it is taken for a fault of this file.

    Raises:
        DataError: if there is no such file, if it cannot be read, or if its compression is damaged or cut short.
    """
    try:
        # Path.is_file raises on names that the system finds too long or forbidden; this only says no. Opening
        # without asking would wait for ever on a named pipe.
        if not os.path.isfile(path):  # noqa: PTH113
            raise DataError(f"{path} must be a file that can be read. There is no such file.")
        with path.open("rb") as raw:
            if raw.peek(2)[:2] == _GZIP_MAGIC:
                with GzipFile(fileobj=raw) as decompressed:
                    yield decompressed
            else:
                yield raw
    except (EOFError, zlib.error, BadGzipFile) as error:
        raise DataError(f"{path} must be a whole and undamaged gzip file. Got: {error}.") from error
    except OSError as error:
        raise DataError(f"{path} must be a file that can be read. Got: {error.strerror or error}.") from error
