"""Products with matrices that hold blocks along the diagonal and zeros elsewhere, as between the layers of a committee.

The zeros of k members are k − 1 of k numbers: without them a committee is read as fast as its members one by one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.fast.products import product, separate_product

# Numbers of a matrix below which one product takes no longer than several small ones.
_SMALLEST = 1 << 14


@dataclass(frozen=True, eq=False)
class DiagonalBlock:
    """What is not zero in some of the rows and columns of a matrix.

    Attributes:
        rows: which these are.
        columns: the same; together the blocks of a matrix have all its columns.
        matrix: the numbers there, in memory of their own.
    """

    rows: slice
    columns: slice
    matrix: Floats


def diagonal_blocks(matrix: Floats) -> tuple[DiagonalBlock, ...]:
    """The blocks of a matrix, as many as there are; none where it is small, or dense."""
    # Most matrices are known for dense by their corners.
    if matrix.size < _SMALLEST or matrix[0, -1] != 0 or matrix[-1, 0] != 0:
        return ()
    rows, columns = matrix.shape
    filled = matrix != 0
    some = filled.any(axis=1)
    first: NDArray[np.int64] = filled.argmax(axis=1)
    first[~some] = columns
    upto: NDArray[np.int64] = columns - filled[:, ::-1].argmax(axis=1)
    upto[~some] = 0
    reached = np.maximum.accumulate(upto)  # by this row and those above
    begun = np.minimum.accumulate(first[::-1])[::-1]  # by this row and those below
    cuts = np.flatnonzero((begun[1:] >= reached[:-1]) & (reached[:-1] > 0) & (begun[1:] < columns)) + 1
    if not len(cuts):
        return ()
    # Rows of nothing but zeros go with the block below them.
    cuts = cuts[np.unique(reached[cuts - 1], return_index=True)[1]]
    down, across = [0, *cuts.tolist(), rows], [0, *reached[cuts - 1].tolist(), columns]
    return tuple(
        DiagonalBlock(slice(top, bottom), slice(left, right), matrix[top:bottom, left:right].copy())
        for top, bottom, left, right in zip(down, down[1:], across, across[1:], strict=False)
    )


def block_product(a: Floats, blocks: tuple[DiagonalBlock, ...], out: Floats) -> Floats:
    """:func:`~mlp_engine.fast.products.product` with the matrix of these blocks."""
    for block in blocks:
        if a.ndim == 1:
            product(a[block.rows], block.matrix, out[block.columns])
        else:
            separate_product(a[:, block.rows], block.matrix, out[:, block.columns])
    return out
