"""What every neuron says, and the paths into an answer."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from mlp_engine import Network, NetworkConfig
from mlp_engine.errors import DataError, SettingError
from mlp_engine.explain.activations import LayerOutputs, NeuronPath, layer_outputs, strongest_paths
from mlp_engine.perceptron.config import ACTIVATIONS, OUTPUT_LOSS_PAIRS

DEPTHS = [(), (6,), (6, 5), (5, 4, 3, 4)]


def network_of(hidden, activation="sigmoid", pair=("softmax", "log-likelihood"), *, biases: bool = True) -> Network:
    """A small float64 network with random weights, and random biases unless there shall be none."""
    rng = np.random.default_rng(len(hidden))
    config = NetworkConfig(
        inputs=8, hidden=hidden, outputs=3, activations=(activation,), output=pair[0], loss=pair[1], dtype="float64"
    )
    network = Network.initialise(config, rng).writable_copy()
    for bias in network.biases:
        bias[...] = rng.normal(size=bias.shape) if biases else 0.0
    return network


FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "relu": lambda x: max(x, 0),
    "leaky-relu": lambda x: max(x, 0.01 * x),
}


def all_paths(network: Network, outputs: tuple[LayerOutputs, ...], digit: int) -> list[NeuronPath]:
    """Every path, its contribution multiplied out as the definition says, from central differences of f."""
    paths = []
    for way in product(*map(range, network.config.hidden)):
        value = outputs[0].activations[way[0]]
        for layer, (before, after) in enumerate(zip(way, (*way[1:], digit), strict=True), start=1):
            value *= network.weights[layer][before, after]
            if layer < len(network.config.hidden):
                z, h = outputs[layer].logits[after], 1e-6
                f = FUNCTIONS[network.config.activations[layer]]
                value *= (f(z + h) - f(z - h)) / (2 * h)
        paths.append(NeuronPath((*way, digit), float(value)))
    return sorted(paths, key=lambda path: -abs(path.contribution))


@pytest.mark.parametrize("hidden", DEPTHS, ids=str)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("pair", OUTPUT_LOSS_PAIRS, ids="+".join)
def test_the_last_layer_says_exactly_what_the_network_predicts(hidden, activation, pair) -> None:
    network = network_of(hidden, activation, pair)
    sample = np.random.default_rng(1).random(8)
    outputs = layer_outputs(network, sample)
    assert [len(layer.activations) for layer in outputs] == [*hidden, 3]
    assert [layer.activation for layer in outputs] == [activation] * len(hidden) + [pair[0]]
    assert np.array_equal(outputs[-1].logits, network.logits(sample))
    assert np.array_equal(outputs[-1].activations, network.predict(sample))


def test_of_the_bundled_network_too(bundled, samples) -> None:
    for image in samples.values():
        outputs = layer_outputs(bundled, image.ravel())
        assert np.array_equal(outputs[-1].activations, bundled.predict(image.ravel()))


def test_a_neuron_can_be_worked_out_by_hand() -> None:
    config = NetworkConfig(inputs=2, hidden=(2,), outputs=2, activations=("relu",), dtype="float64")
    #                     weights 1       weights 2          biases
    network = Network(config, np.array([1.0, -2, 3, 4, 5, 6, 7, 8, 0.5, -20, 0, 1]))
    hidden, output = layer_outputs(network, np.array([0.5, 2.0]))
    first, second = hidden.neuron(0), hidden.neuron(1)
    assert (first.weighted_sum, first.bias, first.logit, first.output) == (6.5, 0.5, 7.0, 7.0)
    assert (second.weighted_sum, second.bias, second.logit, second.output) == (7.0, -20.0, -13.0, 0.0)
    assert first.activation == "relu"
    answer = output.neuron(1)
    assert (answer.weighted_sum, answer.bias, answer.logit) == (42.0, 1.0, 43.0)
    assert answer.output == pytest.approx(1 / (1 + np.exp(35.0 - 43.0)))
    assert answer.activation == "softmax"


def test_inputs_are_ink_or_floats_as_in_predict(bundled, samples) -> None:
    image = samples["digit-7"].ravel()
    of_ink, of_floats = layer_outputs(bundled, image), layer_outputs(bundled, image.astype(np.float32) / 255)
    np.testing.assert_allclose(of_ink[0].logits, of_floats[0].logits, rtol=1e-4, atol=1e-5)


def test_nothing_of_the_network_can_be_changed_through_the_outputs(bundled, samples) -> None:
    outputs = layer_outputs(bundled, samples["digit-7"].ravel())
    with pytest.raises(ValueError, match="read-only"):
        outputs[0].biases[0] = 1.0


@pytest.mark.parametrize("shape", [(7,), (1, 8), ()])
def test_a_sample_of_another_shape_is_refused(shape) -> None:
    with pytest.raises(DataError, match=r"must have 8 inputs\. Got shape"):
        layer_outputs(network_of((3,)), np.zeros(shape))


def test_neurons_and_digits_that_are_not_there_are_refused() -> None:
    network = network_of((4,))
    outputs = layer_outputs(network, np.ones(8))
    with pytest.raises(SettingError, match=r"Neuron must be a whole number from 0 to 3\. Got 4\."):
        outputs[0].neuron(4)
    with pytest.raises(SettingError, match=r"Digit must be a whole number from 0 to 2\. Got 3\."):
        strongest_paths(network, outputs, 3, 5)
    with pytest.raises(SettingError, match=r"Number of paths must be a whole number of at least 1\. Got 0\."):
        strongest_paths(network, outputs, 0, 0)


@pytest.mark.parametrize("hidden", DEPTHS[1:], ids=str)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("count", [1, 4, 10_000])
def test_the_strongest_paths_are_those_of_an_exhaustive_search(hidden, activation, count) -> None:
    network = network_of(hidden, activation)
    outputs = layer_outputs(network, np.random.default_rng(2).random(8))
    expected = [path for path in all_paths(network, outputs, 1) if path.contribution][:count]
    found = strongest_paths(network, outputs, 1, count)
    assert len(expected) > 0
    assert [path.neurons for path in found] == [path.neurons for path in expected]
    np.testing.assert_allclose(
        [path.contribution for path in found], [path.contribution for path in expected], rtol=1e-6
    )


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_with_one_hidden_layer_all_paths_and_the_bias_make_the_logit(activation) -> None:
    network = network_of((6,), activation)
    outputs = layer_outputs(network, np.random.default_rng(3).random(8))
    paths = strongest_paths(network, outputs, 2, 1000)
    total = sum(path.contribution for path in paths)
    assert total + outputs[-1].biases[2] == pytest.approx(outputs[-1].logits[2])


def test_in_a_deep_relu_network_without_biases_all_paths_make_the_logit() -> None:
    network = network_of((9, 8, 7), "relu", biases=False)
    outputs = layer_outputs(network, np.random.default_rng(0).random(8))
    paths = strongest_paths(network, outputs, 0, 1000)
    assert outputs[-1].logits[0] != 0
    assert sum(path.contribution for path in paths) == pytest.approx(outputs[-1].logits[0])


def test_without_hidden_layers_there_is_one_path() -> None:
    network = network_of(())
    (output,) = outputs = layer_outputs(network, np.ones(8))
    assert strongest_paths(network, outputs, 1, 5) == (NeuronPath((1,), float(output.weighted_sums[1])),)


def test_of_a_silent_network_no_path_is_told() -> None:
    config = NetworkConfig(inputs=4, hidden=(3, 3), outputs=2, activations=("relu",))
    network = Network(config, np.zeros(config.parameter_count, np.float32))
    assert strongest_paths(network, layer_outputs(network, np.ones(4)), 0, 5) == ()
