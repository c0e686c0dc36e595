"""A file that samples are read from: one on the disk, or an entry of a zip archive."""

import os
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO
from zipfile import BadZipFile

from mlp_engine.errors import DataError
from mlp_engine.files.compression import BROKEN, compression_of, decompressed

_COMPRESSED_ENDINGS = (".gz", ".xz", ".bz2")


@dataclass(frozen=True)
class SourceFile:
    """A file, opened as often as somebody reads it.

    Attributes:
        where: what it is called in a sentence: its path, or that of its archive and its place therein.
        parts: the names of the folders that lead to it, and its own, as they stand below the folder or archive.
        size: its bytes as they are stored, still compressed.
        opener: opens it at its beginning.
    """

    where: str
    parts: tuple[str, ...]
    size: int
    opener: Callable[[], AbstractContextManager[IO[bytes]]]

    def __str__(self) -> str:
        return self.where

    @property
    def name(self) -> str:
        """Its name, without the folders that lead to it."""
        return self.parts[-1]

    @property
    def content_name(self) -> str:
        """Its name without an ending that tells a compression: ``digits.csv`` of ``digits.csv.gz``."""
        lowered = self.name.lower()
        ending = next((ending for ending in _COMPRESSED_ENDINGS if lowered.endswith(ending)), "")
        return self.name[: len(self.name) - len(ending)]

    @property
    def ending(self) -> str:
        """The ending of :attr:`content_name` in lower case, with its dot; may be empty."""
        return Path(self.content_name).suffix.lower()

    @property
    def stem(self) -> str:
        """Its name without any ending: what a data set of it is called."""
        return Path(self.content_name).stem

    @contextmanager
    def open(self) -> Generator[BufferedReader]:
        """Its content, decompressed as it is read.

        ``read(n)`` never decompresses more than about ``n`` bytes, so a reader that asks for bounded pieces stays
        bounded. Reading to the end checks the compression's own checksum. The body of the ``with`` should only read:
        what goes wrong in it is taken for a fault of this file.

        Raises:
            DataError: if it cannot be read, or if its compression is damaged or cut short.
        """
        compression = ""
        try:
            with self.opener() as raw:
                stream = BufferedReader(raw)  # pyright: ignore[reportArgumentType]
                compression = compression_of(stream.peek(10))
                yield decompressed(stream, self.size, self.where)
        except (*BROKEN, BadZipFile) as error:
            kind = f"{compression} file" if compression else "entry of its archive"
            raise DataError(f"{self} must be a whole and undamaged {kind}. Got: {error}.") from error
        except OSError as error:
            raise DataError(f"{self} must be a file that can be read. Got: {error.strerror or error}.") from error

    def start(self, size: int) -> bytes:
        """Its first ``size`` bytes, decompressed; fewer if it is shorter.

        Raises:
            DataError: as :meth:`open`.
        """
        with self.open() as stream:
            return stream.read(size)


def file_on_disk(path: Path, parts: tuple[str, ...] | None = None) -> SourceFile:
    """The file at ``path``.

    Raises:
        DataError: if there is none.
    """
    # Path.is_file raises on names that the system finds too long or forbidden; this only says no. Opening without
    # asking would wait for ever on a named pipe.
    if not os.path.isfile(path):  # noqa: PTH113
        raise DataError(f"{path} must be a file that can be read. There is no such file.")
    return SourceFile(str(path), parts or (path.name,), path.stat().st_size, lambda: path.open("rb", buffering=0))
