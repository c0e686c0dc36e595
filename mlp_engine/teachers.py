"""Distillation: a network that learns from what others make of a sample, instead of from its label.

The label of a seven says "7" and nothing else; trained networks say "7, and a little 1", and of one drawn badly they
are less sure. Such targets tell more about each sample, and forgive wrong labels. The mean of several teachers is what
a committee of them answers, and the one network that learns it answers at the price of one.

Source: Hinton, Vinyals & Dean, *Distilling the knowledge in a neural network*, 2015; here with temperature 1 and
without the labels. The teachers see each sample with the very distortion that the learner sees.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import DataError
from mlp_engine.network import Floats, Network


class Teachers:
    """Networks that another one learns from. They stay as they are."""

    def __init__(self, networks: Sequence[Network], learner: Network) -> None:
        """Take ``networks`` as teachers of ``learner``.

        Raises:
            DataError: if there is none, or one of them has other inputs or outputs than the learner.
        """
        if not networks:
            raise DataError("There must be at least one network to learn from. Got none.")
        wanted = (learner.config.inputs, learner.config.outputs)
        for network in networks:
            came = (network.config.inputs, network.config.outputs)
            if came != wanted:
                raise DataError(
                    f"A network to learn from must have {wanted[0]} inputs and {wanted[1]} outputs, as the one that "
                    f"learns. Got {came[0]} and {came[1]}."
                )
        self._networks = tuple(networks)
        self._dtype = np.dtype(learner.config.dtype)

    def __repr__(self) -> str:
        return f"Teachers({len(self._networks)})"

    def targets(self, inputs: NDArray[np.generic]) -> Floats:
        """The mean of their probabilities for each of ``inputs``, shape (n, inputs); returns shape (n, outputs)."""
        mean = np.zeros((len(inputs), self._networks[0].config.outputs), self._dtype)
        for network in self._networks:
            mean += network.predict(inputs)
        mean /= len(self._networks)
        return mean
