"""ARFF files, as Weka and OpenML have them: attributes that name the columns, then the lines of a table."""

import re
from collections.abc import Callable, Iterator

from mlp_engine.datasets.csv_file import samples_of
from mlp_engine.datasets.samples import Samples
from mlp_engine.datasets.tables.text_blocks import text_blocks
from mlp_engine.datasets.tables.text_table import MAX_COLUMNS, read_table
from mlp_engine.errors import DataError
from mlp_engine.files.source_file import SourceFile

MAX_HEAD = 1 << 22
"""Bytes above the data."""

_RELATION = re.compile(rb"(?:\s*%[^\n]*\n|\s)*@relation\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s*@attribute\s+(?:'([^']*)'|\"([^\"]*)\"|(\S+))", re.IGNORECASE)
_DATA = re.compile(rb"^\s*@data\s*$", re.IGNORECASE | re.MULTILINE)


def is_arff(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is an ARFF file."""
    return _RELATION.match(start) is not None


def read_arff(file: SourceFile, *, on_progress: Callable[[int], None] | None = None) -> Samples:
    """Read an ARFF file, plain or compressed; its table is read as that of a CSV file.

    Raises:
        DataError: if the file cannot be read, names only what is not 0 ("sparse"), or holds no table of samples.
    """
    with file.open() as stream:
        blocks = text_blocks(stream, file.where)
        head = b""
        while (found := _DATA.search(head)) is None:
            block = next(blocks, b"")
            head += block
            if not block or len(head) > MAX_HEAD:
                raise DataError(f"{file} must have a line @data with its table below. Got none.")
        names = [
            match[1] or match[2] or match[3]
            for line in head[: found.start()].decode("utf-8", "replace").split("\n")
            if (match := _ATTRIBUTE.match(line)) is not None
        ]
        rest = head[found.end() :].removeprefix(b"\n")
        if rest.lstrip()[:1] == b"{":
            raise DataError(
                f"{file} names only the values that are not 0 (sparse ARFF): convert it with "
                "np.savez('digits.npz', X=X.toarray(), y=y), where X, y come from sklearn.datasets.fetch_openml."
            )
        if len(names) > MAX_COLUMNS:
            raise DataError(f"{file} must have at most {MAX_COLUMNS} attributes. Got {len(names)}.")
        line = head[: len(head) - len(rest)].count(b"\n") + 1
        table = read_table(_table(rest, blocks), file.where, names=names, first_line=line, on_progress=on_progress)
    return samples_of(table, file.where, file.stem)


def _table(first: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from blocks
