"""Blocks along the diagonal of a matrix: found wherever there are some, multiplied without the zeros beside them."""

import numpy as np
import pytest

from mlp_engine.fast.diagonal import block_product, diagonal_blocks


def diagonal(*shapes: tuple[int, int]) -> np.ndarray:
    """A matrix of such blocks, numbers other than 0, and zeros elsewhere."""
    matrix = np.zeros(tuple(np.sum(shapes, axis=0)), np.float32)
    top = left = 0
    for number, (rows, columns) in enumerate(shapes):
        random = np.random.default_rng(number).normal(size=(rows, columns))
        matrix[top : top + rows, left : left + columns] = random
        top, left = top + rows, left + columns
    return matrix


@pytest.mark.parametrize(
    "shapes",
    [[(70, 120), (80, 60)], [(90, 30), (1, 100), (60, 50)], [(50, 50)] * 4],
)
@pytest.mark.parametrize("samples", [(), (9,)])
def test_blocks_are_found_and_multiplied_as_the_whole_matrix(shapes, samples) -> None:
    matrix = diagonal(*shapes)
    blocks = diagonal_blocks(matrix)
    assert [block.matrix.shape for block in blocks] == shapes
    a = np.random.default_rng(5).normal(size=(*samples, len(matrix))).astype(np.float32)
    out = np.full((*samples, matrix.shape[1]), np.nan, np.float32)
    np.testing.assert_allclose(block_product(a, blocks, out), a @ matrix, rtol=1e-4, atol=1e-5)


def test_zeros_inside_and_around_blocks_change_no_product() -> None:
    matrix = diagonal((70, 70), (70, 70), (70, 70))
    matrix[[0, 3, 69, 70, 100, 139, 209]] = 0
    matrix[:, [0, 5, 69, 70, 110, 139, 140, 209]] = 0
    a = np.random.default_rng(5).normal(size=(4, 210)).astype(np.float32)
    blocks = diagonal_blocks(matrix)
    assert len(blocks) == 3
    out = np.full((4, 210), np.nan, np.float32)
    np.testing.assert_allclose(block_product(a, blocks, out), a @ matrix, rtol=1e-4, atol=1e-5)


def test_what_is_dense_small_or_empty_has_no_blocks() -> None:
    whole = np.ones((150, 150), np.float32)
    one_corner = whole.copy()
    one_corner[0, -1] = 0
    crossed = diagonal((70, 70), (80, 80))
    crossed[0, 75] = crossed[149, 69] = 1  # corners of 0, but every cut is crossed
    upper = np.triu(whole)
    upper[0, -1] = 0
    for matrix in (whole, one_corner, crossed, upper, diagonal((9, 9), (9, 9)), np.zeros((150, 150), np.float32)):
        assert diagonal_blocks(matrix) == ()
