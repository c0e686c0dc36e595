import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.joined import joined
from mlp_engine.datasets.practice import practice_set
from mlp_engine.errors import DataError


def test_holds_all_samples_one_part_after_the_other() -> None:
    first = Dataset(np.full((2, 4), 1, np.uint8), np.array([1, 2]), "first", np.array([7, 7]))
    second = Dataset(np.full((3, 4), 2, np.uint8), np.array([3, 3, 11]), "second", np.array([7, 8, 9]), classes=12)
    both = joined([first, second])
    np.testing.assert_array_equal(both.inputs, [[1] * 4] * 2 + [[2] * 4] * 3)
    np.testing.assert_array_equal(both.labels, [1, 2, 3, 3, 11])
    assert both.inputs.dtype == np.uint8
    assert both.name == "first + second"
    assert both.classes == 12


def test_writers_of_different_data_are_not_taken_for_one() -> None:
    part = Dataset(np.zeros((2, 4), np.uint8), np.array([1, 2]), "part", np.array([1, 2]))
    assert joined([part, part]).writers is None
    assert joined([part]).writers is not None


def test_hands_of_different_data_get_numbers_of_their_own() -> None:
    pens = Dataset(np.zeros((3, 4), np.uint8), np.array([1, 2, 3]), "pens", hands=np.array([0, 1, 1]))
    scans = Dataset(np.zeros((2, 4), np.uint8), np.array([1, 2]), "scans")
    three = joined([pens, scans, pens])
    assert three.hands.tolist() == [0, 1, 1, -1, -1, 2, 3, 3]
    assert joined([scans, scans]).hands is None


def test_what_is_generated_is_known_amid_others() -> None:
    written = Dataset(np.zeros((2, 784), np.uint8), np.array([1, 2]), "written")
    both = joined([written, practice_set(3, 0)])
    assert both.generated.tolist() == [False, False, True, True, True]
    assert both.take(np.array([1, 3])).generated.tolist() == [False, True]
    assert joined([written, written]).generated is None


def test_refuses_samples_of_another_kind_naming_both() -> None:
    ink = Dataset(np.zeros((2, 784), np.uint8), np.array([1, 2]), "ink")
    small = Dataset(np.zeros((1, 64), np.uint8), np.array([1]), "small ink")
    shares = Dataset(np.zeros((1, 784), np.float32), np.array([1]), "shares")
    with pytest.raises(DataError, match="Got 784 inputs of uint8 in ink and 64 inputs of uint8 in small ink"):
        joined([ink, small])
    with pytest.raises(DataError, match="784 inputs of float32 in shares"):
        joined([ink, shares])


def test_refuses_to_join_nothing() -> None:
    with pytest.raises(DataError, match="at least one data set"):
        joined([])
