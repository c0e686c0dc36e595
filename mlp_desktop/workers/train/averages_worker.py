"""A worker that says what the samples of a data set have in common."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_desktop.workers.kit.worker import Worker
from mlp_engine.arrays import Floats
from mlp_engine.datasets.averages import ink_counts, mean_images
from mlp_engine.datasets.dataset import Dataset


class Averages(NamedTuple):
    """The mean image of each class, shape (classes, pixels), and how many pixels have how much ink, shape (16,)."""

    means: Floats
    counts: NDArray[np.int64]


class AveragesWorker(Worker):
    """Goes through all samples once; ``succeeded`` gives :class:`Averages`. It takes less than a second."""

    fault = "The averages failed because of an error in this program"

    def __init__(self, data: Dataset) -> None:
        super().__init__()
        self._data = data

    def work(self) -> Averages:
        """Count and add up; called in the thread."""
        inputs, labels = self._data.inputs, self._data.labels
        return Averages(mean_images(inputs, labels, self._data.classes), ink_counts(inputs))
