"""A committee answers with the mean of its members' logits, and is one network."""

import numpy as np
import pytest

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import evaluate
from mlp_engine.training.train import train_new_network
from mlp_engine.weights.committee import committee_of
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard


def members(*hidden: tuple[int, ...], **options) -> list[Network]:
    configs = [NetworkConfig(inputs=5, hidden=sizes, outputs=3, dtype="float64", **options) for sizes in hidden]
    fresh = [Network.initialise(config, np.random.default_rng(seed)) for seed, config in enumerate(configs)]
    networks = [network.writable_copy() for network in fresh]
    for network in networks:
        network.biases[-1][...] = np.random.default_rng(7).normal(size=3)
    return networks


@pytest.mark.parametrize(
    "hidden",
    [
        [()],
        [(), ()],
        [(4,), (6,), (2,)],
        [(4, 3), (5, 2), (1, 1)],
        [(4, 3, 2)] * 4,
    ],
)
@pytest.mark.parametrize("output", [("softmax", "log-likelihood"), ("sigmoid", "cross-entropy")])
def test_its_logits_are_the_mean_of_its_members(hidden, output) -> None:
    networks = members(*hidden, output=output[0], loss=output[1], activations=("tanh",))
    samples = np.random.default_rng(0).normal(size=(20, 5))
    committee = committee_of(networks)
    mean = np.mean([network.logits(samples) for network in networks], axis=0)
    np.testing.assert_allclose(committee.logits(samples), mean, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(committee.logits(samples[0]), mean[0], rtol=1e-12, atol=1e-14)
    assert not committee.parameters.flags.writeable


def test_wide_members_answer_without_the_zeros_between_them() -> None:
    networks = members((90, 80), (60, 70))
    samples = np.random.default_rng(0).normal(size=(600, 5))
    committee = committee_of(networks)
    mean = np.mean([network.logits(samples) for network in networks], axis=0)
    np.testing.assert_allclose(committee.logits(samples), mean, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(committee.logits(samples[0]), mean[0], rtol=1e-10, atol=1e-12)
    assert [len(blocks) for blocks in committee._diagonal_blocks()] == [0, 2, 0]

    further = committee.writable_copy()  # whose weights may be filled at any time
    further.logits(samples)
    further.weights[1][...] = 1
    expected = committee.writable_copy()
    expected.parameters[...] = further.parameters
    np.testing.assert_array_equal(further.logits(samples), expected.logits(samples))
    assert not further._diagonal_blocks()


def test_its_probabilities_are_the_geometric_mean_of_its_members() -> None:
    networks = members((4,), (4,))
    samples = np.random.default_rng(0).normal(size=(20, 5))
    product = np.sqrt(networks[0].predict(samples) * networks[1].predict(samples))
    expected = product / product.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(committee_of(networks).predict(samples), expected, rtol=1e-12)


def test_it_is_saved_and_loaded_as_one_network(striped_digits, tmp_path) -> None:
    config = NetworkConfig(hidden=(10,))
    trained = [
        train_new_network(striped_digits, config, TrainingConfig(epochs=5, learning_rate=0.5, seed=seed)).network
        for seed in range(3)
    ]
    committee = committee_of(trained)
    assert committee.config.layers == (784, 30, 10)
    save_weights(tmp_path / "committee.safetensors", committee, ModelCard())
    loaded = load_weights(tmp_path / "committee.safetensors").network
    assert loaded.fingerprint() == committee.fingerprint()
    errors = [evaluate(network, striped_digits).errors for network in trained]
    assert evaluate(loaded, striped_digits).errors <= max(errors)


@pytest.mark.parametrize(
    ("networks", "sentence"),
    [
        ([], "A committee must have at least one member. Got none."),
        (members((4,)) + members((4, 4)), "Members of a committee must differ in nothing but the width"),
        (members((4,)) + members((4,), activations=("relu",)), "Members of a committee must differ in nothing"),
        (members((4,)) + members((4,), output="sigmoid", loss="quadratic"), "Members of a committee must differ in"),
    ],
)
def test_what_is_no_committee_is_refused(networks, sentence) -> None:
    with pytest.raises(SettingError) as caught:
        committee_of(networks)
    assert sentence in str(caught.value)
