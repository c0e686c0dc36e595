"""Matrix products, one at a time.

The OpenBLAS inside numpy's wheels, where older than 0.3.33.112, can return wrong numbers when two threads run
different kinds of matrix-matrix product together (numpy issues 29391 and 31618, OpenBLAS issue 5836): training
in one thread while the pad predicts in another is that case. Every matrix-matrix product of the engine goes
through here and takes its turn.

A product with one vector, which reads the drawing on the pad, does not wait for a turn, and a large one goes through
BLAS in pieces for which it takes one core. Where a training kept all cores busy, one in ten of them took 16 ms and more
with BLAS's own threads, and 0.2 ms without.
"""

from threading import Lock

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.fast.blas import AS_IT_IS, ROW_MAJOR, TRANSPOSED, address, blas
from mlp_engine.fast.blocks import blocks
from mlp_engine.fast.scratch import scratch

_turn = Lock()

# Numbers of a matrix below which BLAS multiplies it by a vector on one core, in half the time of numpy's loops.
_SMALL = 1 << 17
# Share of numbers other than 0 in a vector above which all rows of the matrix are read in their place; below, copying
# those that count is faster: for 1600 × 1152 it takes 0.15 ms instead of 0.6 with 20 % of the numbers, 0.44 with 45 %;
# a whole answer of 784-1000-500-10 with half of its rectifiers active takes 0.92 of the time it takes with 0.5.
_DENSE = 0.7
# Numbers of a gradient above which a call of BLAS that skips numpy's zeros pays.
_LARGE_GRADIENT = 1 << 16


def product(a: Floats, b: Floats, out: Floats) -> Floats:
    """a @ b, written into ``out``, which is returned.

    Args:
        a: a matrix, shape (n, rows), or one vector, shape (rows,).
        b: a matrix, shape (rows, columns).
        out: shape (n, columns) or (columns,), another array.
    """
    if a.ndim == 1:
        return _vector_product(a, b, out)
    matrix_product(a, b, out)
    return out


def matrix_product(a: Floats, b: Floats, out: Floats) -> None:
    """a @ b of two matrices, written into ``out``: shapes (n, rows), (rows, columns) and (n, columns)."""
    with _turn:
        np.dot(a, b, out)


def separate_product(a: Floats, b: Floats, out: Floats) -> None:
    """The same where ``a`` and ``out`` may be some of the columns of wider arrays."""
    with _turn:
        np.matmul(a, b, out=out)


def _vector_product(a: Floats, b: Floats, out: Floats) -> Floats:
    if b.size < _SMALL:
        return np.dot(a, b, out=out)
    if not b.flags.c_contiguous:
        return np.einsum("i,ij->j", a, b, out=out)
    rows = max(_SMALL // b.shape[1], 1)
    # Rows of b that are multiplied by 0 are not read: most of a digit image is paper, and most rectifiers are at rest.
    filled = np.flatnonzero(a)
    if len(filled) > _DENSE * len(a):
        np.dot(a[:rows], b[:rows], out)
        for start in range(rows, len(a), rows):
            part = slice(start, start + rows)
            out += np.dot(a[part], b[part])
        return out
    if not len(filled):
        out.fill(0)
    values = a.take(filled)
    (chosen,) = scratch([(min(rows, len(filled)), b.shape[1])], b.dtype)
    for start in range(0, len(filled), rows):
        part = filled[start : start + rows]
        some = chosen[: len(part)]
        b.take(part, axis=0, out=some, mode="clip")  # other modes make a copy first
        if start:
            out += np.dot(values[start : start + rows], some)
        else:
            np.dot(values[:rows], some, out)
    return out


def gradient_product(a: Floats, delta: Floats, out: Floats) -> None:
    """aᵀ @ delta, written into ``out``: the gradient of a layer's weights.

    numpy fills ``out`` with zeros before BLAS does the same; on wide layers that is a pass over memory too many.

    Args:
        a: what came into the layer, shape (n, fan_in).
        delta: the error of its logits, shape (n, fan_out).
        out: shape (fan_in, fan_out).
    """
    if out.size < _LARGE_GRADIENT:
        product(a.T, delta, out)
    else:
        add_product(a, delta, out, scale=1.0, keep=0.0, scratch=out)


def add_product(a: Floats, b: Floats, out: Floats, *, scale: float, keep: float, scratch: Floats) -> None:
    """out ← keep · out + scale · aᵀ @ b, where possible without an extra pass over ``out``.

    Args:
        a: shape (n, rows), contiguous as the others are.
        b: shape (n, columns).
        out: shape (rows, columns).
        scale: factor of the product.
        keep: factor of what is in ``out``.
        scratch: like ``out``, may be overwritten; ``out`` itself where nothing of it is kept.
    """
    gemm = blas(out).gemm
    if gemm is None:
        product(a.T, b, scratch)
        if scratch is out:
            out *= scale
            return
        scratch *= scale
        out *= keep
        out += scratch
        return
    (n, rows), columns = a.shape, b.shape[1]
    p, q, r = address(a), address(b), address(out)
    with _turn:
        gemm(ROW_MAJOR, TRANSPOSED, AS_IT_IS, rows, columns, n, scale, p, rows, q, columns, keep, r, columns)


def add_vector(x: Floats, out: Floats, *, scale: float, scratch: Floats) -> None:
    """out ← out + scale · x for two flat, contiguous vectors, where possible in one pass, by all BLAS threads.

    ``scratch``, a vector of :data:`~mlp_engine.fast.blocks.BLOCK` numbers or of as many as ``x``, may be overwritten.
    """
    axpy = blas(out).axpy
    if axpy is None:
        for block in blocks(out.size):
            part = x[block]
            out[block] += np.multiply(part, scale, out=scratch[: part.size])
        return
    with _turn:
        axpy(out.size, scale, address(x), 1, address(out), 1)
