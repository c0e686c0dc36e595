"""Every gradient is checked against central differences of the loss it claims to be the slope of."""

from itertools import product

import numpy as np
import pytest

from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import ACTIVATIONS, OUTPUT_LOSS_PAIRS, NetworkConfig
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network
from mlp_engine.perceptron.regularizers import Regularizer

STRENGTHS = [(0.0, 0.0), (0.7, 0.0), (0.0, 0.9), (0.7, 0.9)]
SAMPLES = 50


def full_loss(network: Network, x: np.ndarray, labels: np.ndarray, regularizer: Regularizer) -> float:
    """Mean loss plus penalty, computed forward only."""
    values = loss(network.config.loss).values(network.logits(x), labels)
    return float(values.mean()) + regularizer.penalty(network.parameters[: network.config.weight_count])


def analytic_gradient(network: Network, x: np.ndarray, labels: np.ndarray, regularizer: Regularizer) -> np.ndarray:
    backprop = Backprop(network, len(x))
    backprop.inputs[...] = x
    backprop.forward(len(labels))
    backprop.backward(labels)
    weights = slice(0, network.config.weight_count)
    regularizer.add_gradient(network.parameters[weights], backprop.gradient[weights], np.empty(weights.stop))
    return backprop.gradient


def numeric_gradient(network: Network, x: np.ndarray, labels: np.ndarray, regularizer: Regularizer) -> np.ndarray:
    h = 1e-5
    slopes = np.empty_like(network.parameters)
    for i, value in enumerate(network.parameters.copy()):
        network.parameters[i] = value + h
        above = full_loss(network, x, labels, regularizer)
        network.parameters[i] = value - h
        below = full_loss(network, x, labels, regularizer)
        network.parameters[i] = value
        slopes[i] = (above - below) / (2 * h)
    return slopes


@pytest.mark.parametrize(
    ("activation", "pair", "strengths"),
    list(product(ACTIVATIONS, OUTPUT_LOSS_PAIRS, STRENGTHS)),
    ids=lambda value: "+".join(map(str, value)) if isinstance(value, tuple) else value,
)
def test_gradient_equals_central_differences(activation, pair, strengths) -> None:
    rng = np.random.default_rng(3)
    config = NetworkConfig(
        inputs=5, hidden=(6, 4), outputs=3, activations=(activation,), output=pair[0], loss=pair[1], dtype="float64"
    )
    network = Network.initialise(config, rng).writable_copy()
    # Away from 0, where neither ReLU nor |w| has a slope to compare with.
    network.parameters[np.abs(network.parameters) < 0.01] = 0.05
    x, labels = rng.normal(size=(7, 5)), rng.integers(0, 3, 7)
    regularizer = Regularizer(*strengths, SAMPLES, "subgradient")  # the proximal step is no gradient: test_l1.py

    analytic = analytic_gradient(network, x, labels, regularizer)
    numeric = numeric_gradient(network, x, labels, regularizer)

    assert np.linalg.norm(analytic) > 0.01
    assert np.linalg.norm(analytic - numeric) / np.linalg.norm(analytic + numeric) < 1e-6
    np.testing.assert_allclose(analytic, numeric, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("pair", OUTPUT_LOSS_PAIRS, ids="+".join)
def test_gradient_of_a_network_without_hidden_layer(pair) -> None:
    rng = np.random.default_rng(4)
    config = NetworkConfig(inputs=4, hidden=(), outputs=3, output=pair[0], loss=pair[1], dtype="float64")
    network = Network.initialise(config, rng).writable_copy()
    x, labels = rng.normal(size=(5, 4)), rng.integers(0, 3, 5)
    nothing = Regularizer(0, 0, SAMPLES)
    np.testing.assert_allclose(
        analytic_gradient(network, x, labels, nothing), numeric_gradient(network, x, labels, nothing), rtol=1e-6
    )


def test_last_smaller_minibatch_ignores_the_rows_left_over_from_the_one_before() -> None:
    rng = np.random.default_rng(5)
    config = NetworkConfig(inputs=4, hidden=(3,), outputs=2, dtype="float64")
    network = Network.initialise(config, rng)
    x, labels = rng.normal(size=(6, 4)), rng.integers(0, 2, 6)
    roomy = Backprop(network, 6)
    roomy.inputs[...] = x
    roomy.forward(len(labels))
    roomy.backward(labels)
    roomy.inputs[:2] = x[:2]
    roomy.forward(len(labels[:2]))
    roomy.backward(labels[:2])
    tight = Backprop(network, 2)
    tight.inputs[...] = x[:2]
    tight.forward(len(labels[:2]))
    tight.backward(labels[:2])
    np.testing.assert_allclose(roomy.gradient, tight.gradient, rtol=1e-13)


def test_penalty_leaves_biases_alone() -> None:
    config = NetworkConfig(inputs=2, hidden=(2,), outputs=2, dtype="float64")
    parameters = np.ones(config.parameter_count)
    gradient = np.zeros(config.parameter_count)
    weights = slice(0, config.weight_count)
    Regularizer(1.0, 1.0, 10, "subgradient").add_gradient(
        parameters[weights], gradient[weights], np.empty(weights.stop)
    )
    network = Network(config, gradient)
    assert all((w == 0.2).all() for w in network.weights)
    assert all((b == 0).all() for b in network.biases)
