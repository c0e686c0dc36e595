"""What an examination counts, worked by hand, and again another way."""

import csv
import io

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError, ResultsWriteError
from mlp_engine.examination.examination import Examination, examine, reliability
from mlp_engine.examination.summary import examination_as_csv
from mlp_engine.files.whole_file import save_results
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import evaluate


def echo() -> Network:
    """Answers the class whose input is largest: logits are the inputs."""
    parameters = np.zeros(12)
    parameters[:9] = np.eye(3).ravel()
    return Network(NetworkConfig(inputs=3, hidden=(), outputs=3, dtype="float64"), parameters)


# Six samples of classes 0 and 1; class 2 has no sample, and one answer.
LABELS = np.array([0, 0, 0, 1, 1, 0])
PROBABILITIES = np.array(
    [
        [0.7, 0.2, 0.1],  # right
        [0.3, 0.6, 0.1],  # wrong, 0 read as 1
        [0.1, 0.1, 0.8],  # wrong, 0 read as 2
        [0.1, 0.9, 0.0],  # right
        [0.5, 0.4, 0.1],  # wrong, 1 read as 0
        [0.9, 0.1, 0.0],  # right
    ]
)


@pytest.fixture
def examined() -> Examination:
    with np.errstate(divide="ignore"):
        logits = np.maximum(np.log(PROBABILITIES), -50)  # a softmax turns logarithms back into probabilities
    return examine(echo(), Dataset(logits, LABELS, "six samples", classes=3))


def test_answers_and_probabilities_are_those_of_every_sample(examined) -> None:
    assert examined.answers.tolist() == [0, 1, 2, 1, 0, 0]
    assert examined.probabilities == pytest.approx(PROBABILITIES)
    assert examined.confidence == pytest.approx(np.array([0.7, 0.6, 0.8, 0.9, 0.5, 0.9]))
    assert examined.evaluation.confusion.tolist() == [[2, 1, 1], [1, 1, 0], [0, 0, 0]]
    assert examined.accuracy == pytest.approx(0.5)
    assert examined.evaluation.loss == pytest.approx(-np.log([0.7, 0.3, 0.1, 0.9, 0.4, 0.9]).mean())
    assert repr(examined) == "Examination('six samples', 3 errors in 6 samples)"


def test_precision_recall_and_f1_by_hand(examined) -> None:
    assert examined.recall[:2] == pytest.approx([2 / 4, 1 / 2])
    assert examined.precision == pytest.approx([2 / 3, 1 / 2, 0 / 1])
    # 2PR / (P + R) for the first two; the third has an answer and no sample: counted as 0.
    assert examined.f1 == pytest.approx([2 * (2 / 3) * (1 / 2) / (2 / 3 + 1 / 2), 1 / 2, 0])


def test_what_would_divide_by_zero_is_undefined_and_nothing_else_is(examined) -> None:
    assert np.isnan(examined.recall).tolist() == [False, False, True]
    only_zeros = examine(echo(), Dataset(np.eye(3)[[0, 0]], np.array([0, 0]), "zeros", classes=3))
    assert only_zeros.precision[0] == only_zeros.recall[0] == only_zeros.f1[0] == 1
    for figures in (only_zeros.precision, only_zeros.recall, only_zeros.f1):
        assert np.isnan(figures).tolist() == [False, True, True]


def test_errors_come_hardest_first_and_cells_surest_first(examined) -> None:
    assert examined.errors().tolist() == [2, 1, 4]  # 0.8, 0.6 and 0.5 for the wrong answer
    assert examined.cell(0, 0).tolist() == [5, 0]
    assert examined.cell(1, 0).tolist() == [4]
    assert examined.cell(2, 2).tolist() == []


def test_equally_sure_samples_stay_in_the_order_of_the_data() -> None:
    same = examine(echo(), Dataset(np.eye(3)[[1] * 40], np.zeros(40, int), "forty", classes=3))
    assert same.errors().tolist() == list(range(40))


def test_reliability_by_hand() -> None:
    # Five bins: (0, 0.2] … (0.8, 1]. An edge belongs to the bin below it, 0 to the first.
    sure = np.array([0.0, 0.2, 0.5, 0.55, 0.9, 1.0, 0.95])
    right = np.array([False, True, True, False, True, True, False])
    found = reliability(sure, right, bins=5)
    assert found.counts.tolist() == [2, 0, 2, 0, 3]
    assert found.confidence[[0, 2, 4]] == pytest.approx([0.1, 0.525, 0.95])
    assert found.accuracy[[0, 2, 4]] == pytest.approx([0.5, 0.5, 2 / 3])
    assert np.isnan(found.confidence[[1, 3]]).all()
    assert np.isnan(found.accuracy[[1, 3]]).all()
    assert found.calibration_error == pytest.approx((2 * 0.4 + 2 * 0.025 + 3 * (0.95 - 2 / 3)) / 7)


def test_calibration_error_found_sample_by_sample_is_the_same() -> None:
    rng = np.random.default_rng(3)
    sure = rng.random(2000).astype(np.float32)
    right = rng.random(2000) < sure**2
    gaps = 0.0
    for low in range(15):
        inside = [k for k in range(2000) if low / 15 < float(sure[k]) <= (low + 1) / 15]
        gaps += abs(sum(bool(right[k]) - float(sure[k]) for k in inside))
    found = reliability(sure, right)
    assert found.calibration_error == pytest.approx(gaps / 2000)
    assert found.calibration_error > 0.1


def test_a_network_that_is_as_sure_as_right_has_no_calibration_error() -> None:
    sure = np.full(10, 0.7)
    right = np.arange(10) < 7
    assert reliability(sure, right).calibration_error == pytest.approx(0)


def test_many_samples_are_read_as_by_evaluate_and_reported_on_the_way(striped_digits) -> None:
    network = Network.initialise(NetworkConfig(hidden=(12,)), np.random.default_rng(0))
    data = striped_digits.take(np.arange(3000) % len(striped_digits))
    reports: list[int] = []
    found = examine(network, data, on_progress=reports.append)
    assert reports == [1024, 2048, 3000]
    plain = evaluate(network, data)
    assert (found.evaluation.confusion == plain.confusion).all()
    assert found.evaluation.loss == plain.loss
    assert (found.probabilities == network.predict(data.inputs)).all()
    cells = [found.cell(label, answer) for label in range(10) for answer in range(10)]
    assert sorted(np.concatenate(cells).tolist()) == list(range(3000))


def test_what_the_listener_raises_ends_the_examination(striped_digits) -> None:
    network = Network.initialise(NetworkConfig(hidden=()), np.random.default_rng(0))

    def enough(_samples: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        examine(network, striped_digits, on_progress=enough)


def test_data_of_another_size_is_refused() -> None:
    with pytest.raises(DataError, match=r"must have 3 inputs a sample for this network\. Got 2"):
        examine(echo(), Dataset(np.zeros((1, 2)), np.array([0]), "flat", classes=3))


def test_csv_has_one_line_a_sample_with_all_that_is_known(examined) -> None:
    rows = list(csv.DictReader(io.StringIO(examination_as_csv(examined))))
    assert len(rows) == 6
    assert list(rows[0]) == ["index", "label", "read", "right", "probability", "label_probability", "p0", "p1", "p2"]
    assert rows[2] | {"p2": ""} == {
        "index": "2", "label": "0", "read": "2", "right": "0", "probability": "0.8", "label_probability": "0.1",
        "p0": "0.1", "p1": "0.1", "p2": "",
    }  # fmt: skip
    assert [row["right"] for row in rows] == ["1", "0", "0", "1", "0", "1"]


def test_csv_names_the_writers_where_they_are_known() -> None:
    data = Dataset(np.eye(3), np.arange(3), "three", writers=np.array([7, 8, 9]), classes=3)
    rows = list(csv.DictReader(io.StringIO(examination_as_csv(examine(echo(), data)))))
    assert [row["writer"] for row in rows] == ["7", "8", "9"]


def test_results_that_cannot_be_written_are_one_sentence(tmp_path) -> None:
    with pytest.raises(ResultsWriteError, match=r"must be saved where files can be written\. Got .*nowhere"):
        save_results(tmp_path / "nowhere" / "results.csv", "a")
