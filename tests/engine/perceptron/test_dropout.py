"""Dropout: what is left out, how much the rest counts, and the gradient while neurons are left out."""

import numpy as np
import pytest

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import ACTIVATIONS, NetworkConfig, TrainingConfig
from mlp_engine.perceptron.dropout import Dropout, shares_of
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network
from mlp_engine.training.train import train_new_network

DEEP = NetworkConfig(inputs=5, hidden=(6, 4), outputs=3, dtype="float64")


def test_a_share_is_left_out_and_the_rest_counts_more() -> None:
    config = NetworkConfig(inputs=2, hidden=(50, 40), outputs=2)
    dropout = Dropout((0.25,), config, 200, np.random.default_rng(0))
    a, slope = np.full((200, 50), 3.0, np.float32), np.full((200, 50), 2.0, np.float32)
    dropout.apply(0, a, slope)
    assert set(np.unique(a)) == {0.0, 4.0}
    assert np.array_equal(slope > 0, a > 0)
    assert (a == 0).mean() == pytest.approx(0.25, abs=0.02)
    assert a.mean() == pytest.approx(3, abs=0.1)
    again = np.full((200, 50), 3.0, np.float32)
    dropout.apply(0, again, slope)
    assert not np.array_equal(a, again), "other neurons in every step"


@pytest.mark.parametrize(
    ("given", "shares"), [((), (0.0, 0.0)), ((0.5,), (0.5, 0.5)), ((0.5, 0.2), (0.5, 0.2)), ((0, 0.2), (0.0, 0.2))]
)
def test_one_share_serves_all_layers(given, shares) -> None:
    assert shares_of(given, DEEP) == shares


def test_as_many_shares_as_layers() -> None:
    sentence = "Dropout must be one share for all hidden layers or one for each of the 2. Got 3."
    with pytest.raises(SettingError) as caught:
        shares_of((0.1, 0.2, 0.3), DEEP)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("share", [1.0, -0.1, "0.5"])
def test_a_share_that_cannot_be_is_refused(share) -> None:
    with pytest.raises(SettingError, match="Dropout must be a number of at least 0 and below 1"):
        TrainingConfig(dropout=(0.5, share))


def test_no_share_above_zero_is_no_dropout() -> None:
    assert TrainingConfig(dropout=(0.0, 0.0)) == TrainingConfig()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradient_is_that_of_the_network_without_the_neurons_left_out(activation) -> None:
    """Central differences of the loss, with the same neurons left out each time."""
    rng = np.random.default_rng(3)
    config = NetworkConfig(inputs=5, hidden=(6, 4), outputs=3, activations=(activation,), dtype="float64")
    network = Network.initialise(config, rng).writable_copy()
    network.parameters[np.abs(network.parameters) < 0.01] = 0.05
    x, labels = rng.normal(size=(7, 5)), rng.integers(0, 3, 7)

    def answered() -> Backprop:
        backprop = Backprop(network, 7, dropout=Dropout((0.5, 0.3), config, 7, np.random.default_rng(9)))
        backprop.inputs[...] = x
        backprop.forward(7)
        return backprop

    backprop = answered()
    assert (backprop.hidden[0] == 0).any()
    backprop.backward(labels)
    h, slopes = 1e-5, np.empty_like(network.parameters)
    for i, value in enumerate(network.parameters.copy()):
        losses = []
        for moved in (value + h, value - h):
            network.parameters[i] = moved
            losses.append(float(loss(config.loss).values(answered().logits, labels).mean()))
        network.parameters[i] = value
        slopes[i] = (losses[0] - losses[1]) / (2 * h)
    assert np.linalg.norm(slopes) > 0.01
    np.testing.assert_allclose(backprop.gradient, slopes, rtol=1e-6, atol=1e-9)


def test_a_training_with_dropout_learns_and_measures_without_it(striped_digits) -> None:
    config = TrainingConfig(dropout=(0.5,), learning_rate=0.5, epochs=6, validation=0.2)
    result = train_new_network(striped_digits, NetworkConfig(hidden=(40,)), config)
    last = result.history.epochs[-1]
    assert last.validation_accuracy is not None
    assert last.validation_accuracy > 0.9
    assert last.fixed_loss is not None
    assert last.fixed_loss < 0.8 * last.training_loss, "the minibatches are measured with neurons left out"
    again = train_new_network(striped_digits, NetworkConfig(hidden=(40,)), config)
    assert np.array_equal(result.network.parameters, again.network.parameters)


def test_several_shares_must_fit_the_network_before_a_training_begins(striped_digits) -> None:
    with pytest.raises(SettingError, match=r"one for each of the 1\. Got 2\."):
        train_new_network(striped_digits, NetworkConfig(hidden=(5,)), TrainingConfig(dropout=(0.5, 0.2)))
