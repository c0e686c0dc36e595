"""What an examination found, in words: for everyone, and for those who cannot see the pictures."""

import math

import numpy as np

from mlp_engine.examination.examination import Examination

MISTAKES_TOLD = 5


def headline(examination: Examination) -> str:
    """How well the samples were read, in one line."""
    errors, samples = examination.evaluation.errors, len(examination.data)
    told = "no error" if errors == 0 else "1 error" if errors == 1 else f"{errors:,} errors"
    return f"{examination.accuracy:.2%} right: {told} in {samples:,} {'sample' if samples == 1 else 'samples'}"


def details(name: str, examination: Examination) -> str:
    """Which network read which data, and the figures behind the headline."""
    parts = [f"{name} on {examination.data.name}", f"loss {examination.evaluation.loss:.4f}"]
    if examination.evaluation.writer_average is not None:
        parts.append(f"{examination.evaluation.writer_average:.2%} right on average over writers")
    return " · ".join(parts)


def matrix_words(examination: Examination) -> str:
    """The confusion matrix: the commonest mistakes first."""
    wrong = examination.evaluation.confusion.copy()
    np.fill_diagonal(wrong, 0)
    if not wrong.any():
        return f"{headline(examination)}."
    commonest = np.argsort(-wrong, axis=None, kind="stable")[:MISTAKES_TOLD]
    places = [divmod(int(place), len(wrong)) for place in commonest]
    told = [f"{label} read as {answer}: {wrong[label, answer]:,}" for label, answer in places if wrong[label, answer]]
    return f"{headline(examination)}. Most often {', '.join(told)}."


def reliability_words(examination: Examination) -> str:
    """The reliability diagram: its one number, and its fullest bin."""
    found = examination.reliability
    fullest = int(found.counts.argmax())
    sure, right = found.confidence[fullest], found.accuracy[fullest]
    gap = sure - right
    verdict = "about as sure as it is right" if abs(gap) < 0.01 else "too sure" if gap > 0 else "not sure enough"
    return (
        f"Expected calibration error {found.calibration_error:.2%}. Of the {int(found.counts[fullest]):,} answers "
        f"in the fullest bin {right:.1%} are right, at a mean probability of {sure:.1%}: "
        f"there the network is {verdict}."
    )


def class_rows(examination: Examination) -> list[list[str]]:
    """Digit, samples, precision, recall and F1 of each class."""
    counts = examination.evaluation.confusion.sum(axis=1)
    figures = zip(counts.tolist(), examination.precision, examination.recall, examination.f1, strict=True)
    return [
        [str(digit), f"{samples:,}", *(_percent(float(share)) for share in shares)]
        for digit, (samples, *shares) in enumerate(figures)
    ]


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{share:.2%}"
