"""Teachers (distillation): trained networks whose probabilities another network learns instead of the labels.

The label of a seven says only "7". A trained network says "7, and a little 1", and is less sure of a badly drawn one.
Such targets say more about each sample. The mean of several teachers' probabilities is what a committee of them
answers; the network that learns it costs no more than one network.

Teachers may differ in what they learned, one more from MNIST, another from other writers. For each sample the target
is the mean of those teachers that agree with its label. If none does, it is the mean of all, so that a wrong label
does little harm. Generated samples are drawn from their labels and need no teacher, and digits of known hands are
included because teachers misread such hands: in a data set that mixes them with others, their targets are their labels.

Source: Hinton, Vinyals & Dean, *Distilling the knowledge in a neural network*, 2015; here with temperature 1, and with
the labels selecting the teachers. Teachers see each sample with the same distortion as the learner.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.perceptron.network import Network


class _Shape(Protocol):
    @property
    def inputs(self) -> int: ...

    @property
    def outputs(self) -> int: ...


class Teacher(Protocol):
    """A network that another one can learn from."""

    @property
    def config(self) -> _Shape:
        """Its architecture, with the numbers of inputs and outputs."""
        ...

    def predict(self, samples: NDArray[np.generic]) -> Floats:
        """Probabilities, shape (n, outputs), of samples of shape (n, inputs)."""
        ...

    def dense(self) -> Network:
        """The same network as an ordinary one."""
        ...


class Teachers:
    """Networks that another one learns from. They are not changed."""

    def __init__(self, networks: Sequence[Teacher], learner: Network) -> None:
        """Take ``networks`` as teachers of ``learner``.

        Raises:
            DataError: if there is none, or if one of them differs from the learner in inputs or outputs.
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
        """The mean probabilities of the selected teachers for each sample.

        Args:
            inputs: samples, shape (n, inputs).
            labels: their labels, shape (n,).
            taught: which samples the teachers answer, shape (n,), if not all; the targets of the others are their
                labels.

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
        agreeing = answers.argmax(axis=2) == labels
        agreeing |= ~agreeing.any(axis=0)
        answers *= agreeing[:, :, None]
        mean = answers.sum(axis=0, dtype=self._dtype)
        mean /= agreeing.sum(axis=0)[:, None]
        return mean


def taught_of(data: Dataset) -> NDArray[np.bool_] | None:
    """The samples of ``data`` that teachers answer, shape (n,); ``None`` if all.

    These are the ones that are not generated and whose hand is not known; or all, if there are no such ones.
    """
    taught = np.ones(len(data), np.bool_)
    if data.generated is not None:
        taught &= ~data.generated
    if data.hands is not None:
        taught &= data.hands < 0
    return taught if taught.any() and not taught.all() else None
