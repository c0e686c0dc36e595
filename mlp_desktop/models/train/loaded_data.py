"""The practice sets on offer, and those that are in memory."""

from typing import NamedTuple

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.practice import CLASSES
from mlp_engine.datasets.subset import SampleChoice

ALL_SAMPLES = SampleChoice()

PRACTICE_SIZES = (2_000, 20_000)
"""The first is the default: it is drawn in a few seconds."""

PRACTICE, LARGE_PRACTICE = (f"practice:{size}" for size in PRACTICE_SIZES)
"""The names of the practice sets as sources of data."""


def practice_size(source: str) -> int | None:
    """The number of digits in a practice set on offer; ``None`` for other data."""
    return dict(zip((PRACTICE, LARGE_PRACTICE), PRACTICE_SIZES, strict=True)).get(source)


def digits_to_draw(source: str, choice: SampleChoice = ALL_SAMPLES) -> int | None:
    """How many digits of a practice set are drawn for ``choice``; ``None`` for other data."""
    whole = practice_size(source)
    if whole is None or choice.slice in ("all", "random"):
        return whole
    return min(whole, choice.count * (CLASSES if choice.slice == "per-class" else 1))


class DataSize(NamedTuple):
    """How large a data set is.

    Attributes:
        samples: number of samples.
        of_a_class: number of samples of the class that has the fewest; a class without any does not count.
    """

    samples: int
    of_a_class: int


_SIZES: dict[str, DataSize] = {
    "mnist": DataSize(60_000, 5_421),
    **{
        source: DataSize(size, size // CLASSES)
        for source, size in zip((PRACTICE, LARGE_PRACTICE), PRACTICE_SIZES, strict=True)
    },
}


def data_size(source: str) -> DataSize | None:
    """The size of the data that ``source`` names; ``None`` where it is not known before it is loaded."""
    return _SIZES.get(source)


class LoadedData:
    """Keeps the practice sets. Files are not kept, because they may change."""

    def __init__(self) -> None:
        self._practice: dict[str, Dataset] = {}

    def get(self, source: str) -> Dataset | None:
        """The data that ``source`` names, if it is in memory."""
        return self._practice.get(source)

    def keep(self, source: str, data: Dataset, choice: SampleChoice = ALL_SAMPLES) -> None:
        """Keep ``data`` if ``source`` is a practice set, and ``choice`` needs the whole of it."""
        whole = practice_size(source)
        if whole is not None and digits_to_draw(source, choice) == whole:
            self._practice[source] = data
