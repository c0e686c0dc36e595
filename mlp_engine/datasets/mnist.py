"""MNIST, the 70,000 handwritten digits of Y. LeCun and C. Cortes (CC BY-SA 3.0), in the user's cache folder."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.download import TIMEOUT, FetchProgress, RemoteFile, fetch_files, offline_advice
from mlp_engine.datasets.idx import Part, find_idx_file, load_idx_folder
from mlp_engine.errors import DataError
from mlp_engine.files.folders import cache_folder

FILES = (
    RemoteFile(
        "train-images-idx3-ubyte.gz",
        47_040_016,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    RemoteFile(
        "train-labels-idx1-ubyte.gz",
        60_008,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    RemoteFile(
        "t10k-images-idx3-ubyte.gz",
        7_840_016,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    RemoteFile(
        "t10k-labels-idx1-ubyte.gz",
        10_008,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
)
"""The four original files, known by their decompressed bytes."""

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)

_NAMES: dict[Part, str] = {"train": "MNIST training set", "test": "MNIST test set"}


def mnist_folder() -> Path:
    """Where MNIST is kept: ``mnist`` in the platform's cache folder of this program.

    The environment variable ``MLP_CACHE_DIR`` names another cache folder.
    """
    return cache_folder() / "mnist"


def is_mnist_cached() -> bool:
    """Whether all four files are in the cache, plain or compressed. Looks at names only."""
    return all(_find(file, mnist_folder()) is not None for file in FILES)


def load_mnist(part: Part) -> Dataset:
    """The 60,000 samples of the training set or the 10,000 of the test set, from the cache.

    Raises:
        DataError: if MNIST is not there yet (the sentence says how to get it), or if a file is damaged.
    """
    folder = mnist_folder()
    if not is_mnist_cached():
        raise DataError(
            "MNIST must be fetched before it can be used: run `mlp-engine data fetch mnist`, "
            f"or, without a network, {offline_advice(FILES, folder)}."
        )
    return replace(load_idx_folder(folder, part), name=_NAMES[part])


def fetch_mnist(
    folder: Path | None = None,
    *,
    mirrors: Sequence[str] = MIRRORS,
    timeout: float = TIMEOUT,
    on_progress: Callable[[FetchProgress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Fetch what ``folder`` (the cache, if not given) lacks of MNIST: 11 MB in all. Correct files stay as they are.

    Callbacks, resuming, and several callers at once: see :func:`mlp_engine.datasets.download.fetch_files`.

    Returns:
        The folder, which now holds all four files.

    Raises:
        DownloadCancelled: soon after ``is_cancelled`` says so.
        DownloadError: if no mirror gives a file, or if the folder cannot be written.
    """
    folder = folder or mnist_folder()
    missing = [file for file in FILES if not _is_held(file, folder)]
    if missing:
        fetch_files(missing, folder, mirrors, timeout=timeout, on_progress=on_progress, is_cancelled=is_cancelled)
    return folder


def _find(file: RemoteFile, folder: Path) -> Path | None:
    return find_idx_file(folder, file.name.removesuffix(".gz"))


def _is_held(file: RemoteFile, folder: Path) -> bool:
    path = _find(file, folder)
    return path is not None and file.is_held_by(path)
