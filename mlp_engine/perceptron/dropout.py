"""Dropout: in each training step, neurons of the hidden layers that are left out at random.

No neuron can rely on one particular other neuron, so that features must be useful by themselves. While the share p of a
layer is left out, the rest counts 1/(1 − p) times as much ("inverted" dropout): the logits of the next layer have the
same mean as without, and a network in use needs no change.
Source: Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, *Dropout* (2014).
"""

from collections.abc import Sequence

import numpy as np

from mlp_engine.arrays import Floats
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig


class Dropout:
    """Leaves out neurons of each hidden layer, different ones in every step.

    Args:
        shares: the share p of the neurons of each hidden layer that is left out, 0 ≤ p < 1; one for all, or one each.
        config: the architecture.
        batch_size: the largest minibatch.
        rng: draws which neurons are left out, independently for each sample.

    Raises:
        SettingError: if there are several shares, but not one for each hidden layer.
    """

    def __init__(
        self, shares: Sequence[float], config: NetworkConfig, batch_size: int, rng: "np.random.Generator"
    ) -> None:
        self.shares = shares_of(shares, config)
        self._rng = rng
        self._factors = [np.empty((batch_size, size), config.dtype) for size in config.hidden]

    def __repr__(self) -> str:
        return f"Dropout({', '.join(f'{share:g}' for share in self.shares)})"

    def drops(self, layer: int) -> bool:
        """Whether neurons of hidden layer ``layer``, from 0, are left out."""
        return self.shares[layer] > 0

    def apply(self, layer: int, a: Floats, slope: Floats) -> None:
        """Leave out neurons of hidden layer ``layer``: multiply their activations and slopes by 0 or by 1/(1 − p).

        Args:
            layer: the number of the hidden layer, from 0.
            a: its activations, shape (n, neurons), changed in place.
            slope: their slopes, of the same shape, changed in place.
        """
        share, factors = self.shares[layer], self._factors[layer][: len(a)]
        self._rng.random(dtype=a.dtype.type, out=factors)
        np.greater_equal(factors, share, out=factors)
        factors *= 1 / (1 - share)
        a *= factors
        slope *= factors


def shares_of(shares: Sequence[float], config: NetworkConfig) -> tuple[float, ...]:
    """The share of each hidden layer: a single one of ``shares`` serves all of them.

    Raises:
        SettingError: if there are several, but not one for each hidden layer.
    """
    if len(shares) <= 1:
        return tuple(shares or (0.0,)) * len(config.hidden)
    if len(shares) != len(config.hidden):
        raise SettingError(
            f"Dropout must be one share for all hidden layers or one for each of the {len(config.hidden)}. "
            f"Got {len(shares)}."
        )
    return tuple(shares)
