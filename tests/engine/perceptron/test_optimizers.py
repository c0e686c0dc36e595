"""Two steps of each optimizer against its published formula, written out plainly."""

import numpy as np
import pytest

from mlp_engine.fast.blocks import BLOCK
from mlp_engine.perceptron.config import OPTIMIZERS, OptimizerName, TrainingConfig
from mlp_engine.perceptron.optimizers import optimizer
from mlp_engine.perceptron.regularizers import Regularizer

GRADIENTS = [np.array([1.0, -2.0, 0.5]), np.array([0.5, 1.0, -0.25])]
START = np.array([1.0, 2.0, 3.0])
RATE = 0.1


def run(name: OptimizerName, copies: int = 1) -> np.ndarray:
    w = np.tile(START, copies)
    steps = optimizer(TrainingConfig(optimizer=name, momentum=0.8), w)
    for g in GRADIENTS:
        steps.step(w, np.tile(g, copies), RATE)
    return w


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_parameter_is_moved_however_many_there_are(name: OptimizerName) -> None:
    copies = BLOCK  # three times as many parameters as are worked on at once
    np.testing.assert_allclose(run(name, copies), np.tile(run(name), copies), rtol=1e-12)


def test_sgd() -> None:
    np.testing.assert_allclose(run("sgd"), START - RATE * GRADIENTS[0] - RATE * GRADIENTS[1])


def test_momentum() -> None:
    v1 = -RATE * GRADIENTS[0]
    v2 = 0.8 * v1 - RATE * GRADIENTS[1]
    np.testing.assert_allclose(run("momentum"), START + v1 + v2)


def test_nesterov() -> None:
    """By the published equations, whose weights x are half a step behind: the gradient is taken at x + μv."""
    mu, x, v = 0.8, START.copy(), np.zeros(3)
    for g in GRADIENTS:
        v = mu * v - RATE * g
        x = x + v
    np.testing.assert_allclose(run("nesterov"), x + mu * v, rtol=1e-12)


def test_nesterov_overshoots_less_than_momentum() -> None:
    """Down the valley ½w², both with a μ that lets momentum swing."""
    ends = {}
    for name in ("momentum", "nesterov"):
        w, farthest = np.ones(1), 0.0
        steps = optimizer(TrainingConfig(optimizer=name, momentum=0.9), w)
        for _ in range(100):
            steps.step(w, w.copy(), RATE)
            farthest = min(farthest, float(w[0]))
        ends[name] = farthest
    assert ends["momentum"] < -0.6
    assert -0.4 < ends["nesterov"] < 0


def test_adamw_is_adam_whose_weights_shrink_by_themselves() -> None:
    """Algorithm 2 of Loshchilov & Hutter: with a gradient of 0 nothing but the decay is left."""
    np.testing.assert_allclose(run("adamw"), run("adam"), rtol=1e-12)
    decay = Regularizer(l1=0.0, l2=6.0, samples=30, is_decoupled=True)
    w, nothing = START.copy(), np.zeros(3)
    steps = optimizer(TrainingConfig(optimizer="adamw"), w)
    for _ in range(2):
        gradient = nothing.copy()
        decay.add_gradient(w, gradient, np.empty(3))
        assert not gradient.any()
        decay.shrink(w, RATE)
        steps.step(w, gradient, RATE)
    np.testing.assert_allclose(w, START * (1 - RATE * 0.2) ** 2, rtol=1e-12)
    assert decay.penalty(w) == 0
    coupled = Regularizer(l1=0.0, l2=6.0, samples=30)
    coupled.shrink(w, RATE)
    np.testing.assert_allclose(w, START * (1 - RATE * 0.2) ** 2, rtol=1e-12)


def test_adam() -> None:
    w, m, v = START.copy(), np.zeros(3), np.zeros(3)
    for t, g in enumerate(GRADIENTS, start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        w = w - RATE * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    np.testing.assert_allclose(run("adam"), w, rtol=1e-12)


def test_the_proximal_step_of_nesterov_is_taken_behind_the_weights() -> None:
    """x₁ = S(w₀ − ηg), v = x₁ − x₀ and w₁ = x₁ + μv, where S is the soft threshold."""
    w = np.array([1.0, -2.0, 0.05])
    g = np.array([1.0, -2.0, 0.6])
    steps = optimizer(TrainingConfig(optimizer="nesterov", momentum=0.8), w)
    steps.step(w, g, RATE)
    steps.shrink(w, THRESHOLD, RATE)
    x = np.array([0.9 - 0.015, -1.8 + 0.015, 0.0])
    velocity = x - [1.0, -2.0, 0.0]
    np.testing.assert_allclose(w, x + 0.8 * velocity, rtol=1e-12)
    np.testing.assert_allclose(steps.memory()["velocity"], velocity, rtol=1e-12)


THRESHOLD = 0.15  # at the learning rate 1


@pytest.mark.parametrize("copies", [1, BLOCK])
def test_the_proximal_step_of_sgd_is_the_soft_threshold(copies: int) -> None:
    w = np.tile([0.5, -0.5, 0.014, -0.015, 0.0], copies)
    optimizer(TrainingConfig(), w).shrink(w, THRESHOLD, RATE)
    np.testing.assert_allclose(w, np.tile([0.485, -0.485, 0.0, 0.0, 0.0], copies), rtol=1e-12)
    assert np.count_nonzero(w) == 2 * copies


def test_the_proximal_step_of_momentum_is_part_of_its_velocity() -> None:
    w = START.copy()
    steps = optimizer(TrainingConfig(optimizer="momentum", momentum=0.8), w)
    steps.step(w, GRADIENTS[0], RATE)
    steps.shrink(w, THRESHOLD, RATE)
    np.testing.assert_allclose(w, START - RATE * GRADIENTS[0] - RATE * THRESHOLD, rtol=1e-12)
    np.testing.assert_allclose(steps.memory()["velocity"], w - START, rtol=1e-12)


def test_the_proximal_step_of_adam_is_as_long_as_each_weights_own_step() -> None:
    w = START.copy()
    steps = optimizer(TrainingConfig(optimizer="adam"), w)
    steps.step(w, GRADIENTS[0], RATE)
    before = w.copy()
    steps.shrink(w, THRESHOLD, RATE)
    np.testing.assert_allclose(before - w, RATE * THRESHOLD / np.abs(GRADIENTS[0]), rtol=1e-6)  # √v̂ = |g| after a step


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_proximal_steps_come_to_rest_where_loss_and_penalty_are_least(name: OptimizerName) -> None:
    """The least of ½(w − a)² + λ|w| is at sign(a) max(|a| − λ, 0), whatever the optimizer."""
    a = np.array([2.0, -1.0, 0.1, -0.1])
    w = np.array([-1.0, 1.0, 1.0, -1.0])
    steps = optimizer(TrainingConfig(optimizer=name, momentum=0.8), w)
    for n in range(4000):
        rate = 0.05 / (1 + n / 200)
        steps.step(w, w - a, rate)
        steps.shrink(w, THRESHOLD, rate)
    np.testing.assert_allclose(w, [2 - THRESHOLD, -1 + THRESHOLD, 0, 0], atol=1e-3)
    assert np.count_nonzero(w) == 2
