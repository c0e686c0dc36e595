"""Stroke files: pen digits as JSON lines, ``{"label": 7, "writer": 12, "strokes": [[[x, y], …], …]}``.

Points run along each stroke, x to the right and y down, in any unit; ``writer`` may be left out.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar, cast

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.samples import Samples
from mlp_engine.datasets.stroke_samples import (
    MAX_COORDINATE,
    MAX_POINTS,
    MAX_SAMPLES,
    MAX_STROKES,
    Point,
    Stroke,
    StrokeSample,
    samples_of_strokes,
)
from mlp_engine.errors import DataError, SettingError
from mlp_engine.files.source_file import SourceFile, file_on_disk
from mlp_engine.validation import check_whole_number, shortened

MAX_BYTES = 1 << 26
"""Of a file, decompressed: 64 MiB, thirty times 6,000 digits."""
MAX_LINE = 1 << 20
"""Bytes of a line, which is one sample."""
MAX_WRITER = 2**31 - 1

Record = TypeVar("Record")


def is_json_lines(start: bytes) -> bool:
    """Whether a file that begins with ``start`` holds JSON objects, one a line."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_strokes(path: Path) -> list[StrokeSample]:
    """Read every sample of a stroke file, plain or compressed; blank lines are passed over.

    Raises:
        DataError: if the file cannot be read, or for the first line that is no sample, naming it.
    """
    return [sample for _, sample in numbered_records(path, _parse_sample)]


def load_strokes(path: Path, *, on_progress: Callable[[int], None] | None = None) -> Dataset:
    """Read a stroke file whose samples have labels; see :func:`read_stroke_file`."""
    return read_stroke_file(file_on_disk(path), on_progress=on_progress).dataset()


def read_stroke_file(
    file: SourceFile, *, versions: int = 1, on_progress: Callable[[int], None] | None = None
) -> Samples:
    """Read a stroke file and draw every sample; see :func:`samples_of_strokes`.

    Raises:
        DataError: as :func:`read_strokes`, and for a file without samples.
    """
    drawings = ((f"{file}, line {number}", sample) for number, sample in numbered_records(file, _parse_sample))
    return samples_of_strokes(drawings, file.where, file.stem, versions=versions, on_progress=on_progress)


def numbered_records(
    path: Path | SourceFile, parse: Callable[[dict[str, object]], Record], *, max_bytes: int | None = None
) -> Iterator[tuple[int, Record]]:
    """What ``parse`` makes of each line of a file of JSON lines, with the line's number, within the bounds above.

    Args:
        path: the file, plain or compressed.
        parse: of one line's object.
        max_bytes: of the file, decompressed; ``MAX_BYTES`` if not given.

    Raises:
        DataError: if the file cannot be read, or for the first line that is no object or that ``parse`` refuses
            (with a :class:`~mlp_engine.errors.DataError` or :class:`~mlp_engine.errors.SettingError`), naming it.
    """
    max_bytes = MAX_BYTES if max_bytes is None else max_bytes
    samples, bytes_left = 0, max_bytes
    file = file_on_disk(path) if isinstance(path, Path) else path
    with file.open() as stream:
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
    label, writer = fields.get("label"), fields.get("writer")
    return StrokeSample(
        None if label is None else check_whole_number("label", label, at_least=0, at_most=9),
        None if writer is None else check_whole_number("writer", writer, at_least=0, at_most=MAX_WRITER),
        parse_strokes(fields),
    )


def parse_strokes(fields: dict[str, object]) -> tuple[Stroke, ...]:
    """The strokes of one drawing, out of a parsed line.

    Raises:
        DataError: if there are none, or they are not lists of points within the bounds above.
    """
    if "strokes" not in fields:
        keys = shortened(", ".join(fields), 100) or "nothing"
        raise DataError(
            f'a line must have strokes, such as {{"label": 7, "strokes": [[[x, y], …], …]}}. It has {keys}; images are '
            "read from arrays, as np.savez('digits.npz', X=images, y=labels) saves them."
        )
    strokes = as_list("strokes", fields["strokes"], MAX_STROKES)
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
