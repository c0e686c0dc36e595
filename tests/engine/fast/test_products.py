"""Products that add to what is there: with numpy's own BLAS and without it, the same."""

import numpy as np
import pytest

from mlp_engine.fast import folding, products
from mlp_engine.fast.blas import Blas, address, blas
from mlp_engine.fast.blocks import BLOCK
from mlp_engine.fast.products import add_product, add_vector, gradient_product, product
from mlp_engine.perceptron.config import OPTIMIZERS, NetworkConfig, TrainingConfig
from mlp_engine.training.train import train_new_network


@pytest.fixture(params=["numpy's BLAS", "numpy alone"])
def either_way(request, monkeypatch) -> None:
    if request.param == "numpy alone":
        monkeypatch.setattr(products, "blas", lambda array: Blas(None, None))
    elif blas(np.empty(0)).gemm is None:
        pytest.skip("numpy is not built on the OpenBLAS of its wheels here")


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("n", "rows", "columns"), [(1, 1, 1), (1, 7, 3), (10, 784, 30), (33, 5, 1), (128, 200, 300)])
@pytest.mark.parametrize(("scale", "keep"), [(1.0, 0.0), (-0.1, 1.0), (0.5, 0.9)])
def test_a_product_is_added(dtype, n, rows, columns, scale, keep) -> None:
    rng = np.random.default_rng(0)
    roomy = rng.normal(size=(n + 3, rows)).astype(dtype)
    a, b = roomy[:n], rng.normal(size=(n, columns)).astype(dtype)
    out = rng.normal(size=(rows, columns)).astype(dtype)
    expected = keep * out + scale * (a.T @ b)
    add_product(a, b, out, scale=scale, keep=keep, scratch=np.empty_like(out))
    np.testing.assert_allclose(out, expected, rtol=1e-5, atol=1e-4 if dtype == "float32" else 1e-13)


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("n", "rows", "columns"), [(1, 7, 3), (10, 784, 30), (33, 300, 301)])
def test_a_gradient_is_written_whatever_was_there(dtype, n, rows, columns) -> None:
    rng = np.random.default_rng(0)
    a, delta = rng.normal(size=(n, rows)).astype(dtype), rng.normal(size=(n, columns)).astype(dtype)
    out = np.full((rows, columns), np.nan, dtype)
    gradient_product(a, delta, out)
    np.testing.assert_allclose(out, a.T @ delta, rtol=1e-5, atol=1e-4 if dtype == "float32" else 1e-13)


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("size", [1, 1000, BLOCK, 2 * BLOCK + 5])
def test_a_vector_is_added(dtype, size) -> None:
    rng = np.random.default_rng(0)
    x, out = rng.normal(size=size).astype(dtype), rng.normal(size=size).astype(dtype)
    expected = out - 0.3 * x
    add_vector(x, out, scale=-0.3, scratch=np.empty(BLOCK, dtype))
    np.testing.assert_allclose(out, expected, rtol=1e-5, atol=1e-6 if dtype == "float32" else 1e-14)


@pytest.mark.parametrize(
    "strengths", [(0.0, 0.0), (0.0, 0.5), (0.3, 0.5)], ids=lambda pair: f"L1 {pair[0]}, L2 {pair[1]}"
)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("wide", [0, 10**9], ids=["folded", "plain"])
def test_a_training_without_numpys_blas_ends_the_same(striped_digits, monkeypatch, optimizer, strengths, wide) -> None:
    monkeypatch.setattr(folding, "_WIDE", wide)
    network = NetworkConfig(hidden=(12, 8), activations=("relu", "sigmoid"), dtype="float64")
    training = TrainingConfig(
        optimizer=optimizer, learning_rate=0.02, l1=strengths[0], l2=strengths[1], batch_size=16, epochs=3
    )
    first = train_new_network(striped_digits, network, training)
    monkeypatch.setattr(products, "blas", lambda array: Blas(None, None))
    second = train_new_network(striped_digits, network, training)
    np.testing.assert_allclose(second.network.parameters, first.network.parameters, rtol=1e-7, atol=1e-10)


@pytest.mark.parametrize("columns", [30, 1000])
@pytest.mark.parametrize("filled", [0, 1, 30, 200])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_products_with_one_vector_are_those_of_numpy(columns: int, filled: int, dtype: str) -> None:
    """Small and large, with few numbers other than 0, as in ink, with many, and with none."""
    rng = np.random.default_rng(3)
    a = np.zeros(200, dtype)
    a[rng.permutation(200)[:filled]] = rng.normal(size=filled)
    b = rng.normal(size=(200, columns)).astype(dtype)
    turned = np.asfortranarray(b)
    for matrix in (b, turned):
        out = np.full(columns, np.nan, dtype)
        assert product(a, matrix, out) is out
        np.testing.assert_allclose(out, a @ b, rtol=1e-4, atol=1e-5)


def test_the_address_of_an_array_is_that_of_its_first_number() -> None:
    for dtype in (np.float32, np.float64):
        whole = np.arange(10, dtype=dtype)
        kept = whole.copy()
        kept.flags.writeable = False
        for array in (whole, whole[3:], kept):
            assert address(array) == array.ctypes.data
