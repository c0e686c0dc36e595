"""Pendigits: 7,494 digits as the strokes of 30 people's pens, in the user's cache folder.

E. Alpaydin and F. Alimoglu, *Pen-Based Recognition of Handwritten Digits*, UCI Machine Learning Repository, 1998,
doi 10.24432/C5MG6K, CC BY 4.0. These are the writers of its training set, in their original, unresampled form. Those of
its test set, 14 other people, are not fetched: they are for measuring.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from mlp_engine.datasets.download import TIMEOUT, FetchProgress, RemoteFile, fetch_files, offline_advice
from mlp_engine.datasets.samples import Samples
from mlp_engine.datasets.stroke_samples import samples_of_strokes
from mlp_engine.datasets.unipen import unipen_drawings
from mlp_engine.errors import DataError
from mlp_engine.files.folders import cache_folder
from mlp_engine.files.paths import is_file
from mlp_engine.files.source_file import file_on_disk

FILE = RemoteFile("pendigits-orig.tra.Z", 3_641_673, "a66225d68d7d68591e62944df1ad33b3f5aa608e2df2505844b41f5568a80da4")
"""The training writers' digits as UNIPEN text, known by its decompressed bytes."""

MIRRORS = ("https://archive.ics.uci.edu/ml/machine-learning-databases/pendigits/",)


def pendigits_folder() -> Path:
    """Where it is kept: ``pendigits`` in the platform's cache folder of this program (or ``MLP_CACHE_DIR``)."""
    return cache_folder() / "pendigits"


def load_pendigits(versions: int = 1, *, on_progress: Callable[[int], None] | None = None) -> Samples:
    """All digits, drawn by the ink path, with their writers.

    Args:
        versions: how many of each digit, see :func:`~mlp_engine.datasets.stroke_samples.samples_of_strokes`.
        on_progress: called with the number of digits drawn so far, after each.

    Raises:
        DataError: if the file is not there yet (the sentence says how to get it), or is damaged.
    """
    path = _held(pendigits_folder())
    if path is None:
        raise DataError(
            "Pendigits must be fetched before they can be used: run `mlp-engine data fetch pendigits`, "
            f"or, without a network, {offline_advice([FILE], pendigits_folder())}."
        )
    file = file_on_disk(path)
    drawings = unipen_drawings(file)
    return samples_of_strokes(drawings, file.where, "pendigits", versions=versions, on_progress=on_progress)


def fetch_pendigits(
    folder: Path | None = None,
    *,
    mirrors: Sequence[str] = MIRRORS,
    timeout: float = TIMEOUT,
    on_progress: Callable[[FetchProgress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Fetch the file into ``folder`` (the cache, if not given), a megabyte, unless a correct one is there.

    Callbacks, resuming, and several callers at once: see :func:`mlp_engine.datasets.download.fetch_files`.

    Returns:
        The folder.

    Raises:
        DownloadCancelled: soon after ``is_cancelled`` says so.
        DownloadError: if no mirror gives the file, or if the folder cannot be written.
    """
    folder = folder or pendigits_folder()
    path = _held(folder)
    if path is None or not FILE.is_held_by(path):
        fetch_files([FILE], folder, mirrors, timeout=timeout, on_progress=on_progress, is_cancelled=is_cancelled)
    return folder


def _held(folder: Path) -> Path | None:
    """The file as it was fetched, or, unpacked or packed otherwise, as somebody copied it there."""
    plain = FILE.name.removesuffix(".Z")
    return next((path for name in (FILE.name, plain, f"{plain}.gz") if is_file(path := folder / name)), None)
