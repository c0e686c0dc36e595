"""One SGD step for each loss, against numbers worked out by hand.

The network has two inputs, no hidden layer and two outputs, all parameters 0 but the weight w00 = 1. The sample
x = (1, 2) has label 1. Then z = (1, 0), and every number below follows with a pencil and a table of e.
"""

import math
from typing import Any

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import LossName, NetworkConfig, OutputName, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.train import train

E = math.e
RATE = 0.5


def step(output: OutputName, loss: LossName, **settings: Any) -> tuple[Network, float, float]:
    """The network after one step, with the loss before it and the penalty after it."""
    config = NetworkConfig(inputs=2, hidden=(), outputs=2, output=output, loss=loss, dtype="float64")
    parameters = np.zeros(6)
    parameters[0] = 1.0
    data = Dataset(np.array([[1.0, 2.0]]), np.array([1]), "one sample", classes=2)
    training = TrainingConfig(learning_rate=RATE, epochs=1, batch_size=1, **settings)
    result = train(Network(config, parameters), data, training, rng=np.random.default_rng(0))
    record = result.history.epochs[0]
    return result.network, record.training_loss, record.penalty


def check(network: Network, delta: tuple[float, float], start: float = 1.0) -> None:
    """W = W0 − ηxδᵀ and b = −ηδ."""
    weights = [
        [start - RATE * 1 * delta[0], -RATE * 1 * delta[1]],
        [-RATE * 2 * delta[0], -RATE * 2 * delta[1]],
    ]
    np.testing.assert_allclose(network.weights[0], weights, rtol=1e-12)
    np.testing.assert_allclose(network.biases[0], [-RATE * delta[0], -RATE * delta[1]], rtol=1e-12)


def test_softmax_with_log_likelihood() -> None:
    # p = (e, 1)/(e + 1), C = −ln p_1 = ln(e + 1), δ = p − (0, 1).
    network, loss, _ = step("softmax", "log-likelihood")
    assert loss == pytest.approx(math.log(E + 1), rel=1e-12)
    check(network, (E / (E + 1), 1 / (E + 1) - 1))


def test_sigmoid_with_cross_entropy() -> None:
    # p = (e/(1 + e), ½), C = −ln(1 − p_0) − ln p_1 = ln(1 + e) + ln 2, δ = p − (0, 1).
    network, loss, _ = step("sigmoid", "cross-entropy")
    assert loss == pytest.approx(math.log(1 + E) + math.log(2), rel=1e-12)
    check(network, (E / (1 + E), -0.5))


def test_sigmoid_with_quadratic() -> None:
    # C = ½[p_0² + (½ − 1)²], δ = (p − y) p (1 − p).
    p = E / (1 + E)
    network, loss, _ = step("sigmoid", "quadratic")
    assert loss == pytest.approx(0.5 * (p * p + 0.25), rel=1e-12)
    check(network, (p * p * (1 - p), -0.5 * 0.25))


def test_l2_shrinks_the_weight_in_proportion() -> None:
    # n = 1: w00 loses η·λ·w00 = 0.5 · 0.2 · 1 = 0.1 besides the gradient's step. Penalty: λ/2 · Σw².
    network, _, penalty = step("softmax", "log-likelihood", l2=0.2)
    check(network, (E / (E + 1), 1 / (E + 1) - 1), start=0.9)
    assert penalty == pytest.approx(0.1 * float(np.square(network.weights[0]).sum()), rel=1e-12)


def test_l1_shrinks_the_weight_by_the_same_amount_whatever_its_size() -> None:
    # n = 1: w00 loses η·λ·sign(w00) = 0.5 · 0.4 = 0.2; the weights at 0 feel no pull. Penalty: λ · Σ|w|.
    network, _, penalty = step("softmax", "log-likelihood", l1=0.4, l1_step="subgradient")
    check(network, (E / (E + 1), 1 / (E + 1) - 1), start=0.8)
    assert penalty == pytest.approx(0.4 * float(np.abs(network.weights[0]).sum()), rel=1e-12)


def test_a_proximal_step_of_l1_stops_at_zero() -> None:
    # δ0 = e/(e + 1) = 0.7311, δ1 = −δ0. Without L1: w = (1 − 0.3655, 0.3655; −0.7311, 0.7311), and η·λ = 0.5.
    network, _, penalty = step("softmax", "log-likelihood", l1=1.0)
    d = E / (E + 1)
    np.testing.assert_allclose(network.weights[0], [[1 - d / 2 - 0.5, 0], [-d + 0.5, d - 0.5]], rtol=1e-12)
    np.testing.assert_allclose(network.biases[0], [-d / 2, d / 2], rtol=1e-12)
    assert penalty == pytest.approx(float(np.abs(network.weights[0]).sum()), rel=1e-12)
