"""Samples as CSV: a line a sample, the label first, then the ink of 28×28 pixels, row by row, 0 (paper) to 255.

``7,0,0,…,254,…`` with or without a line of names above.
"""

from collections.abc import Callable
from gzip import GzipFile
from pathlib import Path

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.gzipped import open_plain_or_gzip
from mlp_engine.errors import DataError

MAX_SAMPLES = 10_000_000
"""Of a plain file: 7.9 GB in memory, which takes a file of twice that."""
MAX_COMPRESSED_SAMPLES = 1_000_000
"""Of a gzip file, a thousandth of whose size in memory it may have: 785 MB."""
MAX_BYTES = 1 << 36
"""Of a file as it lies on the disk, more than so many samples take: what is far too long is not even begun."""
MAX_LINE = 1 << 14
"""Bytes of a line, four times what an honest one has."""
MAX_BLANK_LINES = 1_000_000

_PIXELS = 28 * 28
_CLASSES = 10
_LABEL = f"the label, which comes first, must be a whole number from 0 to {_CLASSES - 1}"
_KNOWN = {str(value).encode(): value for value in range(256)}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def load_csv(path: Path, *, on_progress: Callable[[int], None] | None = None) -> Dataset:
    """Read a CSV file, plain or gzip, line by line: in memory are the samples, once, and a line.

    Values stand between commas, blanks around them do not matter, and blank lines are passed over. The first line is
    taken for names if it does not begin with a number.

    Args:
        path: the file.
        on_progress: called with the number of samples read so far, after each.

    Returns:
        Digit images as ``uint8`` rows of 784, named after the file.

    Raises:
        DataError: if the file cannot be read or holds no samples or too many, or for the first line that is none,
            naming it.
    """
    # Buffers that grow in place: joining parts at the end would hold everything twice.
    labels, inks, blank = bytearray(), bytearray(), 0
    with open_plain_or_gzip(path) as stream:
        if (size := path.stat().st_size) > MAX_BYTES:
            raise DataError(f"{path} must have at most {MAX_BYTES} bytes. Got {size}.")
        most = MAX_COMPRESSED_SAMPLES if isinstance(stream, GzipFile) else MAX_SAMPLES
        lines = iter(lambda: stream.readline(MAX_LINE + 1), b"")
        for number, line in enumerate(lines, start=1):
            if number == 1:
                line = line.removeprefix(_BYTE_ORDER_MARK)
                if _is_names(line):
                    continue
            if line.isspace():
                blank += 1
            else:
                try:
                    row = _row(line)
                except DataError as error:
                    raise DataError(f"{path}, line {number}: {error}") from error
                labels.append(row[0])
                inks += memoryview(row)[1:]
            if len(labels) > most or blank > MAX_BLANK_LINES:
                raise DataError(f"{path} must hold at most {most} samples and {MAX_BLANK_LINES} blank lines.")
            if on_progress is not None:
                on_progress(len(labels))
    if not labels:
        raise DataError(f"{path} must hold at least one sample. Got none.")
    return Dataset(
        np.frombuffer(inks, np.uint8).reshape(len(labels), _PIXELS),
        np.frombuffer(labels, np.uint8).astype(np.int64),
        path.name.removesuffix(".gz").removesuffix(".csv"),
    )


def _is_names(line: bytes) -> bool:
    first = line.split(b",", 1)[0].strip().lstrip(b"+-")
    return len(line) <= MAX_LINE and first != b"" and not first[:1].isdigit()


def _row(line: bytes) -> bytes:
    """The 785 values of a line, one byte each."""
    if len(line) > MAX_LINE:
        raise DataError(f"a line must have at most {MAX_LINE} bytes. Got more.")
    texts = line.rstrip().split(b",")
    if len(texts) != 1 + _PIXELS:
        raise DataError(f"a line must have {1 + _PIXELS} values with commas between them. Got {len(texts)}.")
    try:
        row = bytes(map(_KNOWN.__getitem__, texts))
    except KeyError:
        row = _row_with_blanks(texts)
    if row[0] >= _CLASSES:
        raise DataError(f"{_LABEL}. Got '{row[0]}'.")
    return row


def _row_with_blanks(texts: list[bytes]) -> bytes:
    """As the values say it, with blanks around them: rare, and a third of the speed."""
    try:
        return bytes(_KNOWN[text.strip()] for text in texts)
    except KeyError:
        place, came = next((place, text.strip()) for place, text in enumerate(texts) if text.strip() not in _KNOWN)
        what = f"value {place} must be ink, a whole number from 0 to 255" if place else _LABEL
        raise DataError(f"{what}. Got {_short(came)}.") from None


def _short(came: bytes) -> str:
    text = repr(came.decode("utf-8", "replace"))
    return text if len(text) <= 60 else text[:59] + "…"
