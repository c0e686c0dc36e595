"""Networks: how they begin, what they answer, and that they do not change."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.errors import DataError, SettingError
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network


def make(**values: object) -> Network:
    return Network.initialise(NetworkConfig(**values), np.random.default_rng(0))


@pytest.mark.parametrize(
    ("initializer", "deviation"), [("gaussian", 784**-0.5), ("he", (2 / 784) ** 0.5), ("unit-gaussian", 1)]
)
def test_initial_weights_have_the_spread_promised_and_biases_are_zero(initializer, deviation) -> None:
    network = make(hidden=(300,), initializer=initializer)
    assert network.weights[0].std() == pytest.approx(deviation, rel=0.02)
    assert abs(network.weights[0].mean()) < 0.02 * deviation
    assert all((biases == 0).all() for biases in network.biases)


@pytest.mark.parametrize("initializer", ["gaussian", "he", "local", "unit-gaussian"])
def test_initial_weights_are_scaled(initializer) -> None:
    usual, wide = (make(initializer=initializer, initial_scale=scale, dtype="float64") for scale in (1, 3.5))
    np.testing.assert_allclose(wide.parameters, 3.5 * usual.parameters, rtol=1e-12)


def test_the_scale_is_above_zero() -> None:
    with pytest.raises(SettingError, match="Scale of initial weights must be a number above 0"):
        NetworkConfig(initial_scale=0)


@pytest.mark.parametrize("initializer", ["gaussian", "local"])
def test_float32_and_float64_networks_of_one_seed_begin_alike(initializer) -> None:
    single, double = (make(initializer=initializer, dtype=dtype) for dtype in ("float32", "float64"))
    np.testing.assert_array_equal(single.parameters, double.parameters.astype(np.float32))


def test_forward_pass_equals_the_formula_written_out() -> None:
    network = make(inputs=3, hidden=(4, 5), outputs=2, activations=("tanh", "relu"), dtype="float64")
    x = np.array([[0.1, -0.4, 0.9], [0.0, 1.0, -1.0]])
    a = np.tanh(x @ network.weights[0] + network.biases[0])
    a = np.maximum(a @ network.weights[1] + network.biases[1], 0)
    z = a @ network.weights[2] + network.biases[2]
    np.testing.assert_allclose(network.logits(x), z)
    np.testing.assert_allclose(network.predict(x), np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))


def test_one_sample_and_many_give_the_same_answers() -> None:
    network = make(hidden=(50, 20))
    images = np.random.default_rng(1).integers(0, 256, (2500, 784), np.uint8)
    many = network.predict(images)
    assert many.shape == (2500, 10)
    for index in (0, 1023, 1024, 2499):
        np.testing.assert_allclose(network.predict(images[index]), many[index], rtol=1e-4, atol=1e-7)


def test_ink_is_read_as_shares_of_full_ink() -> None:
    network = make(hidden=(5,))
    ink = np.full(784, 51, np.uint8)
    np.testing.assert_allclose(network.logits(ink), network.logits(np.full(784, 0.2, np.float32)), rtol=1e-5)


@pytest.mark.parametrize("shape", [(783,), (2, 783), (28, 28), (1, 28, 28), ()])
def test_samples_of_another_size_are_refused(shape) -> None:
    with pytest.raises(DataError, match="must have 784 inputs each"):
        make().predict(np.zeros(shape))


def test_networks_in_use_cannot_be_changed() -> None:
    network = make()
    for view in (network.parameters, *network.weights, *network.biases, network.copy().parameters):
        with pytest.raises(ValueError, match="read-only"):
            view[...] = 0
    writable = network.writable_copy()
    writable.weights[0][...] = 0
    assert network.weights[0].any()


def test_the_fingerprint_is_that_of_architecture_and_parameters() -> None:
    config = NetworkConfig(inputs=3, hidden=(4,), outputs=2)
    network = Network.initialise(config, np.random.default_rng(0))
    others = [
        Network(replace(config, activations=("tanh",)), network.parameters),
        Network(replace(config, output="sigmoid", loss="cross-entropy"), network.parameters),
        Network(replace(config, inputs=4, hidden=(3,), outputs=3), np.resize(network.parameters, 27)),
        Network(config, np.nextafter(network.parameters, np.float32(9))),
    ]
    assert network.copy().fingerprint() == network.fingerprint()
    assert len({network.fingerprint(), *(other.fingerprint() for other in others)}) == 5


def test_wrong_number_or_type_of_parameters_is_refused() -> None:
    config = NetworkConfig(inputs=2, hidden=(), outputs=2)
    with pytest.raises(DataError, match=r"must have 6 parameters of type float32\. Got 5 of type float32"):
        Network(config, np.zeros(5, np.float32))
    with pytest.raises(DataError, match=r"must have 6 parameters of type float32\. Got 6 of type float64"):
        Network(config, np.zeros(6))


def test_repr_names_the_architecture() -> None:
    assert repr(make(hidden=(100, 50))) == "Network(784-100-50-10, softmax + log-likelihood, float32)"
