"""Local first weights: where the neurons look, and how hard."""

import numpy as np
import pytest

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network

PIXELS = np.indices((28, 28)).reshape(2, -1).T


@pytest.fixture(scope="module")
def network() -> Network:
    config = NetworkConfig(hidden=(400, 300, 200), activations=("relu",), initializer="local")
    return Network.initialise(config, np.random.default_rng(0))


def middles_and_widths(weights: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each neuron: the middle of its squared weights, shape (n, 2), and their mean distance (rms) from there."""
    share = weights.astype(np.float64) ** 2
    share /= share.sum(axis=0)
    middles = share.T @ places
    squares = ((places[:, None] - middles) ** 2).sum(axis=2)
    return middles, np.sqrt((share * squares).sum(axis=0))


def test_every_neuron_looks_at_one_part_of_the_image(network) -> None:
    """The square of exp(−d²/2s²) is a Gaussian of variance s²/2 each way: a mean distance of s."""
    middles, widths = middles_and_widths(network.weights[0], PIXELS)
    assert np.median(widths) == pytest.approx(2.25, rel=0.1)
    assert widths.max() < 4
    assert middles.min() > 1.5
    assert middles.max() < 25.5
    assert (np.histogram2d(*middles.T, bins=4, range=[[3, 24], [3, 24]])[0] > 8).all()  # no part is left out


def test_deeper_neurons_look_at_neighbours_in_a_wider_circle(network) -> None:
    places, _ = middles_and_widths(network.weights[0], PIXELS)
    places, second = middles_and_widths(network.weights[1], places)
    _, third = middles_and_widths(network.weights[2], places)
    scattered = places[np.random.default_rng(1).permutation(len(places))]
    _, anywhere = middles_and_widths(network.weights[2], scattered)
    assert 2.25 < np.median(second) < np.median(third) < 0.8 * np.median(anywhere)


def test_each_neuron_begins_as_strong_as_with_he_weights(network) -> None:
    for weights in network.weights[:-1]:
        np.testing.assert_allclose((weights**2).sum(axis=0), 2, rtol=1e-5)
    assert network.weights[-1].std() == pytest.approx((2 / 200) ** 0.5, rel=0.1)
    assert not np.concatenate(network.biases).any()


def test_neighbouring_first_weights_are_alike(network) -> None:
    images = network.weights[0].reshape(28, 28, -1)
    beside, apart = (np.mean(images[n:] * images[:-n]) / np.mean(images**2) for n in (1, 5))
    assert beside > 0.3
    assert abs(apart) < 0.1


def test_a_network_without_hidden_layers_begins_as_with_he_weights() -> None:
    configs = [NetworkConfig(hidden=(), activations=(), initializer=name) for name in ("local", "he")]
    local, he = (Network.initialise(config, np.random.default_rng(3)) for config in configs)
    np.testing.assert_array_equal(local.parameters, he.parameters)


def test_only_images_have_parts() -> None:
    with pytest.raises(SettingError, match=r"must be the 784 pixels of an image\. Got 783\.$"):
        NetworkConfig(inputs=783, initializer="local")
