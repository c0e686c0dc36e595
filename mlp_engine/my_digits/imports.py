"""The import of drawings into the store from stroke files of any form, folders of pictures and IDX files.

A drawing whose digit image and label are already in the store, in the bin or not, is left out, so the same file may be
imported twice.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import numpy as np

from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.drawing_file import parse_drawing, placed
from mlp_engine.datasets.folder import read_path
from mlp_engine.datasets.forms import START
from mlp_engine.datasets.inkml import inkml_drawings, is_inkml
from mlp_engine.datasets.stroke_samples import StrokeSample
from mlp_engine.datasets.strokes import is_json_lines, numbered_records
from mlp_engine.datasets.unipen import is_unipen, unipen_drawings
from mlp_engine.errors import DataError, InkError
from mlp_engine.files.paths import is_folder
from mlp_engine.files.source_file import file_on_disk
from mlp_engine.ink import PenStroke
from mlp_engine.my_digits.records import LabelledDrawing
from mlp_engine.my_digits.rows import content_of
from mlp_engine.my_digits.store import DrawingStore
from mlp_engine.validation import check_number, check_whole_number

MAX_BYTES = 1 << 30
"""The largest stroke file, decompressed: 1 GiB, seven times 100,000 drawings."""


def import_drawings(store: DrawingStore, path: Path, *, on_progress: Callable[[int], None] | None = None) -> list[int]:
    """Import all drawings of a file or folder; on an error none.

    Args:
        store: the store to import into.
        path: a stroke file with labels, plain or compressed: JSON lines, UNIPEN, InkML, or UCI's pendigits, of which
            only the images are kept; a folder of folders 0 to 9 with pictures; or a
            folder of IDX files, of which the training set is imported.
        on_progress: called after each drawing with the number of drawings read so far.

    Returns:
        The numbers of the new drawings; deleting them undoes the import.

    Raises:
        DataError: if the file cannot be read, or a drawing in it is not valid.
        MyDigitsError: if the store cannot be written.
    """
    drawings = _from_folder(path) if is_folder(path) else _from_file(path)
    return store.add_all(_new(store, drawings, on_progress))


def _new(
    store: DrawingStore, drawings: Iterable[LabelledDrawing], on_progress: Callable[[int], None] | None
) -> Iterator[LabelledDrawing]:
    known = store.contents()
    for number, drawing in enumerate(drawings, start=1):
        content = content_of(drawing.label, drawing.ink.tobytes())
        if content not in known:
            known.add(content)
            yield drawing
        if on_progress is not None:
            on_progress(number)


def _from_file(path: Path) -> Iterator[LabelledDrawing]:
    file = file_on_disk(path)
    start = file.start(START)
    if is_json_lines(start) or file.ending == ".jsonl" or not start:
        yield from _from_lines(path)
    elif is_unipen(start):
        yield from _from_strokes(unipen_drawings(file))
    elif is_inkml(start):
        yield from _from_strokes(inkml_drawings(file))
    else:
        samples = read_path(path)
        if samples.origin != "strokes":
            raise DataError(f"{path} must hold strokes: JSON lines, UNIPEN, InkML or UCI's pendigits. Got other data.")
        yield from _images(samples.dataset())


def _from_strokes(drawings: Iterable[tuple[str, StrokeSample]]) -> Iterator[LabelledDrawing]:
    for place, drawing in drawings:
        if drawing.label is None:
            raise DataError(f"{place}: a drawing must have its digit as a label. Got none.")
        try:
            made = LabelledDrawing(
                drawing.label, tuple(PenStroke(points, smoothed=True) for points in placed(drawing.strokes))
            )
            _ = made.ink
        except InkError as error:
            raise DataError(f"{place}: {error}") from error
        yield made


def _from_lines(path: Path) -> Iterator[LabelledDrawing]:
    for number, drawing in numbered_records(path, _parse, max_bytes=MAX_BYTES):
        try:
            _ = drawing.ink
        except InkError as error:
            raise DataError(f"{path}, line {number}: {error}") from error
        yield drawing


def _parse(fields: dict[str, object]) -> LabelledDrawing:
    answer, probability, created = fields.get("answer"), fields.get("probability"), fields.get("created")
    return LabelledDrawing(
        check_whole_number("label", fields.get("label"), at_least=0, at_most=9),
        parse_drawing(fields),
        answer=None if answer is None else check_whole_number("answer", answer, at_least=0, at_most=9),
        probability=None if probability is None else check_number("probability", probability, at_least=0, at_most=1),
        network=_word(fields, "network"),
        device=_word(fields, "device"),
        created=None if created is None else _moment(created),
    )


def _word(fields: dict[str, object], name: str) -> str:
    word = fields.get(name, "")
    if not isinstance(word, str):
        raise DataError(f"{name} must be a text. Got something else.")
    return word


def _moment(content: object) -> datetime:
    try:
        return datetime.fromisoformat(str(content))
    except ValueError:
        raise DataError(f"created must be a moment in ISO 8601. Got {str(content)[:60]!r}.") from None


def _from_folder(folder: Path) -> Iterator[LabelledDrawing]:
    data = read_path(folder).dataset()
    yield from _images(data)


def _images(data: Dataset) -> Iterator[LabelledDrawing]:
    images = data.inputs.astype(np.uint8, copy=False).reshape(-1, IMAGE_SIDE, IMAGE_SIDE)
    for image, label in zip(images, data.labels.tolist(), strict=True):
        yield LabelledDrawing(label, image=image)
