"""The steps of Adam, momentum and Nesterov in fewer passes than those of :mod:`mlp_engine.perceptron.optimizers`.

Wide networks take them. numpy makes a pass over memory for each product and each sum: twelve for a step of Adam, six
for Nesterov's, four for momentum's. BLAS scales and adds two vectors in one pass, y ← αx + βy, and seven, three and two
are enough::

    Adam       m ← (1 − β₁) g + β₁ m      g ← g²      v ← (1 − β₂) g + β₂ v
               g ← √v      g ← g + ε      g ← m / g   w ← w − η g
    momentum   v ← μ v − η g              w ← w + v
    Nesterov   v ← μ v − η g              w ← w + μ v             w ← w − η g

They go from block to block, so that all but the first pass over a block find it in the processor's cache. Adam's
gradient is written over: it is the scratch that costs nothing.
"""

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.fast.blas import blas

# Four vectors of 256 KB in float32 fit into a core's second-level cache of 1 MB and more; with half of that the calls
# themselves take 5 % longer, with twice as much the caches are too small.
BLOCK = 65_536

_WIDE = 1 << 16
"""Parameters above which this pays; a smaller network has little to save, and all of it stays in the cache."""


def is_fast(parameters: Floats) -> bool:
    """Whether the steps of this module can be taken with these parameters, and are faster than the plain ones."""
    return parameters.size > _WIDE and blas(parameters).axpby is not None


def adam_step(
    parameters: Floats,
    gradient: Floats,
    mean: Floats,
    square: Floats,
    *,
    decays: tuple[float, float],
    size: float,
    epsilon: float,
) -> None:
    """w ← w − size · m / (√v + ε), after m and v have taken the gradient in.

    Args:
        parameters: w, changed in place; like all the vectors flat and contiguous.
        gradient: g, written over.
        mean: m, changed in place.
        square: v, changed in place.
        decays: β₁ and β₂, the shares of m and v that are kept.
        size: the learning rate, with the corrections of the start at 0.
        epsilon: ε, corrected alike.
    """
    axpby = blas(parameters).axpby
    assert axpby is not None
    beta1, beta2 = decays
    at_w, at_g, at_m, at_v = (vector.ctypes.data for vector in (parameters, gradient, mean, square))
    for start in range(0, parameters.size, BLOCK):
        block = slice(start, start + BLOCK)
        g, m, v = gradient[block], mean[block], square[block]
        n, offset = g.size, start * g.itemsize
        axpby(n, 1 - beta1, at_g + offset, 1, beta1, at_m + offset, 1)
        np.square(g, out=g)
        axpby(n, 1 - beta2, at_g + offset, 1, beta2, at_v + offset, 1)
        np.sqrt(v, out=g)
        np.add(g, epsilon, out=g)
        np.divide(m, g, out=g)
        axpby(n, -size, at_g + offset, 1, 1.0, at_w + offset, 1)


def momentum_step(
    parameters: Floats, gradient: Floats, velocity: Floats, *, momentum: float, learning_rate: float, is_ahead: bool
) -> None:
    """v ← μv − ηg, and w ← w + v; or, if the gradient was taken ahead as Nesterov does, w ← w + μv − ηg.

    Args:
        parameters: w, changed in place; like all the vectors flat and contiguous.
        gradient: g.
        velocity: v, changed in place.
        momentum: μ, the share of v that is kept.
        learning_rate: η.
        is_ahead: whether the step is Nesterov's.
    """
    axpby = blas(parameters).axpby
    assert axpby is not None
    at_w, at_g, at_v = (vector.ctypes.data for vector in (parameters, gradient, velocity))
    for start in range(0, parameters.size, BLOCK):
        n, offset = min(BLOCK, parameters.size - start), start * parameters.itemsize
        axpby(n, -learning_rate, at_g + offset, 1, momentum, at_v + offset, 1)
        axpby(n, momentum if is_ahead else 1.0, at_v + offset, 1, 1.0, at_w + offset, 1)
        if is_ahead:
            axpby(n, -learning_rate, at_g + offset, 1, 1.0, at_w + offset, 1)
