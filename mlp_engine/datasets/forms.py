"""The forms of data files that can be read, each known by its content: one table, and the reading of any file."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mlp_engine.datasets.arff_file import is_arff, read_arff
from mlp_engine.datasets.column_files import is_arrow, is_parquet, read_arrow, read_parquet
from mlp_engine.datasets.csv_file import read_csv
from mlp_engine.datasets.hdf5_file import is_hdf5, read_hdf5
from mlp_engine.datasets.idx import is_idx, read_idx_files
from mlp_engine.datasets.inkml import is_inkml, read_inkml
from mlp_engine.datasets.labels_beside import TABLES, with_labels_beside
from mlp_engine.datasets.mat_file import is_mat, read_mat
from mlp_engine.datasets.npy import read_npy
from mlp_engine.datasets.npz import read_npz
from mlp_engine.datasets.picture_files import read_pictures
from mlp_engine.datasets.picture_labels import is_picture
from mlp_engine.datasets.refused import OFFICE_ARCHIVE, TORCH_ARCHIVE, refusal_of
from mlp_engine.datasets.samples import Part, Samples
from mlp_engine.datasets.strokes import is_json_lines, read_stroke_file
from mlp_engine.datasets.tables.array_names import read_name
from mlp_engine.datasets.tables.text_blocks import encoding_of
from mlp_engine.datasets.unipen import is_unipen, read_unipen
from mlp_engine.errors import DataError
from mlp_engine.files.source_file import SourceFile
from mlp_engine.files.zip_archive import is_zip, opened_zip

_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1f]")  # what no text has

TABLE_OF_TEXT = "CSV file"
START = 4096
"""Bytes of a file by which its form is known."""


@dataclass(frozen=True)
class Request:
    """What is wanted of a file.

    Attributes:
        file: the file.
        beside: finds all files in its folder, itself among them.
        part: "train" or "test", where one was named.
        on_progress: called with the number of samples so far.
    """

    file: SourceFile
    beside: Callable[[], Sequence[SourceFile]]
    part: Part | None
    on_progress: Callable[[int], None] | None


@dataclass(frozen=True)
class Form:
    """A form of data files.

    Attributes:
        name: what a person calls it.
        fits: whether a file that begins so has it; an ending only counts where the content cannot tell.
        read: reads it.
        has_parts: whether one file, or the files beside it, may hold a training set and a test set.
    """

    name: str
    fits: Callable[[SourceFile, bytes], bool]
    read: Callable[[Request], Samples]
    has_parts: bool = False


def _archive_names(file: SourceFile) -> list[str]:
    with opened_zip(file) as archive:
        return archive.namelist()


def is_data_archive(file: SourceFile) -> bool:
    """Whether a zip archive is one of NumPy, and not just any files.

    Raises:
        DataError: if it is one of a program whose archives are never opened as data, saying so.
    """
    names = _archive_names(file)
    if any(name.endswith("data.pkl") for name in names):
        raise DataError(f"{file} {TORCH_ARCHIVE}")
    if "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= set(names):
        raise DataError(f"{file} {OFFICE_ARCHIVE}")
    return file.ending == ".npz" or (bool(names) and all(name.endswith(".npy") for name in names))


def _is_npz(file: SourceFile, start: bytes) -> bool:
    return is_data_archive(file) if is_zip(start) else file.ending == ".npz"


def _read_idx(request: Request) -> Samples:
    own = read_name(request.file.stem)
    alike = [file for file in request.beside() if not is_picture(file) and read_name(file.stem).rest == own.rest]
    files = [file for file in alike if is_idx(file.start(8))]
    part = request.part or (own.part if own.part == "test" else None)
    return read_idx_files(files, part, request.file.where, request.file.stem)


def _read_picture(request: Request) -> Samples:
    file = request.file
    return read_pictures([file], file.where, file.stem, on_progress=request.on_progress)


def _read_npy(request: Request) -> Samples:
    beside = request.beside()
    samples = read_npy(request.file, beside, request.part)
    return samples if request.part is not None else with_labels_beside(samples, request.file, beside)


def _read_csv(request: Request) -> Samples:
    samples = read_csv(request.file, on_progress=request.on_progress)
    return samples if samples.labels is not None else with_labels_beside(samples, request.file, request.beside())


FORMS: tuple[Form, ...] = (
    Form(
        "NumPy archive",
        _is_npz,
        lambda request: read_npz(request.file, request.part),
        has_parts=True,
    ),
    Form(
        "NumPy array",
        lambda file, start: start.startswith(b"\x93NUMPY"),
        _read_npy,
        has_parts=True,
    ),
    Form("IDX file", lambda file, start: is_idx(start), _read_idx, has_parts=True),
    Form(
        "MATLAB file",
        lambda file, start: is_mat(start),
        lambda request: read_mat(request.file, request.part),
        has_parts=True,
    ),
    Form(
        "HDF5 file",
        lambda file, start: is_hdf5(start),
        lambda request: read_hdf5(request.file, request.part),
        has_parts=True,
    ),
    Form("Parquet file", lambda file, start: is_parquet(start), lambda request: read_parquet(request.file)),
    Form("Arrow file", lambda file, start: is_arrow(start), lambda request: read_arrow(request.file)),
    Form(
        "ARFF file",
        lambda file, start: is_arff(start),
        lambda request: read_arff(request.file, on_progress=request.on_progress),
    ),
    Form("picture", lambda file, start: is_picture(file), _read_picture),
    Form(
        "strokes as JSON lines",
        lambda file, start: is_json_lines(start) or file.ending == ".jsonl",
        lambda request: read_stroke_file(request.file, on_progress=request.on_progress),
    ),
    Form(
        "UNIPEN file",
        lambda file, start: is_unipen(start),
        lambda request: read_unipen(request.file, on_progress=request.on_progress),
    ),
    Form(
        "InkML file",
        lambda file, start: is_inkml(start),
        lambda request: read_inkml(request.file, on_progress=request.on_progress),
    ),
    Form(
        TABLE_OF_TEXT,
        lambda file, start: (file.ending in TABLES and b"\0" not in start) or _is_table(start),
        _read_csv,
    ),
)
"""In the order in which they are asked; the first that fits counts."""


def _is_table(start: bytes) -> bool:
    """Whether a file begins as text does."""
    return encoding_of(start) != ("utf-8", 0) or _CONTROL.search(start) is None


def form_of(file: SourceFile) -> Form | None:
    """The form of a file, by its content; ``None`` if it has none of them.

    Raises:
        DataError: if the file cannot be read, or is one that is never opened as data, saying what it is.
    """
    start = file.start(START)
    if refusal := refusal_of(file, start):
        raise DataError(f"{file} {refusal}")
    return next((form for form in FORMS if form.fits(file, start)), None)


def read_file(request: Request) -> Samples:
    """The samples of a file of any form.

    Raises:
        DataError: if it has none of the forms, or cannot be read, or has no such part.
    """
    form = form_of(request.file)
    if form is None:
        known = ", ".join(form.name for form in FORMS)
        raise DataError(f"{request.file} must have a known form: {known}. Got another one.")
    if request.part == "test" and not form.has_parts:
        raise DataError(f"{request.file} must have a test set of its own to be named with :test. It is one set.")
    return form.read(request)
