"""Stroke files: pen digits as JSON lines, ``{"label": 7, "writer": 12, "strokes": [[[x, y], …], …]}``.

Points run along each stroke, x to the right and y down, in any unit; ``writer`` may be left out.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.gzipped import open_plain_or_gzip
from mlp_engine.errors import DataError, InkError, SettingError
from mlp_engine.ink import digit_image_from_strokes
from mlp_engine.validation import check_whole_number

MAX_BYTES = 1 << 26
"""Of a file, decompressed: 64 MiB, thirty times 6,000 digits."""
MAX_LINE = 1 << 20
"""Bytes of a line, which is one sample."""
MAX_SAMPLES = 200_000
MAX_STROKES = 1_000
MAX_POINTS = 20_000
"""Of a sample, over all its strokes."""
MAX_COORDINATE = 1e6
MAX_WRITER = 2**31 - 1

Point = tuple[float, float]
Stroke = tuple[Point, ...]
Record = TypeVar("Record")


@dataclass(frozen=True)
class StrokeSample:
    """One digit as it was drawn: its label, who drew it where that is known, and its strokes."""

    label: int
    writer: int | None
    strokes: tuple[Stroke, ...]


def read_strokes(path: Path) -> list[StrokeSample]:
    """Read every sample of a stroke file, plain or gzip; blank lines are passed over.

    Raises:
        DataError: if the file cannot be read, or for the first line that is no sample, naming it.
    """
    return [sample for _, sample in numbered_records(path, _parse_sample)]


def load_strokes(path: Path, *, on_progress: Callable[[int], None] | None = None) -> Dataset:
    """Draw every sample of a stroke file as a digit image, in the one way in which all ink is drawn.

    Args:
        path: the file.
        on_progress: called with the number of samples drawn so far, after each.

    Returns:
        Digit images as ``uint8`` rows of 784, named after the file, with writers where every line names one.

    Raises:
        DataError: as :func:`read_strokes`, and for a file without samples.
    """
    images: list[bytes] = []
    labels: list[int] = []
    writers: list[int] = []
    for number, sample in numbered_records(path, _parse_sample):
        try:
            images.append(digit_image_from_strokes(sample.strokes).tobytes())
        except InkError as error:
            raise DataError(f"{path}, line {number}: {error}") from error
        labels.append(sample.label)
        if sample.writer is not None:
            writers.append(sample.writer)
        if on_progress is not None:
            on_progress(len(labels))
    if not labels:
        raise DataError(f"{path} must hold at least one sample. Got none.")
    return Dataset(
        np.frombuffer(b"".join(images), np.uint8).reshape(len(images), -1),
        np.array(labels, np.int64),
        path.name.removesuffix(".gz").removesuffix(".jsonl"),
        np.array(writers, np.int64) if len(writers) == len(labels) else None,
    )


def numbered_records(
    path: Path, parse: Callable[[dict[str, object]], Record], *, max_bytes: int | None = None
) -> Iterator[tuple[int, Record]]:
    """What ``parse`` makes of each line of a file of JSON lines, with the line's number, within the bounds above.

    Args:
        path: the file, plain or gzip.
        parse: of one line's object.
        max_bytes: of the file, decompressed; ``MAX_BYTES`` if not given.

    Raises:
        DataError: if the file cannot be read, or for the first line that is no object or that ``parse`` refuses
            (with a :class:`~mlp_engine.errors.DataError` or :class:`~mlp_engine.errors.SettingError`), naming it.
    """
    max_bytes = MAX_BYTES if max_bytes is None else max_bytes
    samples, bytes_left = 0, max_bytes
    with open_plain_or_gzip(path) as stream:
        lines = iter(lambda: stream.readline(MAX_LINE + 1), b"")
        for number, line in enumerate(lines, start=1):
            bytes_left -= len(line)
            samples += not line.isspace()
            if bytes_left < 0 or samples > MAX_SAMPLES:
                raise DataError(f"{path} must hold at most {max_bytes} bytes and {MAX_SAMPLES} samples. Got more.")
            if line.isspace():
                continue
            try:
                record = parse(_object_in(line))
            except (DataError, SettingError) as error:
                raise DataError(f"{path}, line {number}: {error}") from error
            except RecursionError as error:
                raise DataError(f"{path}, line {number}: lists must be nested as in a stroke. Got deeper.") from error
            yield number, record


def _object_in(line: bytes) -> dict[str, object]:
    if len(line) > MAX_LINE:
        raise DataError(f"a line must have at most {MAX_LINE} bytes. Got more.")
    try:
        content: object = json.loads(line)
    except ValueError as error:  # no JSON, no Unicode, or a number of endless digits
        raise DataError(f"a line must be one JSON object. Got: {error}.") from error
    if not isinstance(content, dict):
        raise DataError(f"a line must be one JSON object. Got {_kind(content)}.")
    return cast(dict[str, object], content)


def _parse_sample(fields: dict[str, object]) -> StrokeSample:
    writer = fields.get("writer")
    return StrokeSample(
        check_whole_number("label", fields.get("label"), at_least=0, at_most=9),
        None if writer is None else check_whole_number("writer", writer, at_least=0, at_most=MAX_WRITER),
        parse_strokes(fields.get("strokes")),
    )


def parse_strokes(content: object) -> tuple[Stroke, ...]:
    """The strokes of one drawing, out of parsed JSON.

    Raises:
        DataError: if they are not lists of points within the bounds above.
    """
    strokes = as_list("strokes", content, MAX_STROKES)
    points_left = MAX_POINTS
    result: list[Stroke] = []
    for stroke in strokes:
        points = as_list("a stroke", stroke, points_left)
        points_left -= len(points)
        result.append(tuple(map(_parse_point, points)))
    return tuple(result)


def _parse_point(content: object) -> Point:
    if isinstance(content, list):
        match cast(list[object], content):
            case [int() | float() as x, int() | float() as y] if _is_coordinate(x) and _is_coordinate(y):
                return float(x), float(y)
            case _:
                pass
    came = json.dumps(content)
    came = came if len(came) <= 60 else came[:59] + "…"
    raise DataError(f"a point must be two numbers from {-MAX_COORDINATE:g} to {MAX_COORDINATE:g}. Got {came}.")


def _is_coordinate(value: float) -> bool:
    # false for NaN, and for true and false, which Python counts as numbers
    return not isinstance(value, bool) and -MAX_COORDINATE <= value <= MAX_COORDINATE


def as_list(name: str, content: object, at_most: int) -> list[object]:
    """``content`` if it is a list of 1 to ``at_most`` entries.

    Raises:
        DataError: if it is not.
    """
    if not isinstance(content, list):
        raise DataError(f"{name} must be a list. Got {_kind(content)}.")
    items = cast(list[object], content)
    if not 1 <= len(items) <= at_most:
        raise DataError(f"{name} must have from 1 to {at_most} entries. Got {len(items)}.")
    return items


def _kind(content: object) -> str:
    """What came, in the words of JSON."""
    match content:
        case None:
            return "nothing"
        case dict():
            return "an object"
        case list():
            return "a list"
        case str():
            return "a text"
        case bool():
            return "true or false"
        case _:
            return "a number"
