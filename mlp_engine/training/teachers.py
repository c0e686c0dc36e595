"""Distillation: a network that learns from what others make of a sample, instead of from its label.

The label of a seven says "7" and nothing else; trained networks say "7, and a little 1", and of one drawn badly they
are less sure. Such targets tell more about each sample. The mean of several teachers is what a committee of them
answers, and the one network that learns it answers at the price of one.

Teachers may know different things, one more of MNIST, another of other hands: of each sample those are heard that read
it as its label says, and all of them where none does, so that a wrong label is forgiven. Nobody needs to teach what was
drawn from its label: where generated samples stand beside others, their labels are learned.

Source: Hinton, Vinyals & Dean, *Distilling the knowledge in a neural network*, 2015; here with temperature 1, and the
labels choose among the teachers. These see each sample with the very distortion that the learner sees.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.perceptron.network import Floats, Network


class _Shape(Protocol):
    @property
    def inputs(self) -> int: ...

    @property
    def outputs(self) -> int: ...


class Teacher(Protocol):
    """A network that another one can learn from."""

    @property
    def config(self) -> _Shape:
        """Its numbers of inputs and outputs, among others."""
        ...

    def predict(self, samples: NDArray[np.generic]) -> Floats:
        """Probabilities, shape (n, outputs), of samples of shape (n, inputs)."""
        ...

    def dense(self) -> Network:
        """The same as an ordinary network, which a weights file holds."""
        ...


class Teachers:
    """Networks that another one learns from. They stay as they are."""

    def __init__(self, networks: Sequence[Teacher], learner: Network) -> None:
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
        self._outputs = learner.config.outputs
        self._dtype = np.dtype(learner.config.dtype)

    def __repr__(self) -> str:
        return f"Teachers({len(self._networks)})"

    def targets(
        self, inputs: NDArray[np.generic], labels: NDArray[np.integer], taught: NDArray[np.bool_] | None = None
    ) -> Floats:
        """The mean of the probabilities of those who are heard.

        Args:
            inputs: samples, shape (n, inputs).
            labels: what they are labelled, shape (n,).
            taught: which samples to answer, shape (n,), if not all; the targets of the others are their labels.

        Returns:
            Shape (n, outputs).
        """
        if taught is None:
            return self._mean(inputs, labels)
        targets = np.zeros((len(labels), self._outputs), self._dtype)
        targets[~taught, labels[~taught]] = 1
        targets[taught] = self._mean(inputs[taught], labels[taught])
        return targets

    def _mean(self, inputs: NDArray[np.generic], labels: NDArray[np.integer]) -> Floats:
        answers = np.stack([network.predict(inputs) for network in self._networks])  # (teachers, n, outputs)
        heard = answers.argmax(axis=2) == labels
        heard |= ~heard.any(axis=0)
        answers *= heard[:, :, None]
        mean = answers.sum(axis=0, dtype=self._dtype)
        mean /= heard.sum(axis=0)[:, None]
        return mean


def taught_of(data: Dataset) -> NDArray[np.bool_] | None:
    """Which samples of ``data`` teachers answer, shape (n,): the others amid generated ones. ``None`` is all."""
    return None if data.generated is None or data.generated.all() else ~data.generated
