"""UNIPEN files: pen digits as lines of coordinates between ``.PEN_DOWN`` and ``.PEN_UP``, and segments that label them.

Segments name the components (each ``.PEN_DOWN`` or ``.PEN_UP`` with its coordinates, counted from 0) that make a digit:
``.SEGMENT DIGIT 4-5 ? "7"``. Where no pen-up coordinates are given, as in UCI's pendigits, only the strokes count.
(I. Guyon and others, *UNIPEN project of on-line data exchange and recognizer benchmarks*, 1994.)
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

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
from mlp_engine.datasets.tables.labels import digit_in
from mlp_engine.datasets.tables.text_blocks import text_blocks
from mlp_engine.errors import DataError
from mlp_engine.files.source_file import SourceFile
from mlp_engine.validation import shortened

MAX_ALL_POINTS = 20_000_000

_KEYWORD = re.compile(rb"\s*\.(?:VERSION|INCLUDE|PEN_DOWN|COORD|SEGMENT|COMMENT|HIERARCHY|DATA_SOURCE|LEXICON|DATE)\b")
_SEGMENT = re.compile(r'\S+\s+(?P<components>[\d:,\-\s]+?)\s+(?:\S+\s+)?"(?P<label>[^"]*)"')
_RANGE = re.compile(r"(\d+)(?::\d+)?(?:-(\d+)(?::\d+)?)?")
_PENDIGITS_COMMENT = re.compile(r"(\d)\s+(\d+)\s+\d+\s*")


def is_unipen(start: bytes) -> bool:
    """Whether a file that begins with ``start`` is a UNIPEN file."""
    return _KEYWORD.match(start) is not None


@dataclass
class _Segment:
    """A digit: its label, the components it is made of, and its writer."""

    components: list[int]
    label: str
    line: int
    writer: str | None


@dataclass
class _Parser:
    """Reads lines, one keyword after the other."""

    where: str
    components: list[Stroke | None] = field(default_factory=list["Stroke | None"])
    segments: list[_Segment] = field(default_factory=list[_Segment])
    axes: tuple[int, int] = (0, 1)
    writer: str | None = None
    pen: str = ""
    points: list[Point] = field(default_factory=list[Point])
    total: int = 0

    def line(self, number: int, text: str) -> None:
        """Take one line."""
        text = text.strip()
        if not text:
            return
        if not text.startswith("."):
            self._coordinates(number, text)
            return
        keyword, _, rest = text.partition(" ")
        rest = rest.strip()
        match keyword:
            case ".PEN_DOWN" | ".PEN_UP":
                self._end_component()
                self.pen = keyword
                if rest:
                    self._coordinates(number, rest)
            case ".COORD":
                names = rest.upper().split()
                if "X" not in names or "Y" not in names:
                    raise DataError(f"{self.where}, line {number}: .COORD must name X and Y. Got {shortened(rest)}.")
                self.axes = names.index("X"), names.index("Y")
            case ".WRITER_ID":
                self.writer = rest
            case ".SEGMENT":
                self._segment(number, rest)
            case ".COMMENT":
                self._comment(rest)
            case _:
                self._end_component()
                self.pen = ""

    def _coordinates(self, number: int, text: str) -> None:
        if not self.pen:
            return  # prose below a keyword
        values = text.split()
        try:
            x, y = (float(values[axis]) for axis in self.axes)
        except (ValueError, IndexError):
            raise DataError(f"{self.where}, line {number}: a point must have its coordinates as numbers.") from None
        if not (abs(x) <= MAX_COORDINATE and abs(y) <= MAX_COORDINATE):  # not: true of NaN as well
            raise DataError(f"{self.where}, line {number}: coordinates must be at most {MAX_COORDINATE:g}.")
        self.points.append((x, -y))  # UNIPEN's y points up
        self.total += 1
        if len(self.points) > MAX_POINTS or self.total > MAX_ALL_POINTS:
            raise DataError(f"{self.where}, line {number}: a stroke must have at most {MAX_POINTS} points. Got more.")

    def _end_component(self) -> None:
        if self.pen == ".PEN_DOWN" and self.points:
            self.components.append(tuple(self.points))
        elif self.pen == ".PEN_UP" and self.points:
            self.components.append(None)
        self.points, self.pen = [], ""

    def _segment(self, number: int, text: str) -> None:
        match = _SEGMENT.match(text)
        if match is None or len(match["label"]) != 1:
            return  # of a word or a page, which is made of other segments
        components: list[int] = []
        for first, last in _RANGE.findall(match["components"]):
            low, high = int(first[:9]), int((last or first)[:9])
            if not low <= high < low + MAX_STROKES:
                raise DataError(f"{self.where}, line {number}: a segment must have from 1 to {MAX_STROKES} components.")
            components += range(low, high + 1)
        if len(self.segments) == MAX_SAMPLES or len(components) > MAX_STROKES:
            raise DataError(f"{self.where}, line {number}: there must be at most {MAX_SAMPLES} segments.")
        self.segments.append(_Segment(components, match["label"], number, self.writer))

    def _comment(self, text: str) -> None:
        """UCI's pendigits tell label, writer and number of the digit in a comment below its segment."""
        match = _PENDIGITS_COMMENT.fullmatch(text)
        if match is not None and self.segments and self.segments[-1].label == match[1]:
            self.segments[-1].writer = match[2]

    def drawings(self) -> Iterator[tuple[str, StrokeSample]]:
        """The digits, each with its place; the whole file is one, without a label, where no segment is."""
        self._end_component()
        if not self.segments and any(self.components):
            strokes = [stroke for stroke in self.components if stroke is not None]
            yield self.where, StrokeSample(None, self.writer, tuple(strokes[:MAX_STROKES]))
        for segment in self.segments:
            place = f"{self.where}, line {segment.line}"
            label = digit_in(segment.label)
            if label is None:
                raise DataError(
                    f"{place}: a segment must be a digit from 0 to 9. Got {shortened(repr(segment.label))}."
                )
            last = max(segment.components, default=-1)
            if last >= len(self.components):
                raise DataError(f"{place}: component {last} must be in the file. It is not.")
            found = [self.components[component] for component in segment.components]
            strokes = tuple(stroke for stroke in found if stroke is not None)
            if not strokes:
                raise DataError(f"{place}: a segment must have a stroke. Got none.")
            writer = segment.writer
            yield place, StrokeSample(label, int(writer) if writer and writer.isdecimal() else writer, strokes)


def read_unipen(file: SourceFile, *, versions: int = 1, on_progress: Callable[[int], None] | None = None) -> Samples:
    """Read a UNIPEN file, plain or compressed, and draw every digit; see :func:`samples_of_strokes`.

    Writers come from ``.WRITER_ID``, or from the comments of UCI's pendigits.

    Raises:
        DataError: if the file cannot be read or holds no digits, or for the first line that is wrong, naming it.
    """
    drawings = unipen_drawings(file)
    return samples_of_strokes(drawings, file.where, file.stem, versions=versions, on_progress=on_progress)


def unipen_drawings(file: SourceFile) -> Iterator[tuple[str, StrokeSample]]:
    """The digits of a UNIPEN file as strokes, each with its place in the file; errors as :func:`read_unipen`."""
    parser = _Parser(file.where)
    number = 0
    with file.open() as stream:
        for block in text_blocks(stream, file.where):
            for line in block.decode("utf-8", "replace").split("\n")[:-1]:
                number += 1
                parser.line(number, line)
    yield from parser.drawings()
