"""Data sources: the texts by which a command line or a form names its data, and how they are loaded."""

import os
from collections.abc import Callable
from pathlib import Path

from mlp_engine.datasets.class_folders import has_class_folders, load_class_folders
from mlp_engine.datasets.csv_file import read_csv
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.idx import Part, holds_idx_files, load_idx_folder
from mlp_engine.datasets.joined import joined
from mlp_engine.datasets.mnist import load_mnist
from mlp_engine.datasets.npz import load_npz
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.strokes import load_strokes
from mlp_engine.errors import DataError, SettingError
from mlp_engine.files.source_file import file_on_disk
from mlp_engine.my_digits import DrawingStore, my_digits_folder
from mlp_engine.validation import parse_whole_number

_MNIST: dict[str, Part] = {"mnist": "train", "mnist-test": "test"}
_STROKES = "strokes:"
_MY_DIGITS = "my-digits"
_PRACTICE = "practice"
_PRACTICE_SAMPLES = 20_000
_PARTS: dict[str, Part] = {":train": "train", ":test": "test"}


def load_source(text: str, *, on_progress: Callable[[int], None] | None = None) -> Dataset:
    r"""Load the data that ``text`` names.

    ==========================  ===========================================================
    ``mnist``, ``mnist-test``   MNIST's training or test set, from the cache
    ``FOLDER``                  the training set of a folder of IDX files
    ``FOLDER:train``            the same
    ``FOLDER:test``             the test set of that folder
    ``FOLDER``                  a folder of folders 0 to 9 with pictures, if it holds no IDX files
    ``FILE.npz``                a NumPy archive with arrays X and y
    ``FILE.csv``                lines of a label and the pixels of an image, plain or compressed (``.csv.gz``)
    ``FILE.jsonl``              a stroke file, plain or ``.jsonl.gz``
    ``strokes:FILE``            a stroke file of any name
    ``practice``                20,000 generated digits
    ``practice:COUNT:SEED``     as many as COUNT; ``:SEED`` may be left out
    ``my-digits``               the user's drawings on this machine, with their labels
    ``A+B``                     the samples of both, A and B in any of these forms; ``A+B+C`` of all three
    ==========================  ===========================================================

    Any other colon belongs to the path (``C:\digits:test``), and so does a plus in the path of an existing file or
    folder. A folder called mnist, practice or my-digits is written as ``./mnist`` and so on.

    Args:
        text: a text in one of these forms.
        on_progress: called with the number of samples so far by the slow sources: pictures, CSV, stroke files and
            practice digits. An error that it raises ends the loading.

    Raises:
        DataError: if the text has none of these forms, or if the data cannot be loaded or joined.
        MyDigitsError: if the store of the user's drawings cannot be used.
    """
    parts: list[Dataset] = []
    for source in _summands(text):
        before = sum(map(len, parts))
        progressed = None if on_progress is None else _counting_from(before, on_progress)
        parts.append(_load_one(source, progressed))
    return joined(parts)


def _summands(text: str) -> list[str]:
    """The sources that are joined in ``text``."""
    path, _ = _split_part(text.removeprefix(_STROKES))
    if "+" not in text or os.path.exists(path):  # noqa: PTH110 (as below)
        return [text]
    return [source.strip() for source in text.split("+")]


def _counting_from(before: int, on_progress: Callable[[int], None]) -> Callable[[int], None]:
    return lambda done: on_progress(before + done)


def _load_one(text: str, on_progress: Callable[[int], None] | None) -> Dataset:
    if text in _MNIST:
        return load_mnist(_MNIST[text])
    if text.startswith(_STROKES) and text != _STROKES:
        return load_strokes(Path(text.removeprefix(_STROKES)), on_progress=on_progress)
    if text == _MY_DIGITS:
        return _own_drawings(on_progress)
    if text == _PRACTICE or text.startswith(f"{_PRACTICE}:"):
        return _practice(text, on_progress)
    folder, part = _split_part(text)
    if folder and os.path.isdir(folder):  # noqa: PTH112 (Path.is_dir may raise, this never does)
        return _folder(Path(folder), part, on_progress)
    ending = text.lower().removesuffix(".gz")
    if text.lower().endswith(".npz"):
        return load_npz(Path(text))
    if Path(ending).suffix in (".csv", ".xz", ".bz2"):
        return read_csv(file_on_disk(Path(text)), on_progress=on_progress).dataset()
    if ending.endswith(".jsonl"):
        return load_strokes(Path(text), on_progress=on_progress)
    raise DataError(
        "Data must be mnist, mnist-test, an existing FOLDER of IDX files (FOLDER:test for its test set) or of "
        "folders 0 to 9 with pictures, FILE.npz, FILE.csv, FILE.jsonl, my-digits, strokes:FILE or practice:COUNT:SEED, "
        "or several of them joined by +. "
        f"Got {text!r}."
    )


def _folder(folder: Path, part: Part, on_progress: Callable[[int], None] | None) -> Dataset:
    if holds_idx_files(folder) or not has_class_folders(folder):
        return load_idx_folder(folder, part)
    if part == "test":
        raise DataError(f"{folder} must hold IDX files to have a test set of its own. Got folders of pictures.")
    return load_class_folders(folder, on_progress=on_progress)


def _own_drawings(on_progress: Callable[[int], None] | None) -> Dataset:
    store = DrawingStore(my_digits_folder())
    if store.notice:  # the store is empty, but the user must know that it was damaged
        raise DataError(store.notice)
    return store.dataset(on_progress=on_progress)


def _practice(text: str, on_progress: Callable[[int], None] | None) -> Dataset:
    numbers = text.split(":")[1:]
    if len(numbers) > 2:
        raise DataError(f"A practice set must be practice, practice:COUNT or practice:COUNT:SEED. Got {text!r}.")
    try:
        count = parse_whole_number("Samples of a practice set", numbers[0]) if numbers else _PRACTICE_SAMPLES
        seed = parse_whole_number("Seed of a practice set", numbers[1]) if numbers[1:] else 0
        return practice_set(count, seed, on_progress=on_progress)
    except SettingError as error:
        raise DataError(str(error)) from error


def _split_part(text: str) -> tuple[str, Part]:
    for suffix, part in _PARTS.items():
        if text.endswith(suffix):
            return text.removesuffix(suffix), part
    return text, "train"
