"""The rows of a table in memory: every number once, as small as the numbers so far allow."""

from typing import cast

import numpy as np
from numpy.typing import NDArray


class TableRows:
    """Rows of numbers that are appended block by block.

    They lie in byte arrays, which grow in place: numpy would copy all rows for each block.
    """

    def __init__(self) -> None:
        self._numbers = bytearray()
        self._dtype: type[np.uint8] | type[np.float32] = np.uint8
        self._first = bytearray()
        self._lines = bytearray()

    def __len__(self) -> int:
        return len(self._lines) // np.dtype(np.int64).itemsize

    def __repr__(self) -> str:
        return f"TableRows({len(self)} rows of {np.dtype(self._dtype)})"

    @property
    def numbers(self) -> NDArray[np.generic]:
        """All numbers, shape (rows, columns): ``uint8`` if all but the first column allow it, else ``float32``."""
        return np.frombuffer(self._numbers, self._dtype).reshape(len(self), -1)

    @property
    def first(self) -> NDArray[np.float64]:
        """The first column with every number in full, shape (rows,)."""
        return np.frombuffer(self._first, np.float64)

    @property
    def lines(self) -> NDArray[np.int64]:
        """The line of each row, counted from 1, shape (rows,)."""
        return np.frombuffer(self._lines, np.int64)

    def append(self, rows: NDArray[np.generic], lines: NDArray[np.integer]) -> None:
        """Append ``rows``, shape (n, columns), which stand in these lines, shape (n,)."""
        if self._dtype is np.uint8 and not _is_ink(rows[:, 1:]):
            # Once: what comes from here on is kept as floating numbers too.
            floating = bytearray(4 * len(self._numbers))
            np.frombuffer(floating, np.float32)[:] = np.frombuffer(self._numbers, np.uint8)
            self._numbers, self._dtype = floating, np.float32
        with np.errstate(over="ignore", invalid="ignore"):  # a first column that does not fit is read from ``first``
            kept = rows.astype(self._dtype)
        self._numbers += kept.data.cast("B")
        self._first += rows[:, 0].astype(np.float64).data.cast("B")
        self._lines += lines.astype(np.int64).data.cast("B")


def _is_ink(numbers: NDArray[np.generic]) -> bool:
    """Whether all are whole numbers from 0 to 255."""
    if not numbers.size:
        return True
    if not (numbers.min() >= 0 and numbers.max() <= 255):  # not: true of NaN as well
        return False
    return numbers.dtype.kind == "u" or bool((numbers == np.floor(cast("NDArray[np.float64]", numbers))).all())
