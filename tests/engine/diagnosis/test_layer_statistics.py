"""The numbers about each layer, on networks made by hand."""

from itertools import pairwise

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.diagnosis.layer_statistics import BINS, layer_statistics
from mlp_engine.errors import DataError
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network

SAMPLE = Dataset(np.linspace(-1, 1, 40).reshape(20, 2), np.arange(20) % 2, "twenty points", classes=2)


def made(activation: str, hidden: int = 4) -> Network:
    """A network whose weights are all 0.5 and whose biases are all 0, to be written into."""
    config = NetworkConfig(inputs=2, hidden=(hidden,), outputs=2, activations=(activation,), dtype="float64")
    network = Network.initialise(config, np.random.default_rng(0)).writable_copy()
    network.parameters[: config.weight_count] = 0.5
    return network


def test_each_layer_is_told_with_its_place_size_and_kind() -> None:
    found = layer_statistics(made("tanh"), SAMPLE)
    assert [(layer.number, layer.units, layer.activation) for layer in found] == [(1, 4, "tanh"), (2, 2, "softmax")]


def test_every_weight_is_in_the_histogram_once_and_zero_in_its_middle_bar() -> None:
    network = made("tanh")
    network.weights[0][...] = [[-1.0, 0.0, 0.0, 2.0], [0.0, 0.0, 0.0, 0.0]]
    first = layer_statistics(network, SAMPLE)[0]
    assert first.counts.sum() == 8
    assert (first.edges[0], first.edges[-1]) == (-2, 2)
    assert first.counts[BINS // 2] == 6
    assert first.counts[-1] == 1
    assert len(first.edges) == BINS + 1


def test_the_weights_at_the_start_are_counted_in_the_same_bars() -> None:
    network, start = made("tanh"), made("tanh")
    start.weights[0][...] = [[-3.0, 0.0, 0.0, 0.4], [0.0, 0.0, 0.0, 0.0]]
    first, second = layer_statistics(network, SAMPLE, start)
    assert (first.edges[0], first.edges[-1]) == (-5, 5), "the widest of the two"
    assert first.counts.sum() == first.start_counts.sum() == 8
    assert (first.start_counts[BINS // 2], first.start_counts[8]) == (6, 1)
    assert (first.deviation, first.start_deviation) == (0, pytest.approx(start.weights[0].std()))
    assert np.array_equal(second.counts, second.start_counts)
    alone = layer_statistics(network, SAMPLE)[0]
    assert (alone.start_counts, alone.start_deviation) == (None, None)
    of_another_run = layer_statistics(network, SAMPLE, made("tanh", hidden=3))
    assert [layer.start_counts for layer in of_another_run] == [None, None]


@pytest.mark.parametrize(
    ("largest", "reach"), [(0, 1), (0.3, 0.5), (0.5, 0.5), (0.51, 1), (7, 10), (10, 10), (13, 20), (2e-7, 2e-7)]
)
def test_a_histogram_reaches_to_a_round_number_so_that_it_holds_still(largest: float, reach: float) -> None:
    network = made("tanh")
    network.weights[0][...] = -largest
    first = layer_statistics(network, SAMPLE)[0]
    assert first.edges[-1] == pytest.approx(reach)
    assert first.counts.sum() == 8


def test_a_weight_is_near_zero_below_a_hundredth_of_what_weights_begin_with() -> None:
    network = made("tanh")
    below = 0.01 / np.sqrt(2)
    network.weights[0][0] = [0.99 * below, -0.99 * below, 1.01 * below, 0]
    first, second = layer_statistics(network, SAMPLE)
    assert first.near_zero_below == pytest.approx(below)
    assert first.near_zero == 3 / 8
    assert second.near_zero_below == pytest.approx(0.01 / 2)
    assert second.near_zero == 0


def test_dead_units_are_zero_for_every_sample() -> None:
    network = made("relu")
    network.biases[0][:] = [-100, 0, 100, -100]
    first, second = layer_statistics(network, SAMPLE)
    assert first.dead == 0.5
    assert first.saturated is None
    assert second.dead is None


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_saturated_units_are_near_an_end_of_their_range(activation: str) -> None:
    network = made(activation)
    network.biases[0][:] = [-100, 0, 100, 0.1]
    first, second = layer_statistics(network, SAMPLE)
    assert first.saturated == 0.5
    assert first.dead is None
    assert second.saturated is None


def test_a_unit_is_saturated_if_it_is_so_on_half_of_the_samples() -> None:
    network = made("tanh", hidden=2)
    # Inputs are -1 to 1 in even steps: steep weights saturate the unit but for the few samples in the middle.
    network.weights[0][:] = [[100, 0.1], [100, 0.1]]
    assert layer_statistics(network, SAMPLE)[0].saturated == 0.5


def test_the_gradient_is_that_of_the_mean_loss() -> None:
    network = made("sigmoid")
    network.weights[1][:, 0] = -0.5
    backprop = Backprop(network, 20)
    backprop.inputs[:] = SAMPLE.inputs
    backprop.forward(len(SAMPLE))
    backprop.backward(SAMPLE.labels)
    lengths = [np.linalg.norm(backprop.gradient[:8]), np.linalg.norm(backprop.gradient[8:16])]
    assert [layer.gradient_norm for layer in layer_statistics(network, SAMPLE)] == pytest.approx(lengths)
    assert min(lengths) > 0


def test_a_gradient_vanishes_layer_by_layer_through_many_sigmoids() -> None:
    config = NetworkConfig(inputs=2, hidden=(10,) * 6, outputs=2)
    norms = [
        layer.gradient_norm for layer in layer_statistics(Network.initialise(config, np.random.default_rng(0)), SAMPLE)
    ]
    assert all(before < 0.6 * after for before, after in pairwise(norms[:-1]))


def test_a_network_that_was_lost_is_still_told() -> None:
    network = made("relu")
    network.weights[0][0, 0] = np.inf
    with np.errstate(all="ignore"):
        first = layer_statistics(network, SAMPLE)[0]
    assert first.counts.sum() == 7


def test_digit_images_and_networks_without_hidden_layers_are_understood() -> None:
    digits = Dataset(np.full((5, 784), 255, np.uint8), np.zeros(5, int), "ink")
    found = layer_statistics(Network.initialise(NetworkConfig(hidden=()), np.random.default_rng(0)), digits)
    assert [layer.activation for layer in found] == ["softmax"]
    assert repr(found[0]).startswith("LayerStatistics(layer 1, 10 softmax")


def test_a_sample_that_does_not_fit_is_refused() -> None:
    with pytest.raises(DataError):
        layer_statistics(Network.initialise(NetworkConfig(), np.random.default_rng(0)), SAMPLE)
