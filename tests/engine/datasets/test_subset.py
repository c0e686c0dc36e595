"""Slices of a data set, and labels made wrong on purpose."""

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import (
    SampleChoice,
    first_samples,
    random_samples,
    samples_per_class,
    with_label_noise,
)
from mlp_engine.errors import DataError, SettingError


def numbered(labels: list[int], classes: int = 10) -> Dataset:
    """Samples whose only input is their place."""
    places = np.arange(len(labels), dtype=np.float32)[:, None]
    return Dataset(places, np.array(labels), "digits", np.arange(len(labels)) + 100, classes)


def places(data: Dataset) -> list[int]:
    return data.inputs[:, 0].astype(int).tolist()


def test_the_first_samples_come_in_their_order_with_their_writers() -> None:
    part = first_samples(numbered([3, 1, 4, 1]), 3)
    assert (places(part), part.labels.tolist(), part.name) == ([0, 1, 2], [3, 1, 4], "digits, first 3")
    assert part.writers is not None
    assert part.writers.tolist() == [100, 101, 102]


def test_random_samples_are_drawn_once_each_and_by_the_generator() -> None:
    data = numbered([0] * 100)
    part = random_samples(data, 40, np.random.default_rng(5))
    assert len(set(places(part))) == 40
    assert places(part) == sorted(places(part))
    assert places(part) == places(random_samples(data, 40, np.random.default_rng(5)))
    assert places(part) != places(random_samples(data, 40, np.random.default_rng(6)))


def test_each_class_gives_its_first_samples_and_an_absent_class_none() -> None:
    part = samples_per_class(numbered([2, 0, 2, 0, 2, 0]), 2)
    assert (places(part), part.labels.tolist(), part.name) == ([0, 1, 2, 3], [2, 0, 2, 0], "digits, 2 per class")


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_exactly_the_share_of_labels_is_wrong_and_the_samples_stay(share: float) -> None:
    data = numbered([place % 10 for place in range(400)])
    noisy = with_label_noise(data, share, np.random.default_rng(1))
    assert (noisy.labels != data.labels).sum() == round(400 * share)
    assert noisy.labels.min() >= 0
    assert noisy.labels.max() <= 9
    assert places(noisy) == places(data)
    assert noisy.name == f"digits, label noise {share:g}"


def test_samples_set_apart_to_validate_get_their_true_labels_back() -> None:
    data = numbered([place % 10 for place in range(400)])
    noisy = SampleChoice(label_noise=0.5, seed=3).apply(data)
    training, validation = noisy.split(0.25, np.random.default_rng(0))
    assert np.array_equal(validation.labels, data.labels[places(validation)])
    assert validation.true_labels is None
    assert np.array_equal(training.labels, noisy.labels[places(training)])
    assert np.array_equal(training.true_labels, data.labels[places(training)])
    wrong = (training.labels != training.true_labels).mean()
    assert 0.4 < wrong < 0.6, "the split is blind to what is wrong"


def test_noise_on_noise_keeps_the_first_truth() -> None:
    data = numbered([0, 1, 2, 3] * 20)
    twice = with_label_noise(with_label_noise(data, 0.5, np.random.default_rng(0)), 0.5, np.random.default_rng(1))
    assert np.array_equal(twice.true_labels, data.labels)


def test_every_other_class_is_taken_alike() -> None:
    noisy = with_label_noise(numbered([4] * 9000), 1.0, np.random.default_rng(2))
    counts = np.bincount(noisy.labels, minlength=10)
    assert counts[4] == 0
    assert np.delete(counts, 4).min() > 850  # 1,000 expected, standard deviation 30


def test_two_classes_are_swapped() -> None:
    assert with_label_noise(numbered([0, 1, 0], 2), 1.0, np.random.default_rng(0)).labels.tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (SampleChoice(), "digits"),
        (SampleChoice(seed=3), "digits"),
        (SampleChoice("first", 20), "digits, first 20"),
        (SampleChoice("random", 20, seed=3), "digits, random 20, seed 3"),
        (SampleChoice("per-class", 2), "digits, 2 per class"),
        (SampleChoice(label_noise=0.1, seed=3), "digits, label noise 0.1, seed 3"),
        (SampleChoice("first", 20, 0.5, 7), "digits, first 20, label noise 0.5, seed 7"),
    ],
)
def test_the_name_records_what_was_chosen(choice: SampleChoice, name: str) -> None:
    data = numbered([place % 10 for place in range(50)])
    assert choice.apply(data).name == name
    assert choice.apply(data).fingerprint() == choice.apply(data).fingerprint()


def test_more_noise_does_not_change_which_samples_are_drawn() -> None:
    data = numbered([0, 1] * 100)
    assert places(SampleChoice("random", 50, 0.0).apply(data)) == places(SampleChoice("random", 50, 0.5).apply(data))


def test_the_seed_decides_slice_and_noise() -> None:
    data = numbered([0, 1] * 100)
    one, other = (SampleChoice("random", 50, seed=seed).apply(data) for seed in (1, 2))
    assert places(one) != places(other)
    one, other = (SampleChoice(label_noise=0.5, seed=seed).apply(data) for seed in (1, 2))
    assert one.labels.tolist() != other.labels.tolist()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: SampleChoice("last"), "Slice must be all, first, random or per-class. Got 'last'."),  # type: ignore
        (lambda: SampleChoice("first", 0), "Number of samples must be a whole number of at least 1. Got 0."),
        (lambda: SampleChoice(label_noise=1.5), "Label noise must be a number of at least 0 and of at most 1."),
        (lambda: SampleChoice(label_noise=float("nan")), "Label noise must be a number"),
        (lambda: SampleChoice(seed=-1), "Seed must be a whole number of at least 0. Got -1."),
        (lambda: first_samples(numbered([1]), 0), "Number of samples must be a whole number of at least 1. Got 0."),
        (lambda: samples_per_class(numbered([1]), 0), "Number of samples must be a whole number of at least 1."),
    ],
)
def test_a_choice_that_cannot_be_is_told(make, sentence: str) -> None:
    with pytest.raises(SettingError) as caught:
        make()
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (SampleChoice("first", 4), "Number of samples must be at most the 3 of digits. Got 4."),
        (SampleChoice("random", 4), "Number of samples must be at most the 3 of digits. Got 4."),
        (SampleChoice("per-class", 2), "Samples per class must be at most the 1 of class 1 in digits. Got 2."),
    ],
)
def test_more_than_there_is_is_told(choice: SampleChoice, sentence: str) -> None:
    with pytest.raises(DataError) as caught:
        choice.apply(numbered([0, 0, 1]))
    assert str(caught.value) == sentence


def test_one_class_alone_cannot_have_wrong_labels() -> None:
    with pytest.raises(DataError, match="digits must have at least two classes"):
        with_label_noise(numbered([0], 1), 1.0, np.random.default_rng(0))
