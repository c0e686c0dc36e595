"""Answers that are given only above a threshold: how many are given, and how many of these are right.

A network that may say "I don't know" answers a sample if its score reaches a threshold. The share of the samples that
are answered is the coverage; the share of errors among them, the selective risk. Both together over all thresholds are
the risk–coverage curve.

Source: Geifman and El-Yaniv, *Selective Classification for Deep Neural Networks* (2017), section 2.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.errors import DataError


@dataclass(frozen=True, eq=False)
class RiskCoverage:
    """The risk–coverage curve: one point for each threshold at which another sample is answered.

    Attributes:
        thresholds: the different scores, falling, shape (m,).
        answered: number of samples whose score is at least the threshold, shape (m,); the last is all samples.
        wrong: how many of them are answered wrongly, shape (m,).
    """

    thresholds: NDArray[np.float64]
    answered: NDArray[np.int64]
    wrong: NDArray[np.int64]

    def __repr__(self) -> str:
        return f"RiskCoverage({len(self.thresholds)} thresholds, {self.answered[-1]} samples)"

    @cached_property
    def coverage(self) -> NDArray[np.float64]:
        """Share of the samples that are answered at each threshold, shape (m,)."""
        return self.answered / self.answered[-1]

    @cached_property
    def risk(self) -> NDArray[np.float64]:
        """Selective risk: share of errors among the answers at each threshold, shape (m,)."""
        return self.wrong / self.answered

    def at(self, threshold: float) -> tuple[int, int]:
        """The numbers of samples answered, and answered wrongly, if a score of at least ``threshold`` is required."""
        given = int(np.count_nonzero(self.thresholds >= threshold))
        return (int(self.answered[given - 1]), int(self.wrong[given - 1])) if given else (0, 0)

    def threshold_for(self, coverage: float) -> float:
        """The highest threshold at which at least this share of the samples, from 0 to 1, is answered."""
        return float(self.thresholds[int(np.argmax(self.coverage >= coverage))])


def risk_coverage(scores: Floats, right: NDArray[np.bool_]) -> RiskCoverage:
    """The risk–coverage curve of answers.

    Args:
        scores: how much speaks for answering each sample, shape (n,), at least one; samples of equal score are
            answered together.
        right: whether each answer is right, shape (n,).

    Raises:
        DataError: if there are no samples, or not one score and one answer for each.
    """
    if scores.ndim != 1 or scores.shape != right.shape or not len(scores):
        raise DataError(
            f"There must be one score and one answer for each of at least one sample. "
            f"Got shapes {scores.shape} and {right.shape}."
        )
    order = np.argsort(-scores, kind="stable")
    falling = scores[order].astype(np.float64)
    ends = np.flatnonzero(np.append(falling[1:] != falling[:-1], True))
    wrong = np.cumsum(~right[order])
    return RiskCoverage(falling[ends], (ends + 1).astype(np.int64), wrong[ends].astype(np.int64))
