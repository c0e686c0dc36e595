"""First-layer weights as pictures."""

import numpy as np
import pytest

from mlp_engine import Network, NetworkConfig
from mlp_engine.errors import DataError, SettingError
from mlp_engine.explain.activations import layer_outputs
from mlp_engine.explain.weight_pictures import weight_picture


def test_a_picture_laid_over_the_ink_gives_the_weighted_sum(bundled, samples) -> None:
    image = samples["digit-3"]
    hidden = layer_outputs(bundled, image.ravel())[0]
    for neuron in (0, 17, 999):
        laid_over = float((weight_picture(bundled, neuron) * (image / 255)).sum())
        assert laid_over == pytest.approx(float(hidden.weighted_sums[neuron]), abs=1e-4)


def test_without_hidden_layers_the_first_layer_is_the_output() -> None:
    network = Network.initialise(NetworkConfig(hidden=()), np.random.default_rng(0))
    assert np.array_equal(weight_picture(network, 9).ravel(), network.weights[0][:, 9])
    with pytest.raises(SettingError, match="Neuron must be a whole number from 0 to 9"):
        weight_picture(network, 10)


def test_a_network_that_reads_no_digit_images_has_no_pictures() -> None:
    network = Network.initialise(NetworkConfig(inputs=100), np.random.default_rng(0))
    with pytest.raises(DataError, match=r"in networks of 784 inputs only\. Got a network of 100\."):
        weight_picture(network, 0)
