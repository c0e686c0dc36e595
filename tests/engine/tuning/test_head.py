"""The last layers of a network answer as the whole does, and may be changed without the others."""

import numpy as np
import pytest

from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.tuning.head import Body

NETWORKS = {
    "no hidden layer": NetworkConfig(inputs=20, hidden=()),
    "one": NetworkConfig(inputs=20, hidden=(7,), output="sigmoid", loss="quadratic"),
    "several, of all kinds": NetworkConfig(
        inputs=20, hidden=(9, 1, 6), activations=("relu", "tanh", "sigmoid"), dtype="float64"
    ),
}


@pytest.fixture(params=list(NETWORKS.values()), ids=list(NETWORKS))
def network(request) -> Network:
    rng = np.random.default_rng(0)
    network = Network.initialise(request.param, rng).writable_copy()
    network.parameters[...] += rng.normal(0, 0.3, network.parameters.shape)
    return network.copy()


@pytest.fixture
def samples() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (1100, 20), np.uint8)


@pytest.mark.parametrize("layers", [1, 2, 4, 9])
def test_body_and_head_answer_as_the_whole(network, samples, layers) -> None:
    body = Body(network, layers)
    assert body.layers == min(layers, len(network.weights))
    head = body.head()
    assert len(head.weights) == body.layers
    np.testing.assert_allclose(head.logits(body.outputs(samples)), network.logits(samples), rtol=1e-4, atol=1e-5)
    assert body.with_head(head).fingerprint() == network.fingerprint()


@pytest.mark.parametrize("layers", [1, 2])
def test_another_head_changes_the_last_layers_and_nothing_else(network, samples, layers) -> None:
    before = network.fingerprint()
    body = Body(network, layers)
    head = body.head()
    head.parameters[...] += 0.1
    changed = body.with_head(head)
    assert network.fingerprint() == before
    assert changed.config == network.config
    for number, (old, new) in enumerate(zip(network.weights, changed.weights, strict=True), start=1):
        learned = number > len(network.weights) - body.layers
        np.testing.assert_allclose(new, old + 0.1 * learned, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(head.logits(body.outputs(samples)), changed.logits(samples), rtol=1e-4, atol=1e-5)
