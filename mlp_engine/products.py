"""Matrix products, one at a time.

The OpenBLAS inside numpy's wheels, where older than 0.3.33.112, can return wrong numbers when two threads run
different kinds of matrix-matrix product together (numpy issues 29391 and 31618, OpenBLAS issue 5836): training
in one thread while the pad predicts in another is that case. Every matrix-matrix product of the engine goes
through here and takes its turn. Matrix-vector products run other code and need no turn, so that one drawing is
read without waiting for a training.
"""

from threading import Lock

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

_turn = Lock()


def product(a: Floats, b: Floats, out: Floats) -> Floats:
    """a @ b for two matrices, written into ``out``, which is returned."""
    with _turn:
        return np.dot(a, b, out=out)
