"""What a network makes of every sample of a data set, kept so that it can be looked through."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.examination.reliability import Reliability, reliability
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import Evaluation, check_fits, evaluate_logits

Floats = NDArray[np.floating]
Indices = NDArray[np.int64]

# As many as the network takes through its layers together: a report between them costs nothing.
_SAMPLES_AT_ONCE = 1024


@dataclass(frozen=True, eq=False)
class Examination:
    """Every answer of a network on a data set, with the figures that sum them up.

    Samples are named by their index in ``data``. The confidence of an answer is its probability, the highest of its
    sample; with a sigmoid output the probabilities of a sample need not add up to 1.

    Attributes:
        data: what was read.
        probabilities: of each class for each sample, shape (n, classes).
        answers: the class that each sample was read as, shape (n,).
        evaluation: errors, loss and confusion matrix.
    """

    data: Dataset
    probabilities: Floats
    answers: Indices
    evaluation: Evaluation

    def __repr__(self) -> str:
        return f"Examination({self.data.name!r}, {self.evaluation.errors} errors in {len(self.data)} samples)"

    @property
    def accuracy(self) -> float:
        """Share of the samples that was read right."""
        return 1 - self.evaluation.error_rate

    @property
    def classes(self) -> int:
        """How many classes the network tells apart."""
        return self.probabilities.shape[1]

    @cached_property
    def confidence(self) -> Floats:
        """Probability of each answer, shape (n,)."""
        return np.take_along_axis(self.probabilities, self.answers[:, None], axis=1)[:, 0]

    @cached_property
    def second_guesses(self) -> Indices:
        """The class that each sample was most likely to be but for its answer, shape (n,)."""
        others = self.probabilities.copy()
        np.put_along_axis(others, self.answers[:, None], -1, axis=1)
        return others.argmax(axis=1).astype(np.int64, copy=False)

    @property
    def recall(self) -> NDArray[np.float64]:
        """Share of each class that was read right, shape (classes,); NaN where a class has no sample."""
        return self.evaluation.per_class

    @property
    def errors_per_class(self) -> NDArray[np.int64]:
        """How many samples of each class were read wrong, shape (classes,)."""
        confusion = self.evaluation.confusion
        return confusion.sum(axis=1) - confusion.diagonal()

    @property
    def precision(self) -> NDArray[np.float64]:
        """Share of what was read as each class that is of it, shape (classes,); NaN where nothing was read so."""
        confusion = self.evaluation.confusion
        return _share(confusion.diagonal(), confusion.sum(axis=0))

    @property
    def f1(self) -> NDArray[np.float64]:
        """Harmonic mean of precision and recall, as 2 · right / (samples + answers), shape (classes,).

        Counted so it is 0 for a class that is never read right, and NaN only where a class has neither samples nor
        answers.
        """
        confusion = self.evaluation.confusion
        return _share(2 * confusion.diagonal(), confusion.sum(axis=0) + confusion.sum(axis=1))

    @cached_property
    def reliability(self) -> Reliability:
        """How sure the answers are against how often they are right."""
        return reliability(self.confidence, self.answers == self.data.labels)

    def errors(self) -> Indices:
        """Samples read wrong, the hardest first: the more probability went to the wrong answer, the earlier."""
        return self._surest_first(np.flatnonzero(self.answers != self.data.labels))

    def cell(self, label: int, answer: int) -> Indices:
        """Samples of class ``label`` that were read as ``answer``, the surest answer first."""
        return self._surest_first(np.flatnonzero((self.data.labels == label) & (self.answers == answer)))

    def _surest_first(self, indices: NDArray[np.integer]) -> Indices:
        # Stable, so that equally sure answers stay in the order of the data.
        return indices[np.argsort(-self.confidence[indices], kind="stable")].astype(np.int64, copy=False)


def examine(network: Network, data: Dataset, *, on_progress: Callable[[int], None] | None = None) -> Examination:
    """Read every sample of ``data``.

    Args:
        network: that reads.
        data: that is read; it is referred to, not copied.
        on_progress: called with the number of samples read so far, about every thousand; what it raises ends the
            examination.

    Raises:
        DataError: if the data does not fit the network.
    """
    check_fits(network, data)
    logits = np.empty((len(data), network.config.outputs), network.config.dtype)
    for start in range(0, len(data), _SAMPLES_AT_ONCE):
        rows = network.logits(data.inputs[start : start + _SAMPLES_AT_ONCE])
        logits[start : start + len(rows)] = rows
        if on_progress is not None:
            on_progress(start + len(rows))
    return examination_of(network, data, logits)


def examination_of(network: Network, data: Dataset, logits: Floats) -> Examination:
    """What ``network`` made of ``data``, from its logits, shape (samples, outputs), that are there already."""
    return Examination(
        data=data,
        probabilities=network.probabilities(logits),
        answers=logits.argmax(axis=1).astype(np.int64, copy=False),
        evaluation=evaluate_logits(network, data, logits),
    )


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
