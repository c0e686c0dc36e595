"""The examination of a network: its answer to every sample of a data set, and how reliable its probabilities are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.datasets.averages import mean_images
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import Evaluation, check_fits, evaluate_logits

Indices = NDArray[np.int64]

RELIABILITY_BINS = 15
# As many as the network computes together, so that a progress report after each block costs no time.
_SAMPLES_AT_ONCE = 1024


@dataclass(frozen=True, eq=False)
class Reliability:
    """The reliability diagram: confidence against accuracy, in bins of equal width of the confidence.

    The confidence of an answer is its probability, the highest of its sample. Bin b holds the answers with a
    confidence in (b / bins, (b + 1) / bins].

    Attributes:
        counts: number of answers in each bin, shape (bins,).
        confidence: mean confidence in each bin, shape (bins,); NaN for an empty bin.
        accuracy: share of right answers in each bin, shape (bins,); NaN for an empty bin.
    """

    counts: NDArray[np.int64]
    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]

    def __repr__(self) -> str:
        return f"Reliability({len(self.counts)} bins, expected calibration error {self.calibration_error:.4f})"

    @property
    def calibration_error(self) -> float:
        """Expected calibration error, Σ_b n_b / n · |accuracy_b − confidence_b|, from 0 to 1.

        Source: Guo, Pleiss, Sun and Weinberger, *On Calibration of Modern Neural Networks* (2017), equation 3,
        with their 15 bins.
        """
        filled = self.counts > 0
        gaps = np.abs(self.accuracy[filled] - self.confidence[filled])
        return float((self.counts[filled] * gaps).sum() / self.counts.sum())


@dataclass(frozen=True, eq=False)
class Examination:
    """All answers of a network on a data set, and their statistics.

    Samples are given by their index in ``data``. The confidence of an answer is its probability, the highest of its
    sample; with a sigmoid output the probabilities of a sample need not sum to 1.

    Attributes:
        data: the data set.
        probabilities: the probability of each class for each sample, shape (n, classes).
        answers: the class that each sample was read as, shape (n,).
        evaluation: errors, loss and confusion matrix.
        reject_scores: the reject score of each sample, shape (n,); ``None`` if none was asked for.
    """

    data: Dataset
    probabilities: Floats
    answers: Indices
    evaluation: Evaluation
    reject_scores: Floats | None = None

    def __repr__(self) -> str:
        return f"Examination({self.data.name!r}, {self.evaluation.errors} errors in {len(self.data)} samples)"

    @property
    def accuracy(self) -> float:
        """Share of the samples that were read right."""
        return 1 - self.evaluation.error_rate

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """Whether each sample was read as its label, shape (n,)."""
        return self.answers == self.data.labels

    @property
    def classes(self) -> int:
        """Number of classes of the network."""
        return self.probabilities.shape[1]

    @cached_property
    def confidence(self) -> Floats:
        """Probability of each answer, shape (n,)."""
        return np.take_along_axis(self.probabilities, self.answers[:, None], axis=1)[:, 0]

    @cached_property
    def second_answers(self) -> Indices:
        """The class with the second highest probability for each sample, shape (n,)."""
        others = self.probabilities.copy()
        np.put_along_axis(others, self.answers[:, None], -1, axis=1)
        return others.argmax(axis=1).astype(np.int64, copy=False)

    @cached_property
    def label_means(self) -> Floats:
        """The mean of the samples of each class, shape (classes, inputs); NaN for a class without samples."""
        return mean_images(self.data.inputs, self.data.labels, self.classes)

    @cached_property
    def answer_means(self) -> Floats:
        """The mean of the samples that were read as each class, shape (classes, inputs); NaN where there is none."""
        return mean_images(self.data.inputs, self.answers, self.classes)

    @property
    def recall(self) -> NDArray[np.float64]:
        """Share of each class that was read right, shape (classes,); NaN for a class without samples."""
        return self.evaluation.per_class

    @property
    def errors_per_class(self) -> NDArray[np.int64]:
        """Number of samples of each class that were read wrong, shape (classes,)."""
        confusion = self.evaluation.confusion
        return confusion.sum(axis=1) - confusion.diagonal()

    @property
    def precision(self) -> NDArray[np.float64]:
        """Share of the samples read as each class that belong to it, shape (classes,); NaN if none was read as it."""
        confusion = self.evaluation.confusion
        return _share(confusion.diagonal(), confusion.sum(axis=0))

    @property
    def f1(self) -> NDArray[np.float64]:
        """Harmonic mean of precision and recall, as 2 · right / (samples + answers), shape (classes,).

        In this form it is 0 for a class that is never read right, and NaN only for a class without samples and answers.
        """
        confusion = self.evaluation.confusion
        return _share(2 * confusion.diagonal(), confusion.sum(axis=0) + confusion.sum(axis=1))

    @cached_property
    def reliability(self) -> Reliability:
        """The confidence of the answers against their accuracy."""
        return reliability(self.confidence, self.right)

    def errors(self) -> Indices:
        """Samples read wrong, sorted by the confidence of the wrong answer, highest first."""
        return self._surest_first(np.flatnonzero(~self.right))

    def cell(self, label: int, answer: int) -> Indices:
        """Samples of class ``label`` that were read as ``answer``, highest confidence first."""
        return self._surest_first(np.flatnonzero((self.data.labels == label) & (self.answers == answer)))

    def _surest_first(self, indices: NDArray[np.integer]) -> Indices:
        # Stable, so that answers of equal confidence stay in the order of the data.
        return indices[np.argsort(-self.confidence[indices], kind="stable")].astype(np.int64, copy=False)


def examine(network: Network, data: Dataset, *, on_progress: Callable[[int], None] | None = None) -> Examination:
    """Examine ``network`` on all samples of ``data``.

    Args:
        network: the network.
        data: the data set; it is not copied.
        on_progress: called with the number of samples read so far, about every thousand samples; an error that it
            raises ends the examination.

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
    """The examination of ``network`` on ``data`` from its logits, shape (samples, outputs)."""
    return Examination(
        data=data,
        probabilities=network.probabilities(logits),
        answers=logits.argmax(axis=1).astype(np.int64, copy=False),
        evaluation=evaluate_logits(network, data, logits),
    )


def reliability(confidence: Floats, right: NDArray[np.bool_], bins: int = RELIABILITY_BINS) -> Reliability:
    """Sort answers into bins by their confidence.

    Args:
        confidence: the confidence of each answer, from 0 to 1, shape (n,), at least one.
        right: whether each answer was right, shape (n,).
        bins: number of bins; a confidence of exactly 0 belongs to the first.
    """
    sure = confidence.astype(np.float64)
    places = np.clip(np.ceil(sure * bins).astype(np.int64) - 1, 0, bins - 1)
    counts = np.bincount(places, minlength=bins)
    filled = counts > 0
    means = [np.bincount(places, weights=values, minlength=bins) for values in (sure, right.astype(np.float64))]
    confidence_of_bins, accuracy = (np.divide(sums, counts, out=np.full(bins, np.nan), where=filled) for sums in means)
    return Reliability(counts, confidence_of_bins, accuracy)


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
