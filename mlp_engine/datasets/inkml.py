"""InkML files of the W3C: traces of a pen, grouped into digits whose annotation "truth" is their label."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, XMLParser, parse

from mlp_engine.datasets.samples import Samples
from mlp_engine.datasets.stroke_samples import (
    MAX_COORDINATE,
    MAX_POINTS,
    MAX_STROKES,
    Point,
    Stroke,
    StrokeSample,
    samples_of_strokes,
)
from mlp_engine.datasets.tables.labels import digit_in
from mlp_engine.datasets.tables.text_blocks import encoding_of
from mlp_engine.errors import DataError
from mlp_engine.files.source_file import SourceFile
from mlp_engine.validation import shortened

MAX_BYTES = 1 << 26
"""Of a file, decompressed: 64 MiB."""
MAX_DEPTH = 50

_ROOT = re.compile(rb"<(?:\w+:)?ink[\s>]")
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
_TRUTH = ("truth", "label", "transcription", "class", "symbol")
_WRITER = ("writer", "writerid", "writer_id", "author")
_VALUE = re.compile(r"\s*([!'\"]?)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")


def is_inkml(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is InkML."""
    text = _in_utf8(start)
    return text.lstrip()[:1] == b"<" and _ROOT.search(text) is not None


def _in_utf8(content: bytes) -> bytes:
    """UTF-16 or UTF-32, without a declaration that says so, as UTF-8; anything else as it is."""
    encoding, mark = encoding_of(content)
    if encoding == "utf-8":
        return content[mark:]
    return _DECLARATION.sub(b"", content[mark:].decode(encoding, "replace").encode(), count=1)


def read_inkml(file: SourceFile, *, on_progress: Callable[[int], None] | None = None) -> Samples:
    """Read an InkML file and draw every digit; see :func:`samples_of_strokes`.

    A trace group with an annotation "truth" is a digit; without such groups the whole file is one.

    Raises:
        DataError: if the file cannot be read, declares entities, is no InkML, or holds no digits.
    """
    return samples_of_strokes(inkml_drawings(file), file.where, file.stem, on_progress=on_progress)


def inkml_drawings(file: SourceFile) -> Iterator[tuple[str, StrokeSample]]:
    """The digits of an InkML file as strokes, each with its place in the file; errors as :func:`read_inkml`."""
    content = _in_utf8(file.content(MAX_BYTES))
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content or b"\0" in content:
        raise DataError(f"{file} must be InkML without a document type, which could make it endless.")
    try:
        root = parse(BytesIO(content), XMLParser(encoding=None)).getroot()
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise DataError(f"{file} must be whole and well-formed XML. Got: {shortened(error)}.") from error
    yield from _drawings(root, file)


def _drawings(root: Element, file: SourceFile) -> Iterator[tuple[str, StrokeSample]]:
    axes = _axes(root)
    by_id = {_id(trace): trace for trace in _all(root, "trace") if _id(trace)}
    writer = _annotation(root, _WRITER)
    groups = [group for group in _all(root, "traceGroup") if (_annotation(group, _TRUTH) or "").strip()]
    digits = [group for group in groups if digit_in(_annotation(group, _TRUTH) or "") is not None]
    for number, group in enumerate(digits, start=1):
        place = f"{file}, digit {number}"
        traces = [
            *_all(group, "trace"),
            *(by_id[key] for view in _all(group, "traceView") if (key := _ref(view)) in by_id),
        ]
        label = digit_in(_annotation(group, _TRUTH) or "")
        yield place, StrokeSample(label, _annotation(group, _WRITER) or writer, _strokes(traces, axes, place))
    if not digits:
        truth = _annotation(root, _TRUTH)
        label = None if truth is None else digit_in(truth)
        if groups or (truth is not None and label is None):
            came = shortened(repr(_annotation(groups[0], _TRUTH) if groups else truth))
            raise DataError(f"{file} must hold single digits, each in a group of its own. Got {came}.")
        yield file.where, StrokeSample(label, writer, _strokes(list(_all(root, "trace")), axes, file.where))


def _all(element: Element, name: str) -> Iterator[Element]:
    """The elements of this name below one, whatever their namespace."""
    return (found for found in element.iter() if found.tag.rsplit("}", 1)[-1] == name)


def _id(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] == "id"), "")


def _ref(view: Element) -> str:
    return (view.get("traceDataRef") or view.get("traceRef") or "").lstrip("#")


def _annotation(element: Element, kinds: tuple[str, ...]) -> str | None:
    """The text of an annotation of one of these types that belongs to an element itself."""
    for child in element:
        name = child.tag.rsplit("}", 1)[-1]
        if name in ("annotation", "annotationXML") and (child.get("type") or "").lower() in kinds:
            return "".join(child.itertext()).strip().strip("$")
    return None


def _axes(root: Element) -> tuple[int, int]:
    """Places of X and Y among the channels of a trace."""
    names = [(channel.get("name") or "").upper() for channel in _all(root, "channel")]
    return (names.index("X"), names.index("Y")) if "X" in names and "Y" in names else (0, 1)


def _strokes(traces: list[Element], axes: tuple[int, int], place: str) -> tuple[Stroke, ...]:
    if not 1 <= len(traces) <= MAX_STROKES:
        raise DataError(f"{place} must have from 1 to {MAX_STROKES} traces. Got {len(traces)}.")
    return tuple(_stroke("".join(trace.itertext()), axes, place) for trace in traces)


def _stroke(text: str, axes: tuple[int, int], place: str) -> Stroke:
    """The points of a trace: values, differences behind a single quote, differences of these behind a double one."""
    points: list[Point] = []
    value, speed, mode = [0.0] * 2, [0.0] * 2, ["!"] * 2
    entries = text.split(",")
    if len(entries) > MAX_POINTS:
        raise DataError(f"{place}: a trace must have at most {MAX_POINTS} points. Got {len(entries)}.")
    for entry in entries:
        found = _VALUE.findall(entry)
        if not entry.strip():
            continue
        if len(found) <= max(axes):
            raise DataError(
                f"{place}: a point must have its coordinates as numbers. Got {shortened(repr(entry.strip()))}."
            )
        for at, axis in enumerate(axes):
            mark, number = found[axis]
            mode[at] = mark or mode[at]
            before = value[at]
            match mode[at]:
                case "'":
                    value[at] += float(number)
                case '"':
                    value[at] += speed[at] + float(number)
                case _:
                    value[at] = float(number)
            speed[at] = value[at] - before if points else 0.0
        if not all(abs(coordinate) <= MAX_COORDINATE for coordinate in value):  # not: true of NaN as well
            raise DataError(f"{place}: coordinates must be at most {MAX_COORDINATE:g}.")
        points.append((value[0], value[1]))
    if not points:
        raise DataError(f"{place}: a trace must have at least one point. Got none.")
    return tuple(points)
