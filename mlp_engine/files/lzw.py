"""Files of the old program ``compress`` (``.Z``): a stream in LZW codes that grow from 9 bits to 16.

The form: two magic bytes, a byte with the greatest width and, as bit 128, whether code 256 empties the table; then
codes, the lowest bit first, in groups of eight. Where the width changes or the table is emptied, the rest of a group
is padding. (T. A. Welch, *A technique for high-performance data compression*, 1984.)
"""

import io
from typing import BinaryIO

MAGIC = b"\x1f\x9d"

_LEAST_WIDTH, _MOST_WIDTH = 9, 16
_EMPTY = 256
_PIECE = 1 << 16


class LzwError(Exception):
    """A stream that ``compress`` did not write."""


class LzwStream(io.RawIOBase):
    """The decompressed content of such a stream.

    The table holds 65,536 codes at most, each as the code before it and one byte, so that memory stays small.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Read the head of ``stream``. Raises :class:`LzwError` if there is none."""
        head = stream.read(3)
        if len(head) < 3 or head[:2] != MAGIC or not _LEAST_WIDTH <= head[2] & 31 <= _MOST_WIDTH:
            raise LzwError("the stream has no head")
        self._stream = stream
        self._most_width = head[2] & 31
        self._can_empty = bool(head[2] & 128)
        self._first_free = _EMPTY + 1 if self._can_empty else _EMPTY
        self._pending = memoryview(b"")
        self._empty_table()

    def _empty_table(self) -> None:
        self._width = _LEAST_WIDTH
        self._befores = [-1] * self._first_free
        self._last_bytes = [code & 255 for code in range(self._first_free)]
        self._previous: int | None = None
        self._previous_start = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "memoryview[int]", /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Fill ``buffer`` with what comes next. Raises :class:`LzwError` for a damaged stream."""
        if not self._pending:
            self._pending = memoryview(self._decoded())
        count = min(len(buffer), len(self._pending))
        buffer[:count] = self._pending[:count]
        self._pending = self._pending[count:]
        return count

    def _decoded(self) -> bytes:
        """At least one byte of content, or none at the end."""
        content = bytearray()
        while len(content) < _PIECE:
            group = self._stream.read(self._width)
            if len(group) * 8 < self._width:
                break
            bits, width = int.from_bytes(group, "little"), self._width
            for _ in range(len(group) * 8 // width):
                code, bits = bits & ((1 << width) - 1), bits >> width
                if code == _EMPTY and self._can_empty:
                    self._empty_table()
                    break
                content += self._text(code)
                if len(self._befores) == 1 << width and width < self._most_width:
                    self._width += 1
                    break
        return bytes(content)

    def _text(self, code: int) -> bytes:
        """The bytes of ``code``; the table learns the code before it with the first of them."""
        known = len(self._befores)
        if code > known or (code == known and self._previous is None) or (self._previous is None and code > 255):
            raise LzwError("the stream holds a code that is not in its table")
        text = bytearray()
        at = code
        if code == known:  # the code that is learned by this very step
            text.append(self._previous_start)
            at = self._previous if self._previous is not None else -1
        while at >= 0:
            text.append(self._last_bytes[at])
            at = self._befores[at]
        text.reverse()
        if self._previous is not None and known < 1 << self._most_width:
            self._befores.append(self._previous)
            self._last_bytes.append(text[0])
        self._previous, self._previous_start = code, text[0]
        return bytes(text)
