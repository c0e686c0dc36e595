"""Data sources: the texts by which a command line or a form names its data, and how they are loaded."""

import os
from collections.abc import Callable
from pathlib import Path

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.folder import read_path
from mlp_engine.datasets.joined import joined
from mlp_engine.datasets.mnist import load_mnist
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.samples import Part, Samples
from mlp_engine.datasets.strokes import load_strokes
from mlp_engine.errors import DataError, SettingError
from mlp_engine.my_digits import DrawingStore, my_digits_folder
from mlp_engine.sources.inspection import AS_THEY_ARE, Arrangement, inspected
from mlp_engine.validation import parse_whole_number, shortened

_MNIST: dict[str, Part] = {"mnist": "train", "mnist-test": "test"}
_STROKES = "strokes:"
_MY_DIGITS = "my-digits"
_PRACTICE = "practice"
_PRACTICE_SAMPLES = 20_000
_AS_IS = ":as-is"
_ARRANGEMENTS = {":transposed": Arrangement(transposed=True), ":inverted": Arrangement(inverted=True)}
_PARTS: dict[str, Part] = {":train": "train", ":test": "test"}

Progress = Callable[[int], None] | None


def load_source(text: str, *, on_progress: Progress = None) -> Dataset:
    r"""Load the data that ``text`` names.

    ==========================  ===========================================================
    ``mnist``, ``mnist-test``   MNIST's training or test set, from the cache
    ``FOLDER``                  IDX files, pictures, arrays or a table of samples, or a zip archive of them
    ``FILE``                    a CSV, NumPy, MATLAB, IDX or stroke file, known by its content, plain or compressed
    ``FOLDER:test``             the test set of a folder, archive or file that has one; ``:train`` is the other
    ``FILE:transposed``         arrays whose images stand column by column; ``:inverted`` for ink of 0 on paper of 255,
                                ``:as-is`` for neither; without any of them the arrays are inspected (see
                                :mod:`mlp_engine.sources.inspection`)
    ``strokes:FILE``            a stroke file of any name
    ``practice``                20,000 generated digits
    ``practice:COUNT:SEED``     COUNT generated digits; ``:SEED`` may be omitted
    ``my-digits``               the user's drawings on this machine, with their labels
    ``A+B``                     the samples of both, A and B in any of these forms; ``A+B+C`` of all three
    ==========================  ===========================================================

    Any other colon belongs to the path (``C:\digits:test``), and so does a plus in the path of an existing file or
    folder. A folder called mnist, practice or my-digits is written as ``./mnist`` and so on. All forms of files are
    listed in ``docs/data.md``.

    Args:
        text: a text in one of these forms.
        on_progress: called with the number of samples so far by the slow sources: pictures, CSV, stroke files and
            practice digits. An error that it raises ends the loading.

    Returns:
        Data whose ``remarks`` tell a person what was taken for what, where that was doubtful.

    Raises:
        DataError: if the text has none of these forms, or if the data has no labels, or cannot be loaded or joined.
        MyDigitsError: if the store of the user's drawings cannot be used.
    """
    parts: list[Dataset] = []
    for source in _summands(text):
        before = sum(map(len, parts))
        progressed = None if on_progress is None else _counting_from(before, on_progress)
        loaded = _load_one(source, progressed)
        parts.append(loaded if isinstance(loaded, Dataset) else loaded.dataset())
    return joined(parts)


def load_samples(text: str, *, on_progress: Progress = None) -> Samples:
    """Load the data that ``text`` names as :func:`load_source` does, with labels or without."""
    sources = _summands(text)
    loaded = load_source(text, on_progress=on_progress) if len(sources) > 1 else _load_one(text, on_progress)
    if isinstance(loaded, Samples):
        return loaded
    return Samples(loaded.inputs, loaded.name, loaded.labels, loaded.writers, remarks=loaded.remarks)


def _summands(text: str) -> list[str]:
    """The sources that are joined in ``text``."""
    path, _ = _split_part(_split_arrangement(text.removeprefix(_STROKES))[0])
    if "+" not in text or os.path.exists(path):  # noqa: PTH110 (Path.exists may raise, this only says no)
        return [text]
    return [source.strip() for source in text.split("+")]


def _counting_from(before: int, on_progress: Callable[[int], None]) -> Callable[[int], None]:
    return lambda done: on_progress(before + done)


def _load_one(text: str, on_progress: Progress) -> Dataset | Samples:
    if text in _MNIST:
        return load_mnist(_MNIST[text])
    if text.startswith(_STROKES) and text != _STROKES:
        return load_strokes(Path(text.removeprefix(_STROKES)), on_progress=on_progress)
    if text == _MY_DIGITS:
        return _own_drawings(on_progress)
    if text == _PRACTICE or text.startswith(f"{_PRACTICE}:"):
        return _practice(text, on_progress)
    path, arrangement = _split_arrangement(text)
    path, part = _split_part(path)
    if path and (os.path.exists(path) or Path(path).suffix):  # noqa: PTH110
        return inspected(read_path(Path(path), part, on_progress=on_progress), arrangement)
    raise DataError(
        "Data must be mnist, mnist-test, my-digits, practice:COUNT:SEED, an existing FOLDER or FILE of samples "
        "(FOLDER:test for its test set), strokes:FILE, or several of them joined by +. "
        f"Got {shortened(repr(text))}."
    )


def _own_drawings(on_progress: Progress) -> Dataset:
    store = DrawingStore(my_digits_folder())
    if store.notice:  # the store is empty, but the user must know that it was damaged
        raise DataError(store.notice)
    return store.dataset(on_progress=on_progress)


def _practice(text: str, on_progress: Progress) -> Dataset:
    numbers = text.split(":")[1:]
    if len(numbers) > 2:
        raise DataError(f"A practice set must be practice, practice:COUNT or practice:COUNT:SEED. Got {text!r}.")
    try:
        count = parse_whole_number("Samples of a practice set", numbers[0]) if numbers else _PRACTICE_SAMPLES
        seed = parse_whole_number("Seed of a practice set", numbers[1]) if numbers[1:] else 0
        return practice_set(count, seed, on_progress=on_progress)
    except SettingError as error:
        raise DataError(str(error)) from error


def arranged_source(text: str, arrangement: Arrangement) -> str:
    """The source ``text`` with its samples arranged so; each source, where it joins several by plus."""
    words = [word for word, chosen in _ARRANGEMENTS.items() if chosen.is_part_of(arrangement)] or [_AS_IS]
    return "+".join(_split_arrangement(source)[0] + "".join(words) for source in _summands(text))


def _split_arrangement(text: str) -> tuple[str, Arrangement | None]:
    """A source without the words for the arrangement at its end, and the arrangement, if it names one."""
    if text.endswith(_AS_IS):
        return text.removesuffix(_AS_IS), AS_THEY_ARE
    chosen: Arrangement | None = None
    while word := next((word for word in _ARRANGEMENTS if text.endswith(word)), None):
        text = text.removesuffix(word)
        chosen = _ARRANGEMENTS[word] if chosen is None else chosen.with_(_ARRANGEMENTS[word])
    return text, chosen


def _split_part(text: str) -> tuple[str, Part | None]:
    for suffix, part in _PARTS.items():
        if text.endswith(suffix):
            return text.removesuffix(suffix), part
    return text, None
