"""The record that every source yields."""

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError


def make(n: int = 10) -> Dataset:
    return Dataset(np.arange(2.0 * n).reshape(n, 2), np.arange(n) % 3, "ten", writers=np.arange(n) // 2, classes=3)


def test_samples_cannot_be_changed_but_the_arrays_they_came_in_can() -> None:
    inputs, labels = np.zeros((2, 3)), np.array([0, 1])
    data = Dataset(inputs, labels, "two", classes=2)
    for array in (data.inputs, data.labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    inputs[0] = 5
    labels[0] = 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"inputs": np.zeros(4)}, "must be a table of uint8 or floating numbers"),
        ({"inputs": np.zeros((2, 3), int)}, "must be a table of uint8 or floating numbers"),
        ({"labels": np.array([0])}, "must have one whole-numbered label for each of its 2 samples"),
        ({"labels": np.array([0.0, 1.0])}, "must have one whole-numbered label"),
        ({"labels": np.array([0, 2])}, r"Labels of odd must be from 0 to 1\. Got 2"),
        ({"labels": np.array([-1, 0])}, r"must be from 0 to 1\. Got -1"),
        ({"writers": np.array([1])}, "must name one writer for each sample"),
        ({"generated": np.array([True])}, "must tell of each sample if it is generated"),
        ({"inputs": np.zeros((0, 3)), "labels": np.zeros(0, int)}, "must hold at least one sample"),
    ],
)
def test_parts_that_do_not_fit_are_refused(values, words) -> None:
    sound = {"inputs": np.zeros((2, 3)), "labels": np.array([0, 1]), "name": "odd", "classes": 2}
    with pytest.raises(DataError, match=words):
        Dataset(**(sound | values))


def test_a_split_shares_every_sample_out_once_and_repeats_by_its_seed() -> None:
    rest, apart = make().split(0.3, np.random.default_rng(5))
    assert (len(rest), len(apart)) == (7, 3)
    assert sorted(np.concatenate([rest.inputs, apart.inputs])[:, 0]) == list(np.arange(0.0, 20, 2))
    assert np.array_equal(rest.writers, (rest.inputs[:, 0] // 4).astype(int))
    again, _ = make().split(0.3, np.random.default_rng(5))
    assert np.array_equal(again.inputs, rest.inputs)


@pytest.mark.parametrize("share", [0.001, 0.999])
def test_both_parts_of_a_split_keep_a_sample(share) -> None:
    rest, apart = make().split(share, np.random.default_rng(0))
    assert min(len(rest), len(apart)) == 1


def test_one_sample_cannot_be_split() -> None:
    with pytest.raises(DataError, match=r"must hold at least two samples to be split\. Got 1"):
        make().take(np.array([0])).split(0.5, np.random.default_rng(0))


def test_fingerprints_tell_data_apart() -> None:
    data = make()
    assert data.fingerprint() == make().fingerprint()
    assert data.fingerprint() != data.take(np.arange(9)).fingerprint()
    assert data.fingerprint() != data.take(np.arange(10)[::-1]).fingerprint()


def of_hands(hands: list[int]) -> Dataset:
    n = len(hands)
    return Dataset(np.arange(2.0 * n).reshape(n, 2), np.arange(n) % 3, "pens", classes=3, hands=np.array(hands))


def test_a_split_keeps_what_a_hand_drew_together() -> None:
    data = of_hands([number for number in range(20) for _ in range(5)])
    seen = set()
    for seed in range(10):
        rest, apart = data.split(0.1, np.random.default_rng(seed))
        assert (len(rest), len(apart)) == (90, 10)
        assert not set(rest.hands.tolist()) & set(apart.hands.tolist())
        assert sorted([*rest.inputs[:, 0], *apart.inputs[:, 0]]) == data.inputs[:, 0].tolist()
        seen.add(tuple(apart.hands.tolist()))
    assert len(seen) > 5


def test_samples_without_a_hand_are_split_one_by_one() -> None:
    data = of_hands([-1] * 100 + [0] * 10 + [1] * 10)
    rest, apart = data.split(0.1, np.random.default_rng(0))
    assert np.count_nonzero(apart.hands == -1) == 10
    assert np.count_nonzero(apart.hands >= 0) == 10
    assert np.count_nonzero(rest.hands == -1) == 90


@pytest.mark.parametrize("share", [0.001, 0.999])
def test_both_parts_of_a_split_keep_a_hand(share: float) -> None:
    rest, apart = of_hands([0] * 3 + [1] * 4 + [2] * 5).split(share, np.random.default_rng(1))
    assert len(set(rest.hands.tolist())) >= 1
    assert len(set(apart.hands.tolist())) >= 1


def test_one_hand_is_split_as_samples_without_hands_are() -> None:
    rest, apart = of_hands([0] * 20).split(0.2, np.random.default_rng(1))
    assert (len(rest), len(apart)) == (16, 4)


def test_hands_must_be_one_a_sample() -> None:
    with pytest.raises(DataError, match="must name a hand for each sample, or none"):
        Dataset(np.zeros((2, 2)), np.array([0, 1]), "two", hands=np.array([1]))
