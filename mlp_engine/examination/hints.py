"""What is worth a look in an examination, by plain rules: the mistake made most often, doubt, and too few samples.

Each rule speaks only where chance alone would hardly show as much: shares are compared by their 95 % intervals.
"""

from collections.abc import Callable

import numpy as np

from mlp_engine.examination.examination import Examination
from mlp_engine.examination.hint import Hint
from mlp_engine.training.metrics import accuracy_interval

FEWEST_MISTAKES = 5
"""A mistake made less often may be chance."""
LARGEST_SHARE = 0.1
"""The least share of all errors for which a hint names one mistake."""
LARGEST_GAP = 0.03
"""The least difference of probability and accuracy for which a hint calls probabilities misleading."""
WIDEST = 0.03
"""The least half width of the accuracy's interval for which a hint calls the samples too few."""


def examination_hints(examination: Examination) -> tuple[Hint, ...]:
    """All hints, the most useful first; empty where nothing stands out."""
    rules: tuple[Callable[[Examination], Hint | None], ...] = (
        _commonest_mistake,
        _weakest_class,
        _misleading_probabilities,
        _few_samples,
    )
    return tuple(hint for rule in rules if (hint := rule(examination)) is not None)


def _commonest_mistake(examination: Examination) -> Hint | None:
    wrong = examination.evaluation.confusion.copy()
    np.fill_diagonal(wrong, 0)
    label, answer = divmod(int(wrong.argmax()), len(wrong))
    count, errors = int(wrong[label, answer]), examination.evaluation.errors
    if count < FEWEST_MISTAKES or count < LARGEST_SHARE * errors:
        return None
    back = int(wrong[answer, label])
    return Hint(
        "mistake",
        f"{label} is read as {answer} more often than any other mistake is made.",
        f"{count:,} of {errors:,} errors; the other way round {back:,}. Look at what these have in common.",
        "Show them",
        (label, answer),
    )


def _weakest_class(examination: Examination) -> Hint | None:
    """The class read worst, if its interval lies below the accuracy of all samples."""
    counts, recall = examination.evaluation.confusion.sum(axis=1), examination.recall
    if not np.isfinite(recall).any():
        return None
    label = int(np.nanargmin(recall))
    share, samples = float(recall[label]), int(counts[label])
    _, high = accuracy_interval(share, samples)
    if high >= examination.accuracy:
        return None
    return Hint(
        "class",
        f"{label} is read worst.",
        f"{share:.1%} of {samples:,} {'is' if samples == 1 else 'are'} read as {label}, of all digits "
        f"{examination.accuracy:.1%}: more samples of it in training, or distorted ones, would help.",
        "Show classes",
        (label, label),
    )


def _misleading_probabilities(examination: Examination) -> Hint | None:
    sure, right = float(examination.confidence.mean()), examination.accuracy
    low, high = accuracy_interval(right, len(examination.data))
    if abs(sure - right) < LARGEST_GAP or low <= sure <= high:
        return None
    verdict = "surer than it is right" if sure > right else "less sure than it is right"
    return Hint(
        "calibration",
        f"The network is {verdict}.",
        f"Mean probability of the answers {sure:.1%}, read right {right:.1%}. Calibration, which divides all logits by "
        "one temperature, mends it.",
        "Show",
    )


def _few_samples(examination: Examination) -> Hint | None:
    samples = len(examination.data)
    low, high = accuracy_interval(examination.accuracy, samples)
    if (high - low) / 2 < WIDEST:
        return None
    return Hint(
        "samples",
        "So few samples tell the accuracy only roughly.",
        f"With {samples:,} of them it lies between {low:.1%} and {high:.1%}, 19 times of 20.",
    )
