"""Digits as strokes of a pen, drawn as digit images."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.augmentation.other_hands import another_hand
from mlp_engine.datasets.samples import Samples
from mlp_engine.errors import DataError, InkError
from mlp_engine.ink import digit_image_from_strokes

MAX_SAMPLES = 200_000
MAX_STROKES = 1_000
"""Of a sample."""
MAX_POINTS = 20_000
"""Of a sample, over all its strokes."""
MAX_COORDINATE = 1e6
MAX_VERSIONS = 100
"""Of a sample: as it was drawn, and as other hands might draw it."""
FEWEST_HANDS = 10
"""With fewer writers, a single one is too much to hold out, and samples are held out one by one."""

Point = tuple[float, float]
Stroke = tuple[Point, ...]


@dataclass(frozen=True)
class StrokeSample:
    """One digit as it was drawn.

    Attributes:
        label: the digit; ``None`` where the file does not say.
        writer: who drew it, as the file calls them; ``None`` where it does not say.
        strokes: in drawing order, each with its points (x, y), x to the right and y down, in any unit.
    """

    label: int | None
    writer: int | str | None
    strokes: tuple[Stroke, ...]


def samples_of_strokes(
    drawings: Iterable[tuple[str, StrokeSample]],
    where: str,
    name: str,
    *,
    versions: int = 1,
    on_progress: Callable[[int], None] | None = None,
) -> Samples:
    """Draw every sample, in the one way in which all ink is drawn.

    Version 1 is the sample as it was drawn; what further versions look like depends on the sample's place and the
    number of the version alone.

    Args:
        drawings: each with its place in the file, for a sentence.
        where: what to call the file in a sentence.
        name: what to call the data set.
        versions: how many of each sample; all first versions come first, then all second ones, and so on.
        on_progress: called with the number of samples drawn so far, after each.

    Returns:
        Digit images as ``uint8`` rows of 784; labels where there are any, and writers where every sample names one.
        Further versions count as generated. Ten writers or more are hands that a split keeps together.

    Raises:
        DataError: if there are no samples, or too many, or one cannot be drawn, or some have a label and others none.
    """
    images: list[bytes] = []
    drawn: list[tuple[Stroke, ...]] = []
    labels: list[int] = []
    writers: list[int | str] = []
    for place, drawing in drawings:
        if len(images) == MAX_SAMPLES:
            raise DataError(f"{where} must hold at most {MAX_SAMPLES} samples. Got more.")
        try:
            images.append(digit_image_from_strokes(drawing.strokes).tobytes())
        except InkError as error:
            raise DataError(f"{place}: {error}") from error
        if drawing.label is not None:
            labels.append(drawing.label)
        if drawing.writer is not None:
            writers.append(drawing.writer)
        if labels and len(labels) < len(images):
            raise DataError(
                f"{place}: every sample must have a label, or none. Got one without among others with labels."
            )
        if versions > 1:
            drawn.append(drawing.strokes)
        if on_progress is not None:
            on_progress(len(images))
    if not images:
        raise DataError(f"{where} must hold at least one sample. Got none.")
    count = len(images)
    if count * versions > MAX_SAMPLES:
        raise DataError(f"{where} must make at most {MAX_SAMPLES} samples. Got {count} in {versions} versions each.")
    for version in range(1, versions):
        for place, strokes in enumerate(drawn):
            images.append(version_of(strokes, place, version).tobytes())
            if on_progress is not None:
                on_progress(len(images))
    known = _numbered(writers) if len(writers) == count else None
    return Samples(
        np.frombuffer(b"".join(images), np.uint8).reshape(len(images), -1),
        name if versions == 1 else f"{name}, {versions} versions",
        np.tile(np.array(labels, np.int64), versions) if labels else None,
        None if known is None else np.tile(known, versions),
        size=(IMAGE_SIDE, IMAGE_SIDE),
        origin="strokes",
        generated=np.arange(len(images)) >= count if versions > 1 else None,
        hands=None if known is None else _hands(known, versions),
    )


def version_of(strokes: Sequence[Stroke], place: int, version: int) -> NDArray[np.uint8]:
    """A further version of the sample at ``place``, ``version`` from 1, as another hand might draw it; (28, 28)."""
    rng = np.random.default_rng((place, version))
    lines = another_hand([np.array(stroke) for stroke in strokes], rng)
    return digit_image_from_strokes([[(x, y) for x, y in line.tolist()] for line in lines])


def _hands(writers: NDArray[np.int64], versions: int) -> NDArray[np.int64] | None:
    called, hands = np.unique(writers, return_inverse=True)
    return np.tile(hands, versions) if len(called) >= FEWEST_HANDS else None


def _numbered(writers: list[int | str]) -> NDArray[np.int64]:
    """Writers as numbers: their own, if all have one, else in the order of their names."""
    whole = [writer for writer in writers if isinstance(writer, int)]
    if len(whole) == len(writers):
        return np.array(whole, np.int64)
    numbers = {called: number for number, called in enumerate(sorted(set(map(str, writers))))}
    return np.array([numbers[str(writer)] for writer in writers], np.int64)
