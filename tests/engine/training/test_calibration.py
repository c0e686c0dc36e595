import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_engine.errors import DataError, SettingError
from mlp_engine.examination.examination import reliability
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network
from mlp_engine.training.calibration import MAX_TEMPERATURE, MIN_TEMPERATURE, fit_temperature, with_temperature


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def honest_answers(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and labels drawn from just the probabilities that these logits say."""
    rng = np.random.default_rng(seed)
    logits = 3 * rng.standard_normal((n, 10))
    labels = (softmax(logits).cumsum(axis=1) > rng.random((n, 1))).argmax(axis=1)
    return logits, labels


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_finds_the_temperature_that_made_answers_too_sure_or_not_sure_enough(temperature: float) -> None:
    logits, labels = honest_answers(20_000, seed=1)
    assert fit_temperature(logits * temperature, labels) == pytest.approx(temperature, rel=0.03)


def test_two_samples_worked_by_hand() -> None:
    # A lead of 4 for one class that is right 3 times in 4 means odds of 3: e^(4 / T) = 3.
    logits = np.array([[4.0, 0.0]] * 4)
    assert fit_temperature(logits, np.array([0, 0, 0, 1])) == pytest.approx(4 / math.log(3))


@given(seed=st.integers(0, 1000), scale=st.floats(0.3, 4), factor=st.sampled_from([0.8, 0.95, 1.05, 1.25]))
def test_no_other_temperature_has_a_lower_loss(seed: int, scale: float, factor: float) -> None:
    logits, labels = honest_answers(300, seed)
    logits *= scale
    best = fit_temperature(logits, labels)
    values = loss("log-likelihood").values
    assert values(logits / best, labels).mean() <= values(logits / (best * factor), labels).mean()


def test_calibrated_answers_are_as_sure_as_they_are_right() -> None:
    logits, labels = honest_answers(20_000, seed=2)
    too_sure = 3 * logits
    right = too_sure.argmax(axis=1) == labels

    def calibration_error(z: np.ndarray) -> float:
        return reliability(softmax(z).max(axis=1), right).calibration_error

    assert calibration_error(too_sure) > 0.1
    assert calibration_error(too_sure / fit_temperature(too_sure, labels)) < 0.02


def test_stays_in_its_range_where_every_answer_is_right_or_none() -> None:
    logits = np.eye(3) * 5
    assert fit_temperature(logits, np.array([0, 1, 2])) == pytest.approx(MIN_TEMPERATURE)
    assert fit_temperature(logits, np.array([1, 2, 0])) == pytest.approx(MAX_TEMPERATURE)


def test_logits_of_a_thousand_overflow_nothing() -> None:
    logits = np.array([[1000.0, -1000.0], [1000.0, -1000.0], [1000.0, 1001.0]], np.float32)
    assert math.isfinite(fit_temperature(logits, np.array([0, 0, 0])))
    assert fit_temperature(logits, np.array([1, 1, 0])) == pytest.approx(MAX_TEMPERATURE)


def test_refuses_logits_without_their_labels() -> None:
    with pytest.raises(DataError, match=r"with a label for each\. Got arrays of shapes \(4, 3\) and \(3,\)"):
        fit_temperature(np.zeros((4, 3)), np.zeros(3, np.int64))
    with pytest.raises(DataError, match="one sample or more"):
        fit_temperature(np.zeros((0, 3)), np.zeros(0, np.int64))


def test_a_folded_temperature_divides_the_logits_and_changes_no_answer() -> None:
    rng = np.random.default_rng(3)
    network = Network.initialise(NetworkConfig(inputs=6, hidden=(5,), outputs=4), rng)
    samples = rng.random((50, 6), np.float32)
    folded = with_temperature(network, 1.7)
    np.testing.assert_allclose(folded.logits(samples), network.logits(samples) / 1.7, rtol=1e-5, atol=1e-6)
    assert (folded.predict(samples).argmax(axis=1) == network.predict(samples).argmax(axis=1)).all()
    assert not folded.parameters.flags.writeable


def test_folding_leaves_the_network_itself_as_it_is() -> None:
    network = Network.initialise(NetworkConfig(inputs=6, hidden=(), outputs=4), np.random.default_rng(4))
    before = network.parameters.copy()
    with_temperature(network, 2.0)
    np.testing.assert_array_equal(network.parameters, before)


def test_refuses_a_temperature_of_nothing_and_outputs_without_one() -> None:
    network = Network.initialise(NetworkConfig(inputs=6), np.random.default_rng(5))
    with pytest.raises(SettingError, match=r"Temperature must be a number above 0\. Got 0"):
        with_temperature(network, 0.0)
    sigmoid = NetworkConfig(inputs=6, output="sigmoid", loss="cross-entropy")
    with pytest.raises(SettingError, match=r"must have a softmax output\. Got sigmoid"):
        with_temperature(Network.initialise(sigmoid, np.random.default_rng(6)), 2.0)
