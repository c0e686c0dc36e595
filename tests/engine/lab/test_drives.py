"""What drives a neuron: its terms add up, its gradient is that of central differences, and ascent finds the maximum."""

import numpy as np
import pytest

from mlp_engine import Network, NetworkConfig
from mlp_engine.errors import SettingError
from mlp_engine.lab.drives import logit_gradient, most_exciting_input, neuron_sum, outgoing
from mlp_engine.lab.edited_network import EditedNetwork
from mlp_engine.lab.edits import ActivationPinned, BiasSet, NeuronOff, WeightsScaled
from tests.engine.lab.lab_networks import network_of, samples_of


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_the_terms_the_rest_and_the_bias_make_the_logit(layer) -> None:
    network = network_of()
    edited = EditedNetwork(network, [NeuronOff(0, 4), BiasSet(1, 2, 0.3)])
    sample = samples_of(network).inputs[0]
    outputs = edited.outputs(sample)
    found = neuron_sum(edited, outputs, sample, layer, 2, count=3)
    before = sample if layer == 0 else outputs[layer - 1].activations
    products = before * edited.layers[layer].weights[:, 2]
    assert np.array_equal(found.products, products)
    assert [term.product for term in found.terms] == pytest.approx(sorted(products, key=abs, reverse=True)[:3])
    for term in found.terms:
        assert (term.activation, term.weight) == (before[term.source], edited.layers[layer].weights[term.source, 2])
        assert term.product == pytest.approx(term.activation * term.weight)
    assert sum(term.product for term in found.terms) + found.rest + found.bias == pytest.approx(found.logit)
    assert found.others == np.count_nonzero(products) - 3
    assert found.activation == found.computed == outputs[layer].activations[2]
    assert not found.pinned


def test_inputs_of_nothing_are_no_terms() -> None:
    network = network_of()
    edited, sample = EditedNetwork(network), np.zeros(8)
    sample[3] = 0.5
    found = neuron_sum(edited, edited.outputs(sample), sample, 0, 1)
    assert [term.source for term in found.terms] == [3]
    assert (found.others, found.rest) == (0, 0.0)


def test_a_pinned_neuron_tells_what_it_would_be() -> None:
    network = network_of()
    sample = samples_of(network).inputs[0]
    edited = EditedNetwork(network, [ActivationPinned(1, 2, 0.9)])
    found = neuron_sum(edited, edited.outputs(sample), sample, 1, 2)
    assert found.pinned
    assert found.activation == 0.9
    assert found.computed == pytest.approx(np.tanh(found.logit))


def test_where_a_neuron_goes_is_its_row_of_weights_times_its_activation() -> None:
    network = network_of()
    sample = samples_of(network).inputs[0]
    edited = EditedNetwork(network, [ActivationPinned(0, 2, 0.5)])
    weights, added = outgoing(edited, edited.outputs(sample), 0, 2)
    assert np.array_equal(weights, network.weights[1][2])
    assert np.allclose(added, 0.5 * network.weights[1][2])
    assert outgoing(edited, edited.outputs(sample), 2, 0)[0].size == 0


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("layer", [0, 1, 2])
def test_the_gradient_is_that_of_central_differences(activation, layer) -> None:
    network = network_of(activation=activation)
    edited = EditedNetwork(network, [ActivationPinned(0, 1, 0.4), WeightsScaled(1, 2, 1.7)])
    x = samples_of(network).inputs[1]
    found = logit_gradient(edited, x, layer, 2)
    h = 1e-6
    for pixel in range(8):
        step = h * (np.arange(8) == pixel)
        above, below = (edited.outputs(x + sign * step)[layer].logits[2] for sign in (1, -1))
        assert found[pixel] == pytest.approx((above - below) / (2 * h), abs=1e-6)


def test_for_the_first_layer_ascent_finds_the_maximum_that_the_formula_gives() -> None:
    """Of all x ≥ 0 with ‖x‖ = r, w · x is largest at r · w₊ / ‖w₊‖."""
    network = network_of((6,), inputs=100)
    positive = np.maximum(network.weights[0][:, 3], 0)
    best = 2.0 * positive / np.linalg.norm(positive)
    assert best.max() < 1
    found = most_exciting_input(EditedNetwork(network), 0, 3, ink=2.0)
    assert found @ network.weights[0][:, 3] == pytest.approx(best @ network.weights[0][:, 3], rel=1e-4)
    assert np.allclose(found, best, atol=0.02)


def test_in_a_deeper_layer_no_sample_excites_the_neuron_more_and_the_input_is_allowed() -> None:
    rng = np.random.default_rng(0)
    config = NetworkConfig(hidden=(20, 12), activations=("relu",), initializer="he")
    network = Network.initialise(config, rng)
    edited = EditedNetwork(network)
    for neuron in range(12):
        x = most_exciting_input(edited, 1, neuron)
        assert x.min() >= 0
        assert x.max() <= 1
        assert np.linalg.norm(x) <= 9.2 * (1 + 1e-5)
        others = rng.random((200, 784)).astype(np.float32)
        others *= 9.2 / np.linalg.norm(others, axis=1, keepdims=True)
        logits = [edited.outputs(other)[1].logits[neuron] for other in others]
        assert edited.outputs(x)[1].logits[neuron] > max(logits)


def test_a_neuron_that_nothing_reaches_leaves_the_start_and_progress_can_end_the_search() -> None:
    network = network_of()
    dead = EditedNetwork(network, [WeightsScaled(0, 0, 0.0)])
    start = np.linspace(0, 1, 8)
    assert np.array_equal(most_exciting_input(dead, 0, 0, start=start), start)
    told: list[int] = []

    def stop(step: int) -> None:
        told.append(step)
        if step == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        most_exciting_input(EditedNetwork(network), 1, 0, on_progress=stop)
    assert told == [1, 2, 3]


@pytest.mark.parametrize("bad", [{"steps": 0}, {"ink": 0.0}])
def test_odd_numbers_are_refused(bad) -> None:
    with pytest.raises(SettingError, match="must be"):
        most_exciting_input(EditedNetwork(network_of()), 0, 0, **bad)
    with pytest.raises(SettingError, match="Neuron must be"):
        most_exciting_input(EditedNetwork(network_of()), 0, 6)
