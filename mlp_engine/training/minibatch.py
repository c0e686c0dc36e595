"""Minibatches: samples gathered in the order of an epoch, and distorted differently in every epoch."""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.augmentation import Augmentation, DistortionRanges, add_noise
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import AugmentationName
from mlp_engine.perceptron.inputs import read_inputs

_AT_ONCE = 128
"""Samples that are gathered at once: minibatches smaller than that are gathered several at a time, for a fifth of the
time of a minibatch of 10."""


class Minibatches:
    """Gathers minibatches, in a workspace that is allocated once.

    Attributes:
        batch_size: largest number of samples in a minibatch.
    """

    def __init__(
        self,
        data: Dataset,
        inputs: Floats,
        augmentation: AugmentationName,
        rng: np.random.Generator,
        noise: float = 0.0,
        ranges: DistortionRanges | None = None,
    ) -> None:
        """Prepare minibatches of ``data``.

        Args:
            data: the samples.
            inputs: memory for one minibatch, shape (batch_size, pixels), of the type that the network computes in.
            augmentation: how samples are distorted.
            rng: draws the distortions.
            noise: standard deviation of the noise on every input (see :func:`mlp_engine.augmentation.add_noise`).
            ranges: the largest distortions; those that belong to ``augmentation`` by default.
        """
        self.batch_size = min(len(inputs), len(data))
        self._data = data
        self._rng = rng
        self._augmentation = Augmentation(augmentation, data.inputs.shape[1], ranges)
        self._noise = noise
        self._together = max(1, _AT_ONCE // self.batch_size) * self.batch_size
        roomy = self._together > len(inputs)
        self._inputs = np.empty((self._together, data.inputs.shape[1]), inputs.dtype) if roomy else inputs
        self._samples = np.empty((self._together, data.inputs.shape[1]), data.inputs.dtype)
        self._labels = np.empty(self._together, data.labels.dtype)
        self.follow(np.empty(0, np.int64))

    def __repr__(self) -> str:
        return f"Minibatches({self._data!r}, {self.batch_size} at a time)"

    def follow(self, order: NDArray[np.integer]) -> None:
        """Take the samples at these indices, shape (n,), from now on; each of them is to be gathered once."""
        self._order = order
        self._start = self._end = 0

    def gather(self, first: int, n: int) -> tuple[Floats, NDArray[np.int64]]:
        """The inputs, distorted, and the labels of ``n`` samples, from number ``first`` of the order on.

        Returns:
            Shapes (n, pixels) and (n,); the next call overwrites them.
        """
        if first < self._start or first + n > self._end:
            self._gather(first)
        rows = slice(first - self._start, first - self._start + n)
        inputs = self._inputs[rows]
        self._augmentation.distort(inputs, self._rng)
        if self._noise:
            add_noise(inputs, self._noise, self._rng)
        return inputs, self._labels[rows]

    def _gather(self, first: int) -> None:
        """Gather as many samples as are processed together, undistorted."""
        indices = self._order[first : first + self._together]
        n = len(indices)
        # Modes other than "clip" make a copy first and take longer (512 images: 52 µs instead of 11).
        self._data.inputs.take(indices, axis=0, out=self._samples[:n], mode="clip")
        self._data.labels.take(indices, out=self._labels[:n], mode="clip")
        read_inputs(self._samples[:n], self._inputs[:n])
        self._start, self._end = first, first + n
