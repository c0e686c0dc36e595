"""Parts of a data set, and labels made wrong on purpose, to observe overfitting."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.validation import check_choice, check_number, check_whole_number

SliceName = Literal["all", "first", "random", "per-class"]
SLICES: tuple[SliceName, ...] = get_args(SliceName)

# The run draws its weights from the bare seed; whoever changes the noise must not change the slice.
_SLICE_STREAM, _NOISE_STREAM = 1, 2


def first_samples(data: Dataset, count: int) -> Dataset:
    """The first ``count`` samples.

    Raises:
        DataError: if there are fewer.
        SettingError: if it is not at least one.
    """
    _check_count(data, count)
    return data.take(np.arange(count), f"{data.name}, first {count}")


def random_samples(data: Dataset, count: int, rng: np.random.Generator) -> Dataset:
    """``count`` random samples without repetition, in the order of ``data``.

    Raises:
        DataError: if there are fewer.
        SettingError: if it is not at least one.
    """
    _check_count(data, count)
    return data.take(np.sort(rng.choice(len(data), count, replace=False)), f"{data.name}, random {count}")


def samples_per_class(data: Dataset, count: int) -> Dataset:
    """The first ``count`` samples of each class that occurs in ``data``, in the order of ``data``.

    Raises:
        DataError: if a class that occurs has fewer.
        SettingError: if it is not at least one.
    """
    check_whole_number("Number of samples", count, at_least=1)
    places = [np.flatnonzero(data.labels == label) for label in range(data.classes)]
    for label, there in enumerate(places):
        if 0 < len(there) < count:
            raise DataError(
                f"Samples per class must be at most the {len(there)} of class {label} in {data.name}. Got {count}."
            )
    return data.take(np.sort(np.concatenate([there[:count] for there in places])), f"{data.name}, {count} per class")


def with_label_noise(data: Dataset, share: float, rng: np.random.Generator) -> Dataset:
    """The samples, of which a random ``share`` (0 to 1, rounded to whole samples) gets the label of another class.

    All other classes are equally likely. ``true_labels`` keeps the labels before, so that a part that is held out for
    validation gets them back.

    Raises:
        DataError: if there is only one class.
        SettingError: if the share is not from 0 to 1.
    """
    _check_share(share)
    if data.classes < 2:
        raise DataError(f"{data.name} must have at least two classes for labels to be wrong. Got {data.classes}.")
    wrong = rng.choice(len(data), round(len(data) * share), replace=False)
    labels = data.labels.copy()
    labels[wrong] = (labels[wrong] + rng.integers(1, data.classes, len(wrong))) % data.classes
    true_labels = data.labels if data.true_labels is None else data.true_labels
    return replace(data, labels=labels, true_labels=true_labels, name=f"{data.name}, label noise {share:g}")


@dataclass(frozen=True)
class SampleChoice:
    """The choice of samples to train on, and the share of their labels to make wrong; checked when it is made.

    Wrong labels are for training alone: samples that are held out for validation get their true labels back.

    Attributes:
        slice: all samples, the first, random ones, or the first of each class.
        count: number of samples, or of samples of each class; ignored if the slice is "all".
        label_noise: share of the chosen samples that get the label of another class.
        seed: draws the random samples and the wrong labels.

    Raises:
        SettingError: if one of them cannot be.
    """

    slice: SliceName = "all"
    count: int = 1
    label_noise: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        check_choice("Slice", self.slice, SLICES)
        check_whole_number("Number of samples", self.count, at_least=1)
        _check_share(self.label_noise)
        check_whole_number("Seed", self.seed, at_least=0)

    def apply(self, data: Dataset) -> Dataset:
        """The chosen samples of ``data``; their name states the choice, and the seed if anything is random.

        Raises:
            DataError: if there are fewer samples.
        """
        chosen = self._sliced(data)
        if self.label_noise > 0:
            chosen = with_label_noise(chosen, self.label_noise, np.random.default_rng((self.seed, _NOISE_STREAM)))
        if self.slice == "random" or self.label_noise > 0:
            chosen = replace(chosen, name=f"{chosen.name}, seed {self.seed}")
        return chosen

    def _sliced(self, data: Dataset) -> Dataset:
        match self.slice:
            case "all":
                return data
            case "first":
                return first_samples(data, self.count)
            case "random":
                return random_samples(data, self.count, np.random.default_rng((self.seed, _SLICE_STREAM)))
            case "per-class":
                return samples_per_class(data, self.count)


def _check_share(share: float) -> None:
    check_number("Label noise", share, at_least=0, at_most=1)


def _check_count(data: Dataset, count: int) -> None:
    check_whole_number("Number of samples", count, at_least=1)
    if count > len(data):
        raise DataError(f"Number of samples must be at most the {len(data)} of {data.name}. Got {count}.")
