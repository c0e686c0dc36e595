"""ARFF files, as Weka and OpenML have them: attributes that name the columns, then the lines of a table.

A line in braces is sparse: it names the place and the value of what is not 0, or not the first value of a nominal
attribute (I. H. Witten, E. Frank et al., *Weka: Attribute-Relation File Format*).
"""

import re
from collections.abc import Callable, Iterator

from mlp_engine.datasets.csv_file import samples_of
from mlp_engine.datasets.samples import Samples
from mlp_engine.datasets.tables.text_blocks import text_blocks
from mlp_engine.datasets.tables.text_table import MAX_COLUMNS, read_table
from mlp_engine.errors import DataError
from mlp_engine.files.compression import FREE_BYTES, MAX_RATIO
from mlp_engine.files.source_file import SourceFile
from mlp_engine.validation import shortened

MAX_HEAD = 1 << 22
"""Bytes above the data."""

_RELATION = re.compile(rb"(?:\s*%[^\n]*\n|\s)*@relation\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\s*@attribute\s+(?:'([^']*)'|\"([^\"]*)\"|(\S+))(?:\s*\{\s*(?:'([^']*)'|([^\s,}]+)))?", re.IGNORECASE
)
_SPARSE = re.compile(rb"(?:\s*%[^\n]*\n)*\s*\{")
_DATA = re.compile(rb"^\s*@data\s*$", re.IGNORECASE | re.MULTILINE)


def is_arff(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is an ARFF file."""
    return _RELATION.match(start) is not None


def read_arff(file: SourceFile, *, on_progress: Callable[[int], None] | None = None) -> Samples:
    """Read an ARFF file, plain or compressed; its table is read as that of a CSV file.

    Raises:
        DataError: if the file cannot be read, or holds no table of samples.
    """
    with file.open() as stream:
        blocks = text_blocks(stream, file.where)
        head = b""
        while (found := _DATA.search(head)) is None:
            block = next(blocks, b"")
            head += block
            if not block or len(head) > MAX_HEAD:
                raise DataError(f"{file} must have a line @data with its table below. Got none.")
        lines = head[: found.start()].decode("utf-8", "replace").split("\n")
        attributes = [match for line in lines if (match := _ATTRIBUTE.match(line)) is not None]
        names = [match[1] or match[2] or match[3] for match in attributes]
        rest = head[found.end() :].removeprefix(b"\n")
        if len(names) > MAX_COLUMNS:
            raise DataError(f"{file} must have at most {MAX_COLUMNS} attributes. Got {len(names)}.")
        line = head[: len(head) - len(rest)].count(b"\n") + 1
        below = _table(rest, blocks)
        if _SPARSE.match(rest) is not None:
            below = _in_full(below, [match[4] or match[5] or "0" for match in attributes], file, line)
        table = read_table(below, file.where, names=names, first_line=line, on_progress=on_progress)
    return samples_of(table, file.where, file.stem)


def _table(first: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from blocks


def _in_full(blocks: Iterator[bytes], defaults: list[str], file: SourceFile, number: int) -> Iterator[bytes]:
    """Sparse lines with all their values, of which those that are not named are the ``defaults``."""
    left = FREE_BYTES + MAX_RATIO * file.size
    for block in blocks:
        lines: list[str] = []
        for line in block.decode("utf-8", "replace").split("\n")[:-1]:
            lines.append(_line_in_full(line.strip(), defaults, f"{file}, line {number}"))
            number += 1
            left -= len(lines[-1])
            if left < 0:
                raise DataError(f"{file} must hold at most {MAX_RATIO} times as much as it has bytes. Got more.")
        yield "\n".join([*lines, ""]).encode()


def _line_in_full(line: str, defaults: list[str], place: str) -> str:
    if not line or line.startswith("%"):
        return ""
    if line[0] != "{" or line[-1] != "}":
        raise DataError(f"{place}: a line must stand in braces as those above it. Got {shortened(repr(line))}.")
    values = list(defaults)
    for pair in filter(None, line[1:-1].split(",")):
        column, _, value = pair.strip().partition(" ")
        if not (column.isascii() and column.isdecimal() and int(column[:9]) < len(values) and value.strip()):
            raise DataError(
                f"{place}: every entry must be the number of an attribute, below {len(values)}, and its value. "
                f"Got {shortened(repr(pair))}."
            )
        values[int(column[:9])] = value.strip()
    return ",".join(values)
