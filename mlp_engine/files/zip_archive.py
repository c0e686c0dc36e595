"""Zip archives from strangers: opened without being unpacked to the disk, and never inflated beyond measure."""

import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from typing import cast

from mlp_engine.errors import DataError
from mlp_engine.files.compression import FREE_BYTES, MAX_RATIO
from mlp_engine.files.source_file import SourceFile
from mlp_engine.validation import shortened

MAX_CONTENTS = 1 << 26
"""Bytes of a table of contents: 64 MiB, about half a million entries."""

# Other compressions may expand one small piece without limit.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_START = 4
_STARTS = (b"PK\3\4", b"PK\5\6", b"PK\7\x08")


def is_zip(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is a zip archive."""
    return start[:_START] in _STARTS


class LongContents(zipfile.BadZipFile):
    """The table of contents of an archive is longer than the caller allows."""


@contextmanager
def opened_zip(file: SourceFile, kind: str = "zip", *, max_contents: int = MAX_CONTENTS) -> Generator[zipfile.ZipFile]:
    """The archive in ``file``; whatever goes wrong while it is read is raised as a :class:`DataError`.

    Args:
        file: the archive, not compressed once more.
        kind: what to call such an archive in a sentence.
        max_contents: bytes of the longest table of contents that is read.

    Raises:
        DataError: if the file cannot be read, is no archive, or is damaged.
    """
    try:
        with file.opener() as raw, _ShortReads(raw, max_contents) as stream, zipfile.ZipFile(stream) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        # RuntimeError: the archive is encrypted. ValueError: it names an impossible offset.
        raise DataError(
            f"{file} must be a whole and undamaged {kind} archive. Got: {shortened(error, 200)}."
        ) from error
    except OSError as error:
        raise DataError(f"{file} must be a file that can be read. Got: {error.strerror or error}.") from error


def check_entry(entry: zipfile.ZipInfo, where: str) -> None:
    """Refuse an entry of another compression than is usual, or one that promises far more than it has.

    Raises:
        DataError: if it is such a one.
    """
    if entry.compress_type not in _COMPRESSIONS:
        raise DataError(f"{where} must be stored or deflated. Got compression {entry.compress_type}.")
    if entry.file_size > FREE_BYTES + MAX_RATIO * entry.compress_size:
        raise DataError(
            f"{where} must hold at most {MAX_RATIO} times as much as it has bytes. Got {entry.file_size} bytes in "
            f"{entry.compress_size}, as in a decompression bomb."
        )


class _ShortReads(BufferedReader):
    """A reader that refuses long reads: the table of contents is read in one go and must be short."""

    def __init__(self, raw: object, longest: int) -> None:
        super().__init__(cast("RawIOBase", raw))
        self._longest = longest

    def read(self, size: int | None = -1, /) -> bytes:
        """Read like the base class.

        Raises:
            LongContents: if more is requested at once than a sound archive needs.
        """
        if size is not None and size > self._longest:
            raise LongContents(f"a list of contents of {size} bytes")
        return super().read(size)
