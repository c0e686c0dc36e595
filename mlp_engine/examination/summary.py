"""The summary of an examination in words, also for people who cannot see the charts, and as a table."""

import math

import numpy as np

from mlp_engine.examination.examination import Examination

MOST_MISTAKES = 5


def headline(examination: Examination) -> str:
    """Accuracy and errors in one line."""
    errors, samples = examination.evaluation.errors, len(examination.data)
    wrong = "no error" if errors == 0 else "1 error" if errors == 1 else f"{errors:,} errors"
    return f"{examination.accuracy:.2%} right: {wrong} in {samples:,} {'sample' if samples == 1 else 'samples'}"


def details(name: str, examination: Examination) -> str:
    """Names of network and data, loss and writer average, in one line."""
    parts = [f"{name} on {examination.data.name}", f"loss {examination.evaluation.loss:.4f}"]
    if examination.evaluation.writer_average is not None:
        parts.append(f"{examination.evaluation.writer_average:.2%} right on average over writers")
    return " · ".join(parts)


def matrix_words(examination: Examination) -> str:
    """The confusion matrix in a sentence: its most frequent mistakes."""
    wrong = examination.evaluation.confusion.copy()
    np.fill_diagonal(wrong, 0)
    if not wrong.any():
        return f"{headline(examination)}."
    commonest = np.argsort(-wrong, axis=None, kind="stable")[:MOST_MISTAKES]
    places = [divmod(int(place), len(wrong)) for place in commonest]
    pairs = [f"{label} read as {answer}: {wrong[label, answer]:,}" for label, answer in places if wrong[label, answer]]
    return f"{headline(examination)}. Most often {', '.join(pairs)}."


def reliability_words(examination: Examination) -> str:
    """The reliability diagram in words: the expected calibration error, and the fullest bin."""
    found = examination.reliability
    fullest = int(found.counts.argmax())
    sure, right = found.confidence[fullest], found.accuracy[fullest]
    gap = sure - right
    answers = int(found.counts[fullest])
    verdict = "about as sure as it is right" if abs(gap) < 0.01 else "too sure" if gap > 0 else "not sure enough"
    return (
        f"Expected calibration error {found.calibration_error:.2%}. "
        f"Of the {answers:,} {'answer' if answers == 1 else 'answers'} in the fullest bin {right:.1%} are right, "
        f"at a mean probability of {sure:.1%}: there the network is {verdict}."
    )


def class_rows(examination: Examination) -> list[list[str]]:
    """Digit, samples, precision, recall and F1 of each class."""
    counts = examination.evaluation.confusion.sum(axis=1)
    figures = zip(counts.tolist(), examination.precision, examination.recall, examination.f1, strict=True)
    return [
        [str(digit), f"{samples:,}", *(_percent(float(share)) for share in shares)]
        for digit, (samples, *shares) in enumerate(figures)
    ]


def examination_as_csv(examination: Examination) -> str:
    """A table for a spreadsheet: a header, then one line for each sample, in the order of the data.

    The columns are ``index``, ``label``, ``read`` (the answer), ``right`` (1 or 0), ``probability`` (of the answer),
    ``label_probability``, ``p0``, ``p1``, … (of each class), and last ``writer`` if the writers are known.
    Numbers have a decimal point and six significant digits, whatever the language of the system.
    """
    data = examination.data
    columns: list[str] = ["index", "label", "read", "right", "probability", "label_probability"]
    columns += [f"p{digit}" for digit in range(examination.classes)]
    if data.writers is not None:
        columns.append("writer")
    lines = [",".join(columns)]
    # Row by row: a list of all rows would be so many objects that Python's garbage collector stops all threads.
    samples = zip(data.labels.tolist(), examination.answers.tolist(), examination.probabilities, strict=True)
    for index, (label, answer, probabilities) in enumerate(samples):
        texts = [f"{probability:.6g}" for probability in probabilities.tolist()]
        cells: list[str] = [
            str(index),
            str(label),
            str(answer),
            str(int(label == answer)),
            texts[answer],
            texts[label],
            *texts,
        ]
        if data.writers is not None:
            cells.append(str(data.writers[index]))
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{share:.2%}"
