"""Counting errors."""

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import accuracy_interval, evaluate


def echo() -> Network:
    """Answers the class whose input is largest."""
    parameters = np.zeros(12)
    parameters[:9] = np.eye(3).ravel()
    return Network(NetworkConfig(inputs=3, hidden=(), outputs=3, dtype="float64"), parameters)


READ = np.array([0, 0, 1, 1, 0, 1])
TRUE = np.array([0, 1, 1, 1, 0, 0])


def test_evaluation_counts_what_happened() -> None:
    data = Dataset(np.eye(3)[READ], TRUE, "echoes", writers=np.array([7, 7, 7, 9, 9, 9]), classes=3)
    evaluation = evaluate(echo(), data)
    assert (evaluation.samples, evaluation.errors) == (6, 2)
    assert evaluation.error_rate == pytest.approx(1 / 3)
    assert evaluation.confusion.tolist() == [[2, 1, 0], [1, 2, 0], [0, 0, 0]]
    assert evaluation.per_class[:2].tolist() == pytest.approx([2 / 3, 2 / 3])
    assert np.isnan(evaluation.per_class[2])
    assert evaluation.writer_average == pytest.approx((2 / 3 + 2 / 3) / 2)
    p_right, p_wrong = np.e / (np.e + 2), 1 / (np.e + 2)
    assert evaluation.loss == pytest.approx(-(4 * np.log(p_right) + 2 * np.log(p_wrong)) / 6)


def test_a_row_of_the_confusion_is_what_one_class_was_read_as() -> None:
    data = Dataset(np.eye(3)[[0, 2, 2]], np.array([1, 1, 2]), "echoes", classes=3)
    assert evaluate(echo(), data).confusion.tolist() == [[0, 0, 0], [1, 0, 1], [0, 0, 1]]


def test_writers_count_alike_however_much_they_wrote() -> None:
    data = Dataset(np.eye(3)[[0, 0, 0, 1]], np.zeros(4, int), "uneven", writers=np.array([1, 1, 1, 2]), classes=3)
    assert evaluate(echo(), data).writer_average == pytest.approx(0.5)


def test_unknown_writers_give_no_average() -> None:
    assert evaluate(echo(), Dataset(np.eye(3), np.arange(3), "three", classes=3)).writer_average is None


def test_data_of_another_size_is_refused() -> None:
    with pytest.raises(DataError, match=r"must have 3 inputs a sample for this network\. Got 2"):
        evaluate(echo(), Dataset(np.zeros((1, 2)), np.array([0]), "flat", classes=3))


@pytest.mark.parametrize(
    ("right", "samples", "interval"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
        (4, 4, (0.5101, 1.0)),
    ],
)
def test_the_interval_is_wilsons(right, samples, interval) -> None:
    assert accuracy_interval(right / samples, samples) == pytest.approx(interval, abs=5e-5)
