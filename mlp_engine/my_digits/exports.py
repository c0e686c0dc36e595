"""The export of drawings for other programs: a stroke file, a folder of pictures for each digit, or IDX files."""

import json
import struct
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.datasets.drawing_file import drawing_as_line
from mlp_engine.errors import ResultsWriteError
from mlp_engine.files.paths import possible, shown_path
from mlp_engine.files.stored_rows import as_json
from mlp_engine.files.whole_file import write_whole
from mlp_engine.my_digits.records import DrawingFilter, KeptDrawing
from mlp_engine.my_digits.store import DrawingStore

Progress = Callable[[int], None]

_AT_ONCE = 500


def export_strokes(store: DrawingStore, path: Path, *, on_progress: Progress | None = None) -> int:
    """Write the drawings in use as a stroke file, oldest first, with everything that the store knows about each.

    Args:
        store: the store of drawings.
        path: the file, JSON lines.
        on_progress: called after each drawing with the number of drawings so far.

    Returns:
        The number of drawings written. Drawings that were imported as pictures have no strokes and are left out.

    Raises:
        ResultsWriteError: if the file cannot be written; the previous file stays.
        MyDigitsError: if the store cannot be read.
    """
    lines: list[str] = []
    with store.kept_open():
        for number, drawing in enumerate(_in_use(store), start=1):
            if strokes := store.strokes(drawing.id):
                record = json.loads(drawing_as_line(strokes, drawing.label)) | _about(drawing)
                lines.append(json.dumps(record, separators=(",", ":")) + "\n")
            if on_progress is not None:
                on_progress(number)
    with _writing(path):
        write_whole(path, "".join(lines).encode())
    return len(lines)


def export_pictures(store: DrawingStore, folder: Path, *, on_progress: Progress | None = None) -> int:
    """Write each drawing in use as a PNG of 28×28, white on black like MNIST, into the folders ``0`` to ``9``.

    Arguments and errors are those of :func:`export_strokes`; pictures of the same name are replaced, others stay.

    Returns:
        The number of drawings written.
    """
    number = 0
    for number, drawing in enumerate(_in_use(store), start=1):
        path = folder / str(drawing.label) / f"{drawing.id:06d}.png"
        with _writing(path):
            Image.fromarray(drawing.image).save(path)
        if on_progress is not None:
            on_progress(number)
    return number


def export_idx(store: DrawingStore, folder: Path, *, on_progress: Progress | None = None) -> int:
    """Write the drawings in use as two IDX files with the names of MNIST's training set, oldest first.

    Arguments and errors are those of :func:`export_strokes`.

    Returns:
        The number of drawings written.

    Raises:
        DataError: if there is no drawing.
    """
    data = store.dataset(on_progress=on_progress)
    count = len(data)
    images = struct.pack(">4I", 0x803, count, IMAGE_SIDE, IMAGE_SIDE) + data.inputs.tobytes()
    labels = struct.pack(">2I", 0x801, count) + data.labels.astype(np.uint8).tobytes()
    for name, content in (("images-idx3", images), ("labels-idx1", labels)):
        path = folder / f"train-{name}-ubyte"
        with _writing(path):
            write_whole(path, content)
    return count


def export_stored(store: DrawingStore, path: Path, ids: Sequence[int], *, on_progress: Progress | None = None) -> int:
    """Write drawings as they are stored, also those that cannot be read, as a list of JSON objects.

    Arguments and errors are those of :func:`export_strokes`; ``ids`` are the numbers of the drawings.

    Returns:
        The number of drawings written.
    """
    records: list[str] = []
    with store.kept_open():
        for drawing in ids:
            records.append(as_json(store.as_stored(drawing)))
            if on_progress is not None:
                on_progress(len(records))
    with _writing(path):
        write_whole(path, f"[{','.join(records)}]\n".encode())
    return len(records)


def _in_use(store: DrawingStore) -> Iterator[KeptDrawing]:
    """All drawings in use, oldest first, read in blocks."""
    ids = store.ids(DrawingFilter())[::-1]
    for start in range(0, len(ids), _AT_ONCE):
        yield from store.drawings(ids[start : start + _AT_ONCE])


def _about(drawing: KeptDrawing) -> dict[str, object]:
    """Fields that a stroke file does not require, and that this program's import reads."""
    return {
        "created": drawing.created.isoformat(),
        "answer": drawing.answer,
        "probability": drawing.probability,
        "network": drawing.network,
        "device": drawing.device,
    }


@contextmanager
def _writing(path: Path) -> Generator[None]:
    """A block that writes ``path``: creates its folder first, and turns errors into :class:`ResultsWriteError`."""
    try:
        possible(path).parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise ResultsWriteError(
            "My digits must be exported to where files can be written. "
            f"Got {shown_path(path)} ({error.strerror or error})."
        ) from error
