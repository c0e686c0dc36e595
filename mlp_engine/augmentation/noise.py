"""Noise: a random number on every input, as a weak sensor adds it."""

import numpy as np

from mlp_engine.arrays import Floats


def add_noise(inputs: Floats, strength: float, rng: np.random.Generator) -> None:
    """Add ``strength`` · N(0, 1) to every input in place, and cut at 0 and 1, which are no ink and full ink.

    Args:
        inputs: shares of full ink, any shape.
        strength: standard deviation in shares of full ink, 0 or more.
        rng: draws one number for each input.
    """
    drawn = rng.standard_normal(inputs.shape, np.float64 if inputs.dtype == np.float64 else np.float32)
    drawn *= strength
    inputs += drawn
    np.clip(inputs, 0, 1, out=inputs)
