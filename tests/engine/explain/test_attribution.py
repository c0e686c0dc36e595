"""Which ink speaks for an answer: gradients against central differences, occlusion against reading one by one."""

from itertools import product

import numpy as np
import pytest

from mlp_engine import Network, NetworkConfig
from mlp_engine.errors import DataError, SettingError
from mlp_engine.explain.attribution import evidence, integrated_gradients, occlusion
from mlp_engine.perceptron.config import ACTIVATIONS


@pytest.fixture
def image() -> np.ndarray:
    """An image with ink of every strength on a third of its pixels."""
    rng = np.random.default_rng(5)
    return (rng.integers(0, 256, (28, 28)) * (rng.random((28, 28)) < 0.3)).astype(np.uint8)


def network_of(hidden, activation, *, biases: bool = True, dtype="float64") -> Network:
    rng = np.random.default_rng(7)
    activations = activation if isinstance(activation, tuple) else (activation,)
    config = NetworkConfig(hidden=hidden, activations=activations, dtype=dtype)
    network = Network.initialise(config, rng).writable_copy()
    for bias in network.biases:
        bias[...] = rng.normal(size=bias.shape) if biases else 0.0
    return network


def evidence_of(network: Network, inputs: np.ndarray, digit: int) -> float:
    return float(evidence(network.logits(inputs.ravel()), digit))


def test_evidence_is_the_logit_less_the_mean_of_the_others() -> None:
    assert evidence(np.array([1.0, 5.0, 3.0]), 1) == pytest.approx(5 - 2)
    assert evidence(np.array([[1.0, 5.0, 3.0], [101.0, 105.0, 103.0]]), 1).tolist() == pytest.approx([3, 3])


@pytest.mark.parametrize(
    ("hidden", "activation"),
    [*product([(), (12,), (12, 9, 7)], ACTIVATIONS), ((12, 9, 7), ("relu", "tanh", "sigmoid"))],
    ids=str,
)
def test_integrated_gradients_equal_central_differences(image, hidden, activation) -> None:
    network = network_of(hidden, activation)
    found = integrated_gradients(network, image, 4, steps=2)
    ink, h = image / 255, 1e-5
    numeric = np.zeros((28, 28))
    for strength, place in product((0.25, 0.75), zip(*np.nonzero(image), strict=True)):
        more, less = strength * ink, strength * ink
        more[place] += h
        less[place] -= h
        slope = (evidence_of(network, more, 4) - evidence_of(network, less, 4)) / (2 * h)
        numeric[place] += slope / 2 * ink[place]
    assert np.abs(numeric).max() > 1e-4
    np.testing.assert_allclose(found, numeric, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_map_sums_to_the_evidence_less_that_of_blank_paper(image, activation) -> None:
    network = network_of((12, 9), activation)
    whole = evidence_of(network, image, 2) - evidence_of(network, np.zeros_like(image), 2)
    assert abs(whole) > 1e-3
    assert integrated_gradients(network, image, 2, steps=400).sum() == pytest.approx(whole, rel=0.02)


def test_sixteen_steps_are_enough_for_the_bundled_network(bundled, samples) -> None:
    for name, image in samples.items():
        digit = int(name[6])
        whole = evidence_of(bundled, image, digit) - evidence_of(bundled, np.zeros_like(image), digit)
        assert integrated_gradients(bundled, image, digit).sum() == pytest.approx(whole, rel=0.05)


@pytest.mark.parametrize("hidden", [(), (30,), (30, 20, 10)], ids=str)
def test_in_a_relu_network_without_biases_the_map_sums_up_to_the_evidence(image, hidden) -> None:
    network = network_of(hidden, "relu", biases=False)
    whole = evidence_of(network, image, 2)
    assert abs(whole) > 1e-3
    assert integrated_gradients(network, image, 2).sum() == pytest.approx(whole)


def test_paper_says_nothing(bundled, samples) -> None:
    image = samples["digit-5"]
    map_of_ink = integrated_gradients(bundled, image, 5)
    assert (map_of_ink[image == 0] == 0).all()
    lost = occlusion(bundled, image, 5)
    inked = image.reshape(7, 4, 7, 4).any(axis=(1, 3))
    assert (lost[~inked] == 0).all()
    assert (lost[inked] != 0).any()


@pytest.mark.parametrize("patch", [2, 4, 7, 28])
def test_occlusion_in_one_call_equals_one_by_one(bundled, samples, patch) -> None:
    image = samples["digit-9"]
    lost = occlusion(bundled, image, 9, patch=patch)
    assert lost.shape == (28 // patch, 28 // patch)
    for row, column in np.ndindex(lost.shape):
        without = image.copy()
        without[row * patch : (row + 1) * patch, column * patch : (column + 1) * patch] = 0
        drop = evidence_of(bundled, image, 9) - evidence_of(bundled, without, 9)
        assert lost[row, column] == pytest.approx(drop, abs=1e-4)


def test_occlusion_of_the_whole_image_is_the_evidence_against_blank_paper(bundled, samples) -> None:
    image = samples["digit-2"]
    (lost,) = occlusion(bundled, image, 2, patch=28).ravel()
    blank = evidence_of(bundled, np.zeros_like(image), 2)
    assert lost == pytest.approx(evidence_of(bundled, image, 2) - blank, abs=1e-4)


def test_the_two_maps_agree_on_the_sample_digits(bundled, samples) -> None:
    correlations = []
    for name, image in samples.items():
        digit = int(name[6])
        in_patches = integrated_gradients(bundled, image, digit).reshape(7, 4, 7, 4).sum(axis=(1, 3))
        lost = occlusion(bundled, image, digit)
        correlations.append(np.corrcoef(in_patches.ravel(), lost.ravel())[0, 1])
    assert len(correlations) == 12
    assert min(correlations) > 0.5  # 0.83
    assert np.mean(correlations) > 0.75  # 0.87


def test_the_tail_of_a_nine_speaks_for_it_and_against_a_zero(bundled, samples) -> None:
    tail = np.s_[18:, :]
    assert integrated_gradients(bundled, samples["digit-9"], 9)[tail].sum() > 0
    assert integrated_gradients(bundled, samples["digit-9"], 0)[tail].sum() < 0


def test_images_digits_and_patches_that_do_not_fit_are_refused(bundled, image) -> None:
    for explain in (integrated_gradients, occlusion):
        with pytest.raises(DataError, match="A digit image must be 28×28 uint8"):
            explain(bundled, image.ravel(), 0)
        with pytest.raises(DataError, match="A digit image must be 28×28 uint8"):
            explain(bundled, image / 255, 0)
        with pytest.raises(SettingError, match=r"Digit must be a whole number from 0 to 9\. Got -1\."):
            explain(bundled, image, -1)
        small = Network.initialise(NetworkConfig(inputs=9), np.random.default_rng(0))
        with pytest.raises(DataError, match=r"must have 784 inputs to read it\. Got one of 9\."):
            explain(small, image, 0)
    with pytest.raises(SettingError, match=r"must divide 28\. Got 5\."):
        occlusion(bundled, image, 0, patch=5)
    with pytest.raises(SettingError, match="from 1 to 28"):
        occlusion(bundled, image, 0, patch=0)
