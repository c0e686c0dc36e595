"""Numbers out of a block of text lines, thousands at a time."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ZERO, _NEW_LINE = map(ord, "0\n")
_FEW_DIGITS, _MANY_DIGITS = 4, 9  # of numbers that 16 and 32 bits hold for certain


def whole_numbers(block: bytes, separator: str, columns: int) -> NDArray[np.unsignedinteger] | None:
    r"""The numbers of ``block`` where it holds nothing but short whole ones, else nothing.

    All digits of one place are added in one step, so that a number costs a few nanoseconds.

    Args:
        block: lines that end with ``\n``.
        separator: one character that stands between two numbers.
        columns: numbers of each line.

    Returns:
        Shape (lines, columns); ``None`` if there is anything else: a sign, a point, a blank, a quote, an empty line, a
        line with another count.
    """
    if b"." in block:
        return None  # seen at once, where the rest would be found out in vain
    text = np.frombuffer(block, np.uint8)
    digits = text - np.uint8(_ZERO)  # whatever is no digit ends above 9
    ends = np.flatnonzero(digits > 9)
    if not len(ends) or len(ends) % columns:
        return None
    marks = text.take(ends).reshape(-1, columns)
    if not ((marks[:, -1] == _NEW_LINE).all() and (marks[:, :-1] == ord(separator)).all()):
        return None
    lengths = ends.copy()
    lengths[1:] -= ends[:-1] + 1
    longest = int(lengths.max())
    if lengths.min() < 1 or longest > _MANY_DIGITS:
        return None
    behind = ends - 1
    numbers = digits.take(behind).astype(np.uint16 if longest <= _FEW_DIGITS else np.uint32)
    longer = np.flatnonzero(lengths > 1)
    behind, lengths = behind.take(longer), lengths.take(longer)
    for place in range(1, longest):
        numbers[longer] += digits.take(behind - place) * numbers.dtype.type(10**place)
        keep = lengths > place + 1
        longer, behind, lengths = longer[keep], behind[keep], lengths[keep]
    return numbers.reshape(-1, columns)


def unquoted(block: bytes, separator: str) -> bytes:
    """The block without its quotes, where each stands at an end of a cell; else the block as it is."""
    if b'"' not in block:
        return block
    text = np.frombuffer(block, np.uint8)
    is_border = np.ones(len(text) + 2, np.bool_)
    is_border[1:-1] = (text == ord(separator)) | (text == _NEW_LINE)
    stands_at_one_end = is_border[:-2] ^ is_border[2:]
    return block.translate(None, b'"') if (stands_at_one_end | (text != ord('"'))).all() else block


def any_numbers(lines: Sequence[str], separator: str, columns: Sequence[int] | None) -> NDArray[np.float64]:
    """The numbers in some ``columns`` of ``lines``, whole or not, quoted or not, with blanks around them.

    Args:
        lines: none of them empty.
        separator: one character, or a blank for any number of blanks.
        columns: which values of each line, counted from 0; all if not given.

    Returns:
        Shape (lines, columns).

    Raises:
        ValueError: if a line has too few values, or one of them is no number.
    """
    return np.loadtxt(
        lines,
        np.float64,
        comments=None,
        delimiter=None if separator == " " else separator,
        usecols=columns,
        quotechar='"',
        ndmin=2,
    )
