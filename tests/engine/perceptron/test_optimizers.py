"""Two steps of each optimizer against its published formula, written out plainly."""

import numpy as np
import pytest

from mlp_engine.fast.blocks import BLOCK
from mlp_engine.perceptron.config import OPTIMIZERS, TrainingConfig
from mlp_engine.perceptron.optimizers import optimizer

GRADIENTS = [np.array([1.0, -2.0, 0.5]), np.array([0.5, 1.0, -0.25])]
START = np.array([1.0, 2.0, 3.0])
RATE = 0.1


def run(name: str, copies: int = 1) -> np.ndarray:
    w = np.tile(START, copies)
    steps = optimizer(TrainingConfig(optimizer=name, momentum=0.8), w)
    for g in GRADIENTS:
        steps.step(w, np.tile(g, copies), RATE)
    return w


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_parameter_is_moved_however_many_there_are(name: str) -> None:
    copies = BLOCK  # three times as many parameters as are worked on at once
    np.testing.assert_allclose(run(name, copies), np.tile(run(name), copies), rtol=1e-12)


def test_sgd() -> None:
    np.testing.assert_allclose(run("sgd"), START - RATE * GRADIENTS[0] - RATE * GRADIENTS[1])


def test_momentum() -> None:
    v1 = -RATE * GRADIENTS[0]
    v2 = 0.8 * v1 - RATE * GRADIENTS[1]
    np.testing.assert_allclose(run("momentum"), START + v1 + v2)


def test_adam() -> None:
    w, m, v = START.copy(), np.zeros(3), np.zeros(3)
    for t, g in enumerate(GRADIENTS, start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        w = w - RATE * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    np.testing.assert_allclose(run("adam"), w, rtol=1e-12)
