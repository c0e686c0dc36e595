"""The decompression of gzip, xz, bzip2 and compress (``.Z``) streams from strangers, in pieces and with a limit.

A stream is recognised by its first bytes, not by its name. Nested compression is not decompressed.
"""

import bz2
import io
import lzma
import zlib
from gzip import BadGzipFile, GzipFile
from typing import BinaryIO, cast

from mlp_engine.errors import DataError
from mlp_engine.files.lzw import MAGIC, LzwError, LzwStream

MAX_RATIO = 256
"""The most bytes that one compressed byte may become: about 20 for digit images as text, more for blank ones."""
FREE_BYTES = 1 << 26
"""The number of bytes that any compressed stream may hold, however short it is: 64 MiB."""

BROKEN = (EOFError, zlib.error, lzma.LZMAError, BadGzipFile, LzwError)
"""Raised while a damaged stream is read."""

_DICTIONARY_BYTES = 1 << 27  # memory that an xz stream may use; its highest preset needs 65 MiB
_PIECE = 1 << 16
_BZIP2_BLOCKS = b"123456789"


def compression_of(start: bytes) -> str:
    """The compression of a stream that begins with ``start``: "gzip", "xz", "bzip2", "compress", or empty for none."""
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(b"\xfd7zXZ\0"):
        return "xz"
    if start.startswith(b"BZh") and start[3:4] in _BZIP2_BLOCKS and start[4:10] == b"1AY&SY":
        return "bzip2"
    if start.startswith(MAGIC):
        return "compress"
    return ""


def decompressed(stream: io.BufferedReader, compression: str, size: int, where: str) -> io.BufferedReader:
    """The content of a compressed ``stream``, decompressed while it is read.

    ``read(n)`` decompresses at most about ``n`` bytes.

    Args:
        stream: a stream at its beginning.
        compression: what :func:`compression_of` its beginning says.
        size: its compressed size in bytes.
        where: its name in error messages.

    Raises:
        DataError: later, from a read, if the content is too large for so short a stream.
    """
    match compression:
        case "gzip":
            content = cast("io.RawIOBase", GzipFile(fileobj=stream))
        case "xz":
            content = _XzStream(stream)
        case "bzip2":
            content = cast("io.RawIOBase", bz2.BZ2File(stream))
        case _:
            content = LzwStream(stream)
    return io.BufferedReader(_Bounded(content, FREE_BYTES + MAX_RATIO * size, where), _PIECE)


class _Bounded(io.RawIOBase):
    """A stream with a limit on the number of its bytes."""

    def __init__(self, stream: io.RawIOBase, most: int, where: str) -> None:
        self._stream = stream
        self._left = most
        self._where = where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        got = self._stream.readinto(buffer) or 0
        self._left -= got
        if self._left < 0:
            raise DataError(
                f"{self._where} must hold at most {MAX_RATIO} times as much as it has bytes. Got more, as in a "
                "decompression bomb."
            )
        return got

    def close(self) -> None:
        self._stream.close()
        super().close()


class _XzStream(io.RawIOBase):
    """The content of an xz stream; unlike ``lzma.LZMAFile`` it limits the memory that the stream may use."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decompressor = self._fresh()

    @staticmethod
    def _fresh() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_DICTIONARY_BYTES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        content = b""
        while not content:
            if self._decompressor.eof:  # another stream may follow
                rest = self._decompressor.unused_data.lstrip(b"\0") or self._stream.read(_PIECE).lstrip(b"\0")
                if not rest:
                    return 0
                self._decompressor = self._fresh()
            else:
                rest = self._stream.read(_PIECE) if self._decompressor.needs_input else b""
                if self._decompressor.needs_input and not rest:
                    raise EOFError("the stream ends before its end mark")
            content = self._decompressor.decompress(rest, len(buffer))
        buffer[: len(content)] = content
        return len(content)
