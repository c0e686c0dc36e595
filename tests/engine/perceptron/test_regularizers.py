"""The penalty and its gradient, on more weights than are worked on at once."""

import numpy as np
import pytest

from mlp_engine.perceptron.regularizers import SCRATCH, Regularizer

MANY = 2 * SCRATCH + 5


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("l1", "l2"), [(0.0, 0.0), (0.0, 3.0), (2.0, 0.0), (2.0, 3.0)])
def test_every_weight_is_pulled_however_many_there_are(dtype: str, l1: float, l2: float) -> None:
    rng = np.random.default_rng(0)
    weights, gradient = rng.normal(size=MANY).astype(dtype), rng.normal(size=MANY).astype(dtype)
    weights[::7] = 0
    expected = gradient + l2 / 50 * weights + l1 / 50 * np.sign(weights)
    Regularizer(l1, l2, 50, "subgradient").add_gradient(weights, gradient, np.empty(SCRATCH, dtype))
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-6)


def test_the_penalty_is_that_of_all_weights() -> None:
    weights = np.full(MANY, -0.5, np.float32)
    assert Regularizer(2.0, 0.0, 50).penalty(weights) == pytest.approx(2 / 50 * 0.5 * MANY)
    assert Regularizer(0.0, 3.0, 50).penalty(weights) == pytest.approx(3 / 100 * 0.25 * MANY)
    assert Regularizer(2.0, 3.0, 50).penalty(weights) == pytest.approx((2 / 50 * 0.5 + 3 / 100 * 0.25) * MANY)


def test_the_gradient_is_that_of_l2_alone_where_l1_takes_proximal_steps() -> None:
    weights, gradient = np.ones(MANY), np.zeros(MANY)
    Regularizer(2.0, 3.0, 50).add_gradient(weights, gradient, np.empty(SCRATCH))
    np.testing.assert_allclose(gradient, 3 / 50)
    assert (Regularizer(2.0, 3.0, 50).threshold, Regularizer(2.0, 3.0, 50, "subgradient").threshold) == (2 / 50, 0)
