"""Data sources: the texts by which a command line or a form names its data, and how they are loaded."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.folder import read_path, stream_path
from mlp_engine.datasets.joined import joined
from mlp_engine.datasets.mnist import load_mnist
from mlp_engine.datasets.pendigits import load_pendigits
from mlp_engine.datasets.pictured import SAMPLES_AS_IN_PICTURES, pictured_set
from mlp_engine.datasets.practice import CLASSES, MAX_COUNT
from mlp_engine.datasets.practice_cache import kept_practice_set
from mlp_engine.datasets.samples import Part, Samples
from mlp_engine.datasets.stroke_samples import MAX_VERSIONS
from mlp_engine.datasets.strokes import read_stroke_file
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.datasets.unipen import is_unipen, read_unipen
from mlp_engine.errors import DataError, SettingError
from mlp_engine.files.paths import is_there
from mlp_engine.files.source_file import file_on_disk
from mlp_engine.my_digits import DrawingStore, my_digits_folder
from mlp_engine.sources.arrangement import AS_THEY_ARE, Arrangement, as_digit_images
from mlp_engine.sources.files import PENDIGITS, STROKES, FileSource, file_source
from mlp_engine.sources.inspection import inspected
from mlp_engine.validation import parse_whole_number, shortened, visible

_MNIST: dict[str, Part] = {"mnist": "train", "mnist-test": "test"}
_MY_DIGITS = "my-digits"
_START = 4096  # bytes by which UNIPEN is known
_PRACTICE = "practice"
_PRACTICE_SAMPLES = 20_000
_PICTURED = "pictured:"
_FONTS = ":fonts"
_AT_ONCE = 50  # pictures that are streamed together: a few seconds of large ones
_NAMES = {*_MNIST, _MY_DIGITS, PENDIGITS, _PRACTICE}

Progress = Callable[[int], None] | None


def load_source(text: str | Path, *, on_progress: Progress = None) -> Dataset:
    r"""Load the data that ``text`` names.

    ==========================  ===========================================================
    ``mnist``, ``mnist-test``   MNIST's training or test set, from the cache
    ``FOLDER``                  IDX files, pictures, arrays or a table of samples, or a zip archive of them
    ``FILE``                    a CSV, NumPy, MATLAB, IDX or stroke file, known by its content, plain or compressed
    ``FOLDER:test``             the test set of a folder, archive or file that has one; ``:train`` is the other
    ``FILE:transposed``         images that stand column by column; ``:inverted`` for ink of 0 on paper of 255,
                                ``:flipped`` for images upside down, ``:as-is`` for none of them; without any of these
                                the images are inspected (see :mod:`mlp_engine.sources.inspection`)
    ``FILE:28x28``              images of another size, brought to 28×28 pixels by the ink path
    ``strokes:FILE``            a stroke file or a UNIPEN file of any name
    ``strokes:FILE:4x``         four versions of each of its digits: as it was drawn, and as three other hands might
    ``pendigits``               the pen strokes of 30 writers, from the cache; ``pendigits:4x`` for four versions
    ``practice``                20,000 generated digits
    ``practice:COUNT:SEED``     COUNT generated digits; ``:SEED`` may be omitted
    ``pictured:COUNT:SEED``     COUNT generated digits as pictures show them; ``:fonts`` behind it for printed ones of
                                this machine's fonts
    ``my-digits``               the user's drawings on this machine, with their labels
    ``A+B``                     the samples of both, A and B in any of these forms; ``A+B+C`` of all three
    ==========================  ===========================================================

    Any other colon belongs to the path (``C:\digits:test``), and so does a plus in the path of an existing file or
    folder. A folder called mnist, practice and so on is written as ``./mnist``. All forms of files are
    listed in ``docs/data.md``.

    Args:
        text: a text in one of these forms, or a path.
        on_progress: called with the number of samples so far by the slow sources: pictures, CSV, stroke files and
            practice digits. An error that it raises ends the loading.

    Returns:
        Data whose ``remarks`` tell a person what was doubtful and what was done about it, and whose ``source`` names
        it with what was chosen.

    Raises:
        DataError: if the text has none of these forms, or if the data has no labels, or cannot be loaded or joined.
        MyDigitsError: if the store of the user's drawings cannot be used.
    """
    parts: list[Dataset] = []
    for source in _summands(str(text)):
        before = sum(map(len, parts))
        progressed = None if on_progress is None else _counting_from(before, on_progress)
        loaded, resolved = _load_one(source, progressed)
        dataset = loaded if isinstance(loaded, Dataset) else loaded.dataset()
        parts.append(replace(dataset, name=visible(dataset.name), source=_storable(resolved)))
    return joined(parts)


def load_samples(text: str, *, on_progress: Progress = None) -> Samples:
    """Load the data that ``text`` names as :func:`load_source` does, with labels or without."""
    if len(_summands(text)) > 1:
        loaded = load_source(text, on_progress=on_progress)
    else:
        loaded, _ = _load_one(text, on_progress)
    if isinstance(loaded, Samples):
        return loaded
    return Samples(loaded.inputs, loaded.name, loaded.labels, loaded.writers, remarks=loaded.remarks)


def stream_samples(text: str, *, on_progress: Progress = None) -> Iterator[Samples]:
    """The samples of :func:`load_samples`, pictures as soon as they are read; anything else in one piece.

    The arrangement of pictures is decided by the first ones.
    """
    source = file_source(text)
    if len(_summands(text)) > 1 or text in _NAMES or not is_there(source.path):
        yield load_samples(text, on_progress=on_progress)
        return
    arrangement = source.arrangement
    for samples in stream_path(Path(source.path), source.part, _AT_ONCE, on_progress=on_progress):
        batch, found = inspected(samples, arrangement)
        arrangement = found.arrangement
        yield as_digit_images(batch) if source.fits else batch


def made_samples(text: str) -> int | None:
    """How many samples ``text`` names, where that is known before they are there: if this program draws them all."""
    count = 0
    for source in _summands(text):
        name, *numbers = source.removesuffix(_FONTS).split(":")
        numbers = numbers or [str(_PRACTICE_SAMPLES)] * (name == _PRACTICE)
        if f"{name}:" not in (f"{_PRACTICE}:", _PICTURED) or not numbers:
            return None
        try:
            count += parse_whole_number("Samples", numbers[0], at_least=0, at_most=MAX_COUNT)
        except SettingError:
            return None
    return count


def names_data(text: str) -> bool:
    """Whether ``text`` names data that is there: a data set of this program, an existing file or folder, or several."""
    return all(
        source in _NAMES
        or file_source(source).path == PENDIGITS
        or source.startswith((f"{_PRACTICE}:", _PICTURED))
        or is_there(file_source(source.removeprefix(STROKES)).path)
        for source in _summands(text)
    )


def _quoted(text: str) -> str:
    return shortened(repr(text))


def _storable(source: str) -> str:
    """``source`` as text that a store can keep: a path may hold bytes that are not UTF-8, which are escaped."""
    return source.encode("utf-8", "backslashreplace").decode()


def _summands(text: str) -> list[str]:
    """The sources that are joined in ``text``."""
    path = file_source(text.removeprefix(STROKES)).path
    if "+" not in text or is_there(path):
        return [text]
    return [source.strip() for source in text.split("+")]


def _counting_from(before: int, on_progress: Callable[[int], None]) -> Callable[[int], None]:
    return lambda done: on_progress(before + done)


def _load_one(text: str, on_progress: Progress) -> tuple[Dataset | Samples, str]:
    """What one source holds, and the text that names it with the arrangement that was found."""
    if text in _MNIST:
        return load_mnist(_MNIST[text]), text
    if text == _MY_DIGITS:
        return _own_drawings(on_progress), text
    if text == _PRACTICE or text.startswith(f"{_PRACTICE}:"):
        return _practice(text, on_progress), text
    if text.startswith(_PICTURED):
        return _pictured(text, on_progress), text
    source = file_source(text)
    path = source.path.removeprefix(STROKES)
    versions = _checked_versions(source)
    if source == FileSource(PENDIGITS, None, None, False, source.versions):
        return load_pendigits(versions, on_progress=on_progress), text
    if path and source.path.startswith(STROKES):
        file = file_on_disk(Path(path))
        read = read_unipen if is_unipen(file.start(_START)) else read_stroke_file
        samples = read(file, versions=versions, on_progress=on_progress)
    elif path and (is_there(path) or Path(path).suffix):
        samples = read_path(Path(path), source.part, on_progress=on_progress)
    else:
        raise DataError(
            "Data must be mnist, mnist-test, my-digits, practice:COUNT:SEED, an existing FOLDER or FILE of samples "
            "(FOLDER:test for its test set), pendigits, pictured:COUNT:SEED, strokes:FILE, or several of them joined "
            f"by +. Got {_quoted(text)}."
        )
    samples, found = inspected(samples, source.arrangement)
    if source.arrangement is None and found.arrangement != AS_THEY_ARE:
        source = source._replace(arrangement=found.arrangement)
    return as_digit_images(samples) if source.fits else samples, source.text


def _checked_versions(source: FileSource) -> int:
    """How many versions of each digit ``source`` names; 1 if it names none."""
    if source.versions is None:
        return 1
    if source.versions > MAX_VERSIONS:
        raise DataError(f"There must be at most {MAX_VERSIONS} versions of a digit. Got {source.versions}.")
    return source.versions


def _own_drawings(on_progress: Progress) -> Dataset:
    store = DrawingStore(my_digits_folder())
    if store.notice:  # the store is empty, but the user must know that it was damaged
        raise DataError(store.notice)
    return store.dataset(on_progress=on_progress)


def _practice(text: str, on_progress: Progress) -> Dataset:
    numbers = text.split(":")[1:]
    if len(numbers) > 2:
        raise DataError(f"A practice set must be practice, practice:COUNT or practice:COUNT:SEED. Got {_quoted(text)}.")
    labels = "Samples of a practice set", "Seed of a practice set"
    return _generated(labels, numbers or [str(_PRACTICE_SAMPLES)], kept_practice_set, on_progress)


def _pictured(text: str, on_progress: Progress) -> Dataset:
    numbers = text.removesuffix(_FONTS).split(":")[1:]
    if not 1 <= len(numbers) <= 2:
        raise DataError(f"Digits as in pictures must be pictured:COUNT or pictured:COUNT:SEED. Got {_quoted(text)}.")
    make = partial(pictured_set, fonts=text.endswith(_FONTS))
    return _generated((SAMPLES_AS_IN_PICTURES, "Seed of samples as in pictures"), numbers, make, on_progress)


def _generated(
    labels: tuple[str, str], numbers: list[str], make: Callable[..., Dataset], on_progress: Progress
) -> Dataset:
    """The digits that ``make`` draws, where ``numbers`` are their count and, where it is named, their seed."""
    try:
        count = parse_whole_number(labels[0], numbers[0])
        seed = parse_whole_number(labels[1], numbers[1]) if numbers[1:] else 0
        return make(count, seed, on_progress=on_progress)
    except SettingError as error:
        raise DataError(str(error)) from error


def trimmed_source(text: str, choice: SampleChoice) -> str:
    """``text`` without the practice digits that ``choice`` would leave aside, so that they need not be drawn.

    The digits of a smaller practice set are the first ones of a larger set.
    """
    each = {"first": 1, "per-class": CLASSES}.get(choice.slice)
    if each is None or not (text == _PRACTICE or text.startswith(f"{_PRACTICE}:")):
        return text
    _, count, seed, *rest = [*text.split(":"), "", ""][: max(3, text.count(":") + 1)]
    try:
        whole = parse_whole_number("Samples of a practice set", count) if count else _PRACTICE_SAMPLES
    except SettingError:
        return text
    needed = choice.count * each
    return f"{_PRACTICE}:{needed}:{seed or 0}" if needed < whole and not rest else text


def arranged_source(text: str, arrangement: Arrangement) -> str:
    """The source ``text`` with its images arranged so; each source, where it joins several by plus."""
    return "+".join(file_source(source)._replace(arrangement=arrangement).text for source in _summands(text))


def fitted_source(text: str) -> str:
    """The source ``text`` with its images brought to 28×28 pixels; each source, where it joins several by plus."""
    return "+".join(file_source(source)._replace(fits=True).text for source in _summands(text))
