"""A step in fewer passes is the plain step: by the formula, and in a whole training."""

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.fast import steps
from mlp_engine.fast.blas import Blas, blas
from mlp_engine.fast.steps import BLOCK
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.optimizers import optimizer
from mlp_engine.training.train import train_new_network

pytestmark = pytest.mark.skipif(
    blas(np.empty(0)).axpby is None, reason="numpy is not built on the OpenBLAS of its wheels here"
)
NARROW, WIDE = 0, 10**9


@pytest.mark.parametrize("size", [1, 17, BLOCK, 2 * BLOCK + 5])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_few_steps_of_adam_are_those_of_the_formula(monkeypatch, dtype: str, size: int) -> None:
    monkeypatch.setattr(steps, "_WIDE", NARROW)
    rng = np.random.default_rng(0)
    w = rng.normal(size=size).astype(dtype)
    rule = optimizer(TrainingConfig(optimizer="adam"), w)
    expected, m, v = w.astype(np.float64), np.zeros(size), np.zeros(size)
    for t in range(1, 5):
        g = rng.normal(size=size).astype(dtype)
        exact = g.astype(np.float64)
        rule.step(w, g, 0.01)
        m, v = 0.9 * m + 0.1 * exact, 0.999 * v + 0.001 * exact**2
        expected -= 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    single = dtype == "float32"
    np.testing.assert_allclose(w, expected, rtol=1e-5 if single else 1e-12, atol=1e-6 if single else 1e-14)
    memory = rule.memory()
    np.testing.assert_allclose(memory["mean"], m, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(memory["square"], v, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("size", [1, 17, BLOCK, 2 * BLOCK + 5])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_a_few_steps_of_momentum_are_those_of_the_formula(monkeypatch, name, dtype: str, size: int) -> None:
    monkeypatch.setattr(steps, "_WIDE", NARROW)
    rng = np.random.default_rng(0)
    w = rng.normal(size=size).astype(dtype)
    rule = optimizer(TrainingConfig(optimizer=name, momentum=0.8), w)
    expected, v = w.astype(np.float64), np.zeros(size)
    for _ in range(4):
        g = rng.normal(size=size).astype(dtype)
        rule.step(w, g, 0.01)
        v = 0.8 * v - 0.01 * g
        expected += v if name == "momentum" else 0.8 * v - 0.01 * g
    single = dtype == "float32"
    np.testing.assert_allclose(w, expected, rtol=1e-5 if single else 1e-12, atol=1e-6 if single else 1e-14)
    np.testing.assert_allclose(rule.memory()["velocity"], v, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("strengths", [(0.0, 0.0), (0.0, 0.5), (0.3, 0.5)], ids=str)
@pytest.mark.parametrize("name", ["adam", "nesterov"])
def test_a_training_ends_as_with_the_plain_step(striped_digits, monkeypatch, name, strengths) -> None:
    network = NetworkConfig(hidden=(12, 8), activations=("relu", "sigmoid"), dtype="float64")
    training = TrainingConfig(
        optimizer=name, learning_rate=0.02, l1=strengths[0], l2=strengths[1], batch_size=16, epochs=3
    )
    ends = []
    for pays_above in (NARROW, WIDE):
        monkeypatch.setattr(steps, "_WIDE", pays_above)
        ends.append(train_new_network(striped_digits, network, training).network.parameters)
    assert not np.array_equal(*ends), "both ways were taken"
    np.testing.assert_allclose(*ends, rtol=1e-7, atol=1e-10)


def test_wide_networks_alone_take_it_and_only_where_numpys_blas_is_there(monkeypatch) -> None:
    assert steps.is_fast(np.empty(100_000, np.float32))
    assert not steps.is_fast(np.empty(10_000, np.float32))
    monkeypatch.setattr(steps, "blas", lambda array: Blas(None, None))
    assert not steps.is_fast(np.empty(100_000, np.float32))


@pytest.mark.parametrize("pays_above", [NARROW, WIDE], ids=["fewer passes", "plain"])
def test_a_gradient_whose_square_overflows_ends_a_training_as_diverged(monkeypatch, pays_above: int) -> None:
    """In fewer passes v becomes infinite and the weight stands still, finite: it must not go on unseen."""
    monkeypatch.setattr(steps, "_WIDE", pays_above)
    rng = np.random.default_rng(0)
    data = Dataset((1e25 * rng.random((20, 3))).astype(np.float32), np.arange(20) % 2, "huge inputs", classes=2)
    network = NetworkConfig(inputs=3, hidden=(), outputs=2, activations=())
    training = TrainingConfig(optimizer="adam", learning_rate=1e-30, batch_size=5, epochs=2)
    assert train_new_network(data, network, training).outcome == "diverged"
