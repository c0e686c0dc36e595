"""The file from which samples are read: a file on disk, or an entry of a zip archive."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from typing import IO
from zipfile import BadZipFile

from mlp_engine.errors import DataError
from mlp_engine.files.compression import BROKEN, compression_of, decompressed
from mlp_engine.files.paths import is_file, shown_path, why_no_file
from mlp_engine.validation import shortened

_PIECE = 1 << 20
_COMPRESSED_ENDINGS = (".gz", ".xz", ".bz2", ".z")


@dataclass(frozen=True, eq=False)
class SourceFile:
    """A file, opened anew for each reading; equal to itself alone.

    Attributes:
        where: its name in error messages: its path, or the path of its archive and its path in it.
        parts: the names of its folders below the main folder or archive, then its own name.
        size: its stored size in bytes, compressed.
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
        """Its name without folders."""
        return self.parts[-1]

    @property
    def content_name(self) -> str:
        """Its name without the suffix of a compression: ``digits.csv`` of ``digits.csv.gz``."""
        lowered = self.name.lower()
        if not lowered.endswith(_COMPRESSED_ENDINGS):
            return self.name
        ending = next(ending for ending in _COMPRESSED_ENDINGS if lowered.endswith(ending))
        return self.name[: len(self.name) - len(ending)]

    @cached_property
    def ending(self) -> str:
        """The suffix of :attr:`content_name` in lower case, with its dot; may be empty."""
        name = self.content_name
        dot = name.rfind(".")
        return name[dot:].lower() if 0 < dot < len(name) - 1 else ""  # as Path.suffix, in a fifth of the time

    @property
    def stem(self) -> str:
        """Its name without suffixes, the name of its data set."""
        return Path(self.content_name).stem

    @contextmanager
    def open(self) -> Generator[BufferedReader]:
        """Open the file; its content is decompressed while it is read.

        ``read(n)`` never decompresses more than about ``n`` bytes, so that reading in pieces needs little memory.
        Reading to the end verifies the checksum of the compression. The body of the ``with`` should only read, as its
        errors are reported as errors of this file.

        Raises:
            DataError: if it cannot be read, or if its compression is damaged or truncated.
        """
        compression = ""
        try:
            with self.opener() as raw:
                stream = BufferedReader(raw)  # pyright: ignore[reportArgumentType]
                compression = compression_of(stream.peek(10))
                yield decompressed(stream, compression, self.size, self.where) if compression else stream
        except (*BROKEN, BadZipFile) as error:
            kind = f"{compression} file" if compression else "entry of its archive"
            raise DataError(f"{self} must be a whole and undamaged {kind}. Got: {shortened(error, 200)}.") from error
        except OSError as error:
            raise DataError(f"{self} must be a file that can be read. Got: {error.strerror or error}.") from error

    def content(self, max_bytes: int) -> bytes:
        """All of it, decompressed; memory grows with what there is.

        Raises:
            DataError: as :meth:`open`, and if there are more than ``max_bytes``.
        """
        content = bytearray()
        with self.open() as stream:
            while piece := stream.read(_PIECE):
                content += piece
                if len(content) > max_bytes:
                    raise DataError(f"{self} must hold at most {max_bytes} bytes. Got more.")
        return bytes(content)

    def start(self, size: int) -> bytes:
        """Its first ``size`` bytes, decompressed; fewer if it is shorter.

        Raises:
            DataError: as in :meth:`open`.
        """
        with self.open() as stream:
            return stream.read(size)


def file_on_disk(path: Path, parts: tuple[str, ...] | None = None) -> SourceFile:
    """The file at ``path``.

    Raises:
        DataError: if there is none.
    """
    if not is_file(path):  # to open a named pipe would wait for ever
        # A recipe from anywhere may name one of fifty thousand characters.
        raise DataError(f"{shown_path(path)} must be a file that can be read. {why_no_file(path)}")
    return SourceFile(str(path), parts or (path.name,), path.stat().st_size, lambda: path.open("rb", buffering=0))
