"""Losses stay finite and true where naive formulas overflow or round to 0."""

import math

import numpy as np
import pytest

from mlp_engine.perceptron.config import LOSSES
from mlp_engine.perceptron.losses import loss


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", LOSSES)
def test_extreme_logits_give_finite_losses_and_probabilities(name, dtype) -> None:
    z = np.array([[1e4, -1e4, 0.0], [-1e4, 1e4, 1e4], [0.0, 0.0, 0.0]], dtype)
    labels = np.array([1, 0, 2])
    values = loss(name).values(z, labels)
    p = np.empty_like(z)
    loss(name).probabilities(z, p)
    assert np.isfinite(values).all()
    assert (values >= 0).all()
    assert ((p >= 0) & (p <= 1)).all()


def test_confidently_wrong_softmax_costs_its_logit_gap() -> None:
    values = loss("log-likelihood").values(np.array([[1000.0, 0.0]]), np.array([1]))
    assert values[0] == pytest.approx(1000.0)


def test_softmax_rows_sum_to_one_and_ignore_a_common_shift() -> None:
    z = np.array([[1.0, 2.0, 3.0]])
    shifted = z + 500
    loss("log-likelihood").probabilities(z, z)
    loss("log-likelihood").probabilities(shifted, shifted)
    assert z.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(z, shifted, rtol=1e-12)


def test_cross_entropy_equals_its_definition_where_that_is_harmless() -> None:
    z = np.array([[0.3, -1.2, 0.8]])
    p = 1 / (1 + np.exp(-z))
    defined = -math.log(p[0, 2]) - math.log(1 - p[0, 0]) - math.log(1 - p[0, 1])
    assert loss("cross-entropy").values(z, np.array([2]))[0] == pytest.approx(defined, rel=1e-12)


@pytest.mark.parametrize("name", ["log-likelihood", "cross-entropy"])
def test_error_of_the_natural_pairs_is_p_minus_y(name) -> None:
    z = np.array([[0.5, -0.5, 2.0], [1.0, 0.0, -1.0]])
    labels = np.array([2, 0])
    p, delta = np.empty_like(z), np.empty_like(z)
    loss(name).probabilities(z, p)
    loss(name).error(p, labels, delta)
    np.testing.assert_allclose(delta, p - np.eye(3)[labels])


@pytest.mark.parametrize("n", [1, 23, 24, 500])
def test_softmax_is_the_same_however_many_samples_come_together(n: int) -> None:
    """Many rows are searched for their maxima column by column, which must not change the last bit."""
    z = np.random.default_rng(0).normal(0, 50, (n, 10)).astype(np.float32)
    z[n // 2] = [np.nan, *[1.0] * 9]
    together, alone = np.empty_like(z), np.empty_like(z)
    for part, out in [(z, together), *((z[i : i + 1], alone[i : i + 1]) for i in range(n))]:
        loss("log-likelihood").probabilities(part, out)
    np.testing.assert_array_equal(together, alone)
    in_place = z.copy()
    loss("log-likelihood").probabilities(in_place, in_place)
    np.testing.assert_array_equal(in_place, together)
    assert np.isnan(together[n // 2]).all()
