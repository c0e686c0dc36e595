"""The reject score: what it takes, what it answers, and that the bundled one knows a digit from a drawing."""

import numpy as np
import pytest

from generators.non_digits import FAMILIES, non_digit_set
from mlp_engine.datasets.idx import load_idx_folder
from mlp_engine.datasets.practice import practice_set
from mlp_engine.datasets.strokes import load_strokes
from mlp_engine.errors import DataError, SettingError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import load_weights
from mlp_engine.weights.reject import Reject

RANDOM = Network.initialise(NetworkConfig(hidden=(5,), outputs=2), np.random.default_rng(0))
IMAGES = np.random.default_rng(1).integers(0, 256, (6, 784)).astype(np.uint8)


@pytest.fixture(scope="module")
def bundled() -> Reject:
    reject = load_weights(bundled_weights()).reject
    assert reject is not None
    return reject


def test_scores_are_the_probabilities_of_the_second_output() -> None:
    np.testing.assert_array_equal(Reject(RANDOM, 0.5).scores(IMAGES), RANDOM.predict(IMAGES)[:, 1])


def test_one_image_may_come_flat_or_square() -> None:
    reject = Reject(RANDOM, 0.5)
    flat, square = reject.scores(IMAGES[0]), reject.scores(IMAGES[0].reshape(28, 28))
    assert flat.shape == square.shape == ()
    assert flat == square == pytest.approx(float(reject.scores(IMAGES)[0]), abs=1e-6)


def test_an_image_is_refused_from_the_threshold_on() -> None:
    score = float(Reject(RANDOM, 0.5).scores(IMAGES[0]))
    assert Reject(RANDOM, score).refuses(IMAGES[0])
    assert not Reject(RANDOM, score + 1e-4).refuses(IMAGES[0])


@pytest.mark.parametrize("threshold", [0, -0.5, 1.01, float("nan"), True, "0.5"])
def test_a_threshold_that_cannot_be_is_refused(threshold) -> None:
    with pytest.raises(SettingError, match="Threshold of the reject score must be a number above 0 and of at most 1"):
        Reject(RANDOM, threshold)


@pytest.mark.parametrize(("inputs", "outputs"), [(784, 10), (100, 2)])
def test_a_network_of_another_form_is_refused(inputs, outputs) -> None:
    network = Network.initialise(NetworkConfig(inputs=inputs, outputs=outputs), np.random.default_rng(0))
    with pytest.raises(DataError, match=f"must have 784 inputs and 2 outputs. Got {inputs} and {outputs}"):
        Reject(network, 0.5)


def test_several_images_at_once_are_not_refused_as_one() -> None:
    with pytest.raises(DataError, match="One digit image must be asked about at a time"):
        Reject(RANDOM, 0.5).refuses(IMAGES)


def test_repr_tells_network_and_threshold() -> None:
    assert repr(Reject(RANDOM, 0.25)) == "Reject(Network(784-5-2, softmax + log-likelihood, float32), threshold 0.25)"


def test_the_bundled_score_lets_practice_digits_pass_and_refuses_non_digits(bundled) -> None:
    digits = practice_set(1000, seed=77).inputs
    drawings, _ = non_digit_set(20 * len(FAMILIES), seed=78)
    assert (bundled.scores(digits) >= bundled.threshold).mean() <= 0.01
    assert (bundled.scores(drawings) >= bundled.threshold).mean() >= 0.9


def test_the_bundled_score_lets_real_digits_pass(bundled, shared_data) -> None:
    pens = load_strokes(shared_data / "strokes-dev.jsonl")
    refused = bundled.scores(pens.inputs) >= bundled.threshold
    assert refused.mean() <= 0.01
    assert np.mean([refused[pens.writers == writer].mean() for writer in np.unique(pens.writers)]) <= 0.01
    test = load_idx_folder(shared_data / "mnist", "test")
    assert (bundled.scores(test.inputs) >= bundled.threshold).mean() <= 0.01
