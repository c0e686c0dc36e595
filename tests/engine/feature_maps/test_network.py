"""Networks that share weights, against the ordinary networks that they are written out as."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.errors import DataError, SettingError
from mlp_engine.feature_maps import FeatureMapConfig, FeatureMapNetwork, MapLayer
from mlp_engine.feature_maps.backprop import FeatureMapBackprop
from mlp_engine.feature_maps.network import feature_map_views
from mlp_engine.feature_maps.patches import Patches
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.dropout import Dropout
from mlp_engine.perceptron.network import Network

ARCHITECTURES = {
    "one layer": FeatureMapConfig(maps=(3,), kernels=(5,), strides=(4,)),
    "margin, windows that overlap": FeatureMapConfig(
        maps=(3, 4), kernels=(4, 3), strides=(2, 2), margin=2, hidden=(6,)
    ),
    "stride that leaves pixels over": FeatureMapConfig(
        maps=(2, 3), kernels=(5, 2), strides=(3, 3), margin=1, hidden=(5, 4)
    ),
    "window as large as what it sees": FeatureMapConfig(maps=(2, 5), kernels=(6, 4), strides=(6, 1), margin=2),
}


@pytest.fixture(params=ARCHITECTURES.values(), ids=list(ARCHITECTURES))
def network(request) -> FeatureMapNetwork:
    network = FeatureMapNetwork.initialise(request.param, np.random.default_rng(1))
    network.parameters[...] += 0.05 * np.random.default_rng(2).standard_normal(len(network.parameters))  # biases too
    return network


@pytest.fixture
def images() -> np.ndarray:
    return np.random.default_rng(3).random((7, 784), np.float32)


def test_sizes_follow_from_windows_and_strides() -> None:
    config = FeatureMapConfig(maps=(16, 64, 128), kernels=(4, 3, 3), strides=(2, 2, 1), margin=2, hidden=(256,))
    assert config.map_layers == (
        MapLayer(28, 1, 4, 2, 2, 16),
        MapLayer(11, 16, 3, 2, 0, 64),
        MapLayer(5, 64, 3, 1, 0, 128),
    )
    assert [layer.side for layer in config.map_layers] == [11, 5, 3]
    assert config.dense.layers == (784, 11 * 11 * 16, 5 * 5 * 64, 3 * 3 * 128, 256, 10)
    assert config.weight_count == 16 * 16 + 144 * 64 + 576 * 128 + 1152 * 256 + 256 * 10
    assert config.parameter_count == config.weight_count + 16 + 64 + 128 + 256 + 10


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"maps": (), "kernels": (), "strides": ()}, "layers of maps must be a whole number of at least 1. Got 0."),
        ({"maps": (2, 3), "kernels": (3,), "strides": (1, 1)}, "one of each for every layer. Got 2, 1 and 2."),
        ({"maps": (0,), "kernels": (3,), "strides": (1,)}, "Maps of layer 1 must be a whole number of at least 1."),
        ({"maps": (2, 2), "kernels": (20, 10), "strides": (1, 1)}, "Kernel of layer 2 must be .* from 1 to 9. Got 10."),
        ({"maps": (2,), "kernels": (3,), "strides": (0,)}, "Stride of layer 1 must be a whole number of at least 1."),
        ({"maps": (2,), "kernels": (3,), "strides": (1,), "margin": 14}, "Margin must be a whole number from 0 to 13."),
        ({"maps": (999,), "kernels": (3,), "strides": (1,)}, "Neurons of hidden layer 1 must be"),
    ],
)  # fmt: skip
def test_refuses_what_cannot_be(settings, told) -> None:
    with pytest.raises(SettingError, match=told):
        FeatureMapConfig(**settings)


def test_written_out_it_answers_the_same(network, images, monkeypatch) -> None:
    written_out = network.dense()
    assert written_out.config == network.config.dense
    monkeypatch.setattr("mlp_engine.feature_maps.network._ROWS_AT_ONCE", 3)  # three at a time, the last one alone
    answers = network.predict(images)
    np.testing.assert_allclose(answers, written_out.predict(images), rtol=1e-4, atol=1e-6)
    assert answers.std() > 0.005


def test_a_layer_written_out_holds_each_weight_once_a_place_and_zeros(network) -> None:
    for layer, matrix in zip(network.config.map_layers, network.dense().weights, strict=False):
        assert np.count_nonzero(matrix) == layer.side**2 * layer.fan_in * layer.maps


def test_the_gradient_of_a_shared_weight_is_the_sum_over_its_places(network, images) -> None:
    """Writing out is linear: how the loss changes with a shared parameter is told by all that it becomes."""
    labels = np.arange(7) % 10
    written_out = network.dense()
    ordinary, shared = Backprop(written_out, 7), FeatureMapBackprop(network, 9)
    ordinary.inputs[...] = images
    shared.inputs[:7] = images
    ordinary.forward(7)
    ordinary.backward(labels)
    shared.forward(7)
    shared.backward(labels)
    np.testing.assert_allclose(shared.logits[:7], ordinary.logits, rtol=1e-4, atol=1e-5)
    count = network.config.parameter_count
    checked = np.random.default_rng(5).choice(count, min(count, 300), replace=False)
    for place in checked.tolist():
        one = np.zeros(count, np.float32)
        one[place] = 1
        expected = float(FeatureMapNetwork(network.config, one).dense().parameters @ ordinary.gradient)
        assert shared.gradient[place] == pytest.approx(expected, rel=1e-3, abs=1e-6)
    assert np.abs(shared.gradient[checked]).max() > 1e-3


def test_what_dropout_leaves_out_is_left_out_on_the_way_back_too(images) -> None:
    """The gradient is that of the loss with the same neurons left out, by central differences."""
    config = ARCHITECTURES["margin, windows that overlap"]
    network = FeatureMapNetwork.initialise(config, np.random.default_rng(1))
    labels = np.arange(7)

    def passed() -> FeatureMapBackprop:
        dropout = Dropout((0, 0.5, 0.25), config.dense, 7, np.random.default_rng(4))  # the same ones each time
        shared = FeatureMapBackprop(network, 7, dropout)
        shared.inputs[...] = images
        shared.forward(7)
        return shared

    shared = passed()
    whole = FeatureMapBackprop(network, 7)
    whole.inputs[...] = images
    whole.forward(7)
    assert np.abs(shared.logits - whole.logits).max() > 0.01
    shared.backward(labels)
    assert_slopes(network, shared.gradient, lambda: mean_loss(passed().logits, labels))


def test_the_gradient_through_batch_normalisation(images) -> None:
    config = replace(ARCHITECTURES["margin, windows that overlap"], batch_normalisation=True)
    network = FeatureMapNetwork.initialise(config, np.random.default_rng(1))
    labels = np.arange(7)

    def passed() -> FeatureMapBackprop:
        shared = FeatureMapBackprop(network, 9)
        shared.inputs[:7] = images
        shared.forward(7)
        return shared

    shared = passed()
    shared.backward(labels)
    assert_slopes(network, shared.gradient, lambda: mean_loss(passed().logits[:7], labels))


def test_batch_normalisation_is_folded_into_the_network_in_use(images) -> None:
    config = replace(ARCHITECTURES["margin, windows that overlap"], batch_normalisation=True)
    network = FeatureMapNetwork.initialise(config, np.random.default_rng(1))
    network.parameters[config.weight_count :] = 0.1
    shared = FeatureMapBackprop(network, 7)
    shared.inputs[...] = images
    for _ in range(3):
        shared.forward(7)
    in_use = shared.finished()
    # All minibatches were the same one: what they are on average is what each of them is.
    *_, (logits, _) = in_use.forward(images, *workspace(config, 7))
    np.testing.assert_allclose(logits, shared.logits, rtol=1e-3, atol=1e-4)
    *_, (plain, _) = network.forward(images, *workspace(config, 7))
    assert np.abs(plain - shared.logits).max() > 0.1


def workspace(config: FeatureMapConfig, n: int) -> tuple[list[np.ndarray], list[Patches]]:
    arrays = [np.empty((n, size), np.float32) for size in config.dense.layers[1:]]
    return arrays, [Patches(layer, n) for layer in config.map_layers]


def mean_loss(logits: np.ndarray, labels: np.ndarray) -> float:
    z = logits.astype(np.float64)
    return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(labels)), labels]))


def assert_slopes(network: FeatureMapNetwork, gradient: np.ndarray, loss: Callable[[], float]) -> None:
    """``gradient`` against central differences of the loss along the gradient itself and at random."""
    rng, parameters = np.random.default_rng(6), network.parameters.copy()
    for direction in (gradient, *rng.standard_normal((3, len(gradient))), gradient * (rng.random(len(gradient)) < 0.1)):
        step = (1e-3 / np.linalg.norm(direction)) * direction
        losses = []
        for moved in (parameters - step, parameters + step):
            network.parameters[...] = moved
            losses.append(loss())
        network.parameters[...] = parameters
        assert float(gradient @ step) == pytest.approx((losses[1] - losses[0]) / 2, rel=0.03, abs=2e-6)


def test_it_is_found_again_in_what_was_written_out(network) -> None:
    found = FeatureMapNetwork.from_dense(network.dense(), network.config)
    assert np.array_equal(found.parameters, network.parameters)


def test_it_is_not_found_where_one_weight_went_its_own_way(network) -> None:
    moved = network.dense().writable_copy()
    moved.weights[0][0, -1] += 0.5
    with pytest.raises(DataError, match="must have the same ones at all places"):
        FeatureMapNetwork.from_dense(moved, network.config)
    other = Network.initialise(ARCHITECTURES["one layer"].dense, np.random.default_rng(0))
    if network.config != ARCHITECTURES["one layer"]:
        with pytest.raises(DataError, match=r"must have layers \(784, .* Got \(784, 108, 10\)"):
            FeatureMapNetwork.from_dense(other, network.config)


def test_first_weights_have_the_spread_that_relu_needs() -> None:
    config = FeatureMapConfig(maps=(40, 60), kernels=(5, 5), strides=(2, 2), hidden=(300,))
    network = FeatureMapNetwork.initialise(config, np.random.default_rng(0))
    weights, biases = feature_map_views(config, network.parameters)
    for w, b in zip(weights, biases, strict=True):
        assert w.std() == pytest.approx((2 / len(w)) ** 0.5, rel=0.05)
        assert not b.any()
