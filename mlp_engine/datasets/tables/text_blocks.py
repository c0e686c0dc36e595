"""Text of any encoding as blocks of whole lines in UTF-8."""

import codecs
from collections.abc import Iterator
from io import BufferedReader

from mlp_engine.errors import DataError

MAX_LINE = 1 << 18
"""Bytes of a line: a 64×64 image has 100,000 if its shares of ink are written in full."""

_PIECE = 1 << 18  # more no longer fits into the processor's cache with what is made of it
_MARKS = (  # the longer ones first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_BYTES_JUDGED = 256


def encoding_of(start: bytes) -> tuple[str, int]:
    """The encoding of a text that begins with ``start``, and how many bytes its byte order mark takes.

    Without a mark it is UTF-16 if every other byte is zero, as of digits, and otherwise taken for UTF-8.
    """
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, len(mark)
    judged = start[: min(len(start), _BYTES_JUDGED) // 2 * 2]
    zeros = judged[::2].count(0), judged[1::2].count(0)
    pairs = len(judged) // 2
    if pairs >= 2 and zeros == (0, pairs):
        return "utf-16-le", 0
    if pairs >= 2 and zeros == (pairs, 0):
        return "utf-16-be", 0
    return "utf-8", 0


def text_blocks(stream: BufferedReader, where: str) -> Iterator[bytes]:
    r"""The lines of a text, about 256 KiB of them at a time, in UTF-8, every line ended by ``\n`` alone.

    Args:
        stream: the text, in UTF-8, UTF-16 or UTF-32, with line ends of Unix, Windows or old Macintoshes.
        where: what to call it in a sentence.

    Raises:
        DataError: for a line that is too long.
    """
    start = stream.peek(_BYTES_JUDGED)
    encoding, mark = encoding_of(start)
    stream.read(mark)
    decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)("replace")
    rest, is_over = b"", False
    while not is_over:
        piece = stream.read(_PIECE)
        is_over = len(piece) < _PIECE
        text = rest + (piece if decoder is None else decoder.decode(piece, final=is_over).encode(errors="replace"))
        # A carriage return at the end may be half of a line's end: it waits for the other half.
        waiting = b"\r" if text.endswith(b"\r") and not is_over else b""
        text = text.removesuffix(waiting)
        if b"\r" in text:
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if is_over and text and not text.endswith(b"\n"):
            text += b"\n"
        cut = text.rfind(b"\n") + 1
        rest = text[cut:] + waiting
        if len(rest) > MAX_LINE:
            raise DataError(f"{where} must have lines of at most {MAX_LINE} bytes. Got a longer one.")
        if cut:
            yield text[:cut]
