"""A table of text, read line by line: its separator, its names, its numbers and its words."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.tables.number_block import any_numbers, unquoted, whole_numbers
from mlp_engine.datasets.tables.table_head import (
    COMMENT,
    SEPARATORS,
    cells_of,
    empty_at_the_end,
    is_number,
    lines_above,
    names_columns,
    separator_of,
    uncommented,
)
from mlp_engine.datasets.tables.table_rows import TableRows
from mlp_engine.errors import DataError
from mlp_engine.validation import shortened

MAX_ROWS = 10_000_000
MAX_COLUMNS = 10_000
MAX_BLANK_LINES = 1_000_000

_HEAD = 50  # lines by which a table is known
_TRUTHS = re.compile(rb"\b(?:true|false)\b", re.IGNORECASE)
_DECIMAL_COMMAS = ";\t"  # between these a comma may stand in a number


@dataclass(frozen=True)
class TextTable:
    """The rows of a table, column by column where a column holds words.

    Attributes:
        names: what its first line calls the columns; empty if it names none.
        numbers: shape (rows, columns), ``uint8`` if all of them are whole and from 0 to 255, else ``float32``; a
            column of words is 0, and the first column is good for nothing where its numbers do not fit.
        first: the first column once more, with every number in full, shape (rows,).
        words: the cells of each column that holds words, by its place.
        lines: the line of each row, counted from 1, shape (rows,).
    """

    names: tuple[str, ...]
    numbers: NDArray[np.generic]
    first: NDArray[np.float64]
    words: dict[int, list[str]]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, place: int) -> NDArray[np.generic]:
        """A column's numbers in full, or its words, shape (rows,)."""
        if place in self.words:
            return np.array(self.words[place], np.str_)
        return self.first if place == 0 else self.numbers[:, place]

    def called(self, place: int) -> str:
        """A column's name for a sentence."""
        return f"column {place + 1}" + (f" ({shortened(self.names[place])})" if self.names else "")


def read_table(
    blocks: Iterator[bytes],
    where: str,
    *,
    names: Sequence[str] = (),
    first_line: int = 1,
    on_progress: Callable[[int], None] | None = None,
) -> TextTable:
    """Read a table: in memory are its numbers, once, and one block of lines.

    The separator is the one that the first line with numbers has most often: a tab, semicolon, bar, comma, or blanks.
    The first line names the columns if a number stands below one of its words, or if it counts the columns. Between
    semicolons or tabs a number may have a decimal comma. True and false are 1 and 0. Titles above the table, blank
    lines, lines of separators alone, lines that begin with # and separators at the end of every line are passed over.

    Args:
        blocks: see :func:`~mlp_engine.datasets.tables.text_blocks.text_blocks`.
        where: what to call the file in a sentence.
        names: what the columns are called, if something other than the first line says so.
        first_line: the number of the first line.
        on_progress: called with the number of rows so far.

    Raises:
        DataError: for the first line that has other columns than those before it, or a cell without a number where a
            number must be, naming it; and if there are no rows, or too many.
    """
    reader = _Reader(where, tuple(names), on_progress)
    line = first_line
    for block in blocks:
        reader.take(block, line)
        line += block.count(b"\n")
    return reader.table()


@dataclass
class _Reader:
    where: str
    names: tuple[str, ...]
    on_progress: Callable[[int], None] | None
    separator: str = ""
    closing: bytes = b""  # separators at the end of every line
    has_truths: bool = False  # whether cells are True and False
    columns: int = 0
    blank: int = 0
    rows: TableRows = field(default_factory=TableRows)
    words: dict[int, list[str]] = field(default_factory=dict[int, list[str]])

    def take(self, block: bytes, line: int) -> None:
        """Add the lines of a block, whose first has the number ``line``."""
        if not self.columns:
            block, line = self._begin(block, line)
            if not self.columns:
                return
        if self.closing:
            block = block.replace(self.closing, b"\n")
        if self.has_truths:
            block = _TRUTHS.sub(lambda found: b"1" if found[0][:1] in b"Tt" else b"0", block)
        found = None if self.words else self._at_once(block)
        if found is not None:
            self._keep(found, np.arange(line, line + len(found)))
        else:
            self._take_carefully(block, line)
        if self.on_progress is not None:
            self.on_progress(len(self.rows))

    def table(self) -> TextTable:
        if not self.rows:
            raise DataError(f"{self.where} must hold at least one sample. Got none.")
        return TextTable(self.names, self.rows.numbers, self.rows.first, self.words, self.rows.lines)

    def _begin(self, block: bytes, line: int) -> tuple[bytes, int]:
        """Find out how the table is written, from its first two lines; returns the rest, and its first line."""
        blank = block[: len(block) - len(block.lstrip())].count(b"\n")
        self._count_blank(blank)
        block, line = block.split(b"\n", blank)[-1], line + blank
        if not block:
            return block, line
        following = [_text(text) for text in block.split(b"\n", _HEAD)[:_HEAD] if text.strip()]
        if above := lines_above(following):
            block, line = self._without(block, line, above)
            following = following[above:]
        first, second = (following[min(place, len(following) - 1)] for place in (0, 1))
        upper, lower = self._find_columns(uncommented(first), second)
        if not self.names and names_columns(upper, lower if len(following) > 1 else []):
            self._name(upper)
            block, line = self._without(block, line, 1)
        if self.names and len(self.names) != self.columns:
            self.names = ()
        if block:
            truths = {place for place, cell in enumerate(lower) if cell.lower() in ("true", "false")}
            wordy = {place for place, cell in enumerate(lower) if cell and not self._is_number(cell)}
            self.has_truths = bool(truths)
            self.words = {place: [] for place in sorted(wordy - truths)}
        return block, line

    def _find_columns(self, first: str, second: str) -> tuple[list[str], list[str]]:
        """Find separator and columns by the second line; returns the cells of both lines."""
        self.separator = separator_of(second)
        upper, lower = cells_of(first, self.separator), cells_of(second, self.separator)
        if self.separator != " " and (empty := empty_at_the_end(lower)) and len(lower) - empty > 1:
            self.closing = self.separator.encode() * empty + b"\n"
            lower, upper = lower[:-empty], upper[: len(lower) - empty]
        self.columns = len(lower)
        if self.columns > MAX_COLUMNS:
            raise DataError(f"{self.where} must have at most {MAX_COLUMNS} columns. Got {self.columns}.")
        return upper, lower

    def _name(self, cells: list[str]) -> None:
        if len(cells) == self.columns - 1:  # R's way: the column of row names has none
            cells = ["", *cells]
        self.names = tuple(cells)

    def _is_number(self, cell: str) -> bool:
        return is_number(self._with_points(cell))

    def _with_points(self, text: str) -> str:
        return text.replace(",", ".") if self.separator in _DECIMAL_COMMAS else text

    @staticmethod
    def _without(block: bytes, line: int, count: int) -> tuple[bytes, int]:
        """The block without its first lines up to ``count`` that are not blank, and the number of its first line."""
        while count and block:
            text, _, block = block.partition(b"\n")
            count -= bool(text.strip())
            line += 1
        return block, line

    def _count_blank(self, count: int) -> None:
        self.blank += count
        if self.blank > MAX_BLANK_LINES:
            raise DataError(f"{self.where} must have at most {MAX_BLANK_LINES} blank lines. Got more.")

    def _at_once(self, block: bytes) -> NDArray[np.generic] | None:
        """The numbers of a block that has as many rows as lines, and nothing but numbers."""
        found = whole_numbers(unquoted(block, self.separator), self.separator, self.columns)
        if found is not None:
            return found
        lines = _text(block).split("\n")[:-1]
        if not any(map(str.strip, lines)):
            return None
        try:
            numbers = self._numbers(lines)
        except ValueError:
            return None
        return numbers if len(numbers) == len(lines) else None

    def _take_carefully(self, block: bytes, line: int) -> None:
        """Lines that are blank, or have words, or a fault that must be named."""
        texts = _text(block).split("\n")[:-1]
        numbered = [
            (number, text)
            for number, text in enumerate(texts, line)
            if text.replace(self.separator, "").strip() and not text.startswith(COMMENT)
        ]
        self._count_blank(len(texts) - len(numbered))
        if not numbered:
            return
        lines = [text for _, text in numbered]
        places = np.array([number for number, _ in numbered])
        try:
            found = self._numbers(lines)
        except ValueError:
            raise self._fault(lines, places) from None
        for row in lines if self.words else ():
            cells = cells_of(row, self.separator)
            for place, words in self.words.items():
                words.append(cells[place])
        self._keep(found, places)

    def _keep(self, rows: NDArray[np.generic], lines: NDArray[np.integer]) -> None:
        if len(self.rows) + len(rows) > MAX_ROWS:
            raise DataError(f"{self.where} must have at most {MAX_ROWS} lines of samples. Got more.")
        self.rows.append(rows, lines)

    def _numbers(self, lines: list[str]) -> NDArray[np.float64]:
        """The numbers of lines, 0 where a word stands.

        Raises:
            ValueError: if a line has other columns, or no finite number in one of them.
        """
        numbers = [*map(self._with_points, lines)] if self.separator in _DECIMAL_COMMAS else lines
        counted = [place for place in range(self.columns) if place not in self.words] if self.words else None
        found = any_numbers(numbers, self.separator, counted) if counted != [] else np.zeros((len(lines), 0))
        if counted is None:
            is_complete = found.shape[1] == self.columns
        else:
            is_complete = all(len(cells_of(line, self.separator)) == self.columns for line in lines)
            table = np.zeros((len(lines), self.columns), np.float64)
            table[:, counted] = found
            found = table
        if not is_complete or not np.isfinite(found).all():
            raise ValueError
        return found

    def _fault(self, lines: list[str], places: NDArray[np.int64]) -> DataError:
        for line, number in zip(lines, places.tolist(), strict=True):
            cells = cells_of(line, self.separator)
            if len(cells) != self.columns:
                return DataError(
                    f"{self.where}, line {number}: a line must have {self.columns} values with "
                    f"{SEPARATORS[self.separator]} between them. Got {len(cells)}."
                )
            for place, cell in enumerate(cells):
                if place not in self.words and not self._is_number(cell):
                    named = f"value {place + 1}" + (f" ({shortened(self.names[place])})" if self.names else "")
                    came = shortened(repr(cell)) if cell else "an empty cell"
                    return DataError(f"{self.where}, line {number}: {named} must be a number. Got {came}.")
        return DataError(f"{self.where}, lines {places[0]} to {places[-1]}: every value must be a number.")


def _text(content: bytes) -> str:
    """Text in UTF-8, or else in Windows' code page 1252."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
