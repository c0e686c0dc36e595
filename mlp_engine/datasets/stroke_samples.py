"""Digits as strokes of a pen, drawn as digit images."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from mlp_engine.arrays import IMAGE_SIDE
from mlp_engine.datasets.samples import Samples
from mlp_engine.errors import DataError, InkError
from mlp_engine.ink import digit_image_from_strokes

MAX_SAMPLES = 200_000
MAX_STROKES = 1_000
"""Of a sample."""
MAX_POINTS = 20_000
"""Of a sample, over all its strokes."""
MAX_COORDINATE = 1e6

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
    on_progress: Callable[[int], None] | None = None,
) -> Samples:
    """Draw every sample, in the one way in which all ink is drawn.

    Args:
        drawings: each with its place in the file, for a sentence.
        where: what to call the file in a sentence.
        name: what to call the data set.
        on_progress: called with the number of samples drawn so far, after each.

    Returns:
        Digit images as ``uint8`` rows of 784; labels where there are any, and writers where every sample names one.

    Raises:
        DataError: if there are no samples, or too many, or one cannot be drawn, or some have a label and others none.
    """
    images: list[bytes] = []
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
        if on_progress is not None:
            on_progress(len(images))
    if not images:
        raise DataError(f"{where} must hold at least one sample. Got none.")
    return Samples(
        np.frombuffer(b"".join(images), np.uint8).reshape(len(images), -1),
        name,
        np.array(labels, np.int64) if labels else None,
        _numbered(writers) if len(writers) == len(images) else None,
        size=(IMAGE_SIDE, IMAGE_SIDE),
        origin="strokes",
    )


def _numbered(writers: list[int | str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Writers as numbers: their own, if all have one, else in the order of their names."""
    whole = [writer for writer in writers if isinstance(writer, int)]
    if len(whole) == len(writers):
        return np.array(whole, np.int64)
    numbers = {called: number for number, called in enumerate(sorted(set(map(str, writers))))}
    return np.array([numbers[str(writer)] for writer in writers], np.int64)
