"""Products of matrices and distances between rows, in double precision."""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.perceptron.network import layer_logits

Doubles = NDArray[np.float64]


def product(a: Doubles, b: Doubles) -> Doubles:
    """a @ b of two matrices: a layer without biases, so that it takes its turn with all other products."""
    out = np.empty((len(a), len(b[0])))
    layer_logits(a, b, np.zeros_like(b[0]), out)
    return out


def squared_distances(rows: Floats) -> Doubles:
    """‖xᵢ − xⱼ‖² of every two rows, shape (n, n), exactly 0 on the diagonal and never below.

    With ‖xᵢ − xⱼ‖² = ‖xᵢ‖² − 2 (xᵢ · xⱼ − ‖xⱼ‖² / 2) it takes one product. The rows are centred first, which changes
    no distance and keeps the squares small.

    Args:
        rows: shape (n, d).
    """
    x = rows - rows.mean(axis=0, dtype=np.float64)
    squares = np.einsum("ij,ij->i", x, x)
    out = np.empty((len(x), len(x)))
    layer_logits(x, np.ascontiguousarray(x.T), -squares / 2, out)
    out *= -2
    out += squares[:, None]
    np.maximum(out, 0, out=out)
    np.fill_diagonal(out, 0)
    return out
