"""Whether a network is as sure as it is right: the reliability diagram and its one number."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 15


@dataclass(frozen=True, eq=False)
class Reliability:
    """Answers sorted by confidence into bins of equal width: bin b holds those in (b / bins, (b + 1) / bins].

    The confidence of an answer is its probability, the highest of its sample.

    Attributes:
        counts: answers in each bin, shape (bins,).
        confidence: mean confidence of each bin, shape (bins,); NaN where a bin is empty.
        accuracy: share of each bin that is right, shape (bins,); NaN where a bin is empty.
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


def reliability(confidence: NDArray[np.floating], right: NDArray[np.bool_], bins: int = BINS) -> Reliability:
    """Compare how sure each answer was with whether it was right.

    Args:
        confidence: of each answer, from 0 to 1, shape (n,), at least one.
        right: whether it was right, shape (n,).
        bins: how many; a confidence of exactly 0 goes to the first.
    """
    sure = confidence.astype(np.float64)
    places = np.clip(np.ceil(sure * bins).astype(np.int64) - 1, 0, bins - 1)
    counts = np.bincount(places, minlength=bins)
    filled = counts > 0
    means = [np.bincount(places, weights=values, minlength=bins) for values in (sure, right.astype(np.float64))]
    confidence_of_bins, accuracy = (np.divide(sums, counts, out=np.full(bins, np.nan), where=filled) for sums in means)
    return Reliability(counts, confidence_of_bins, accuracy)
