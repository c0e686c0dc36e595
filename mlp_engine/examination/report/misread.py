"""What was read wrong, in the order in which a person wants to look through it."""

import math
from typing import Literal, NamedTuple, get_args

import numpy as np

from mlp_engine.errors import DataError
from mlp_engine.examination.examination import Examination

ErrorOrder = Literal["confidence", "class"]
ERROR_ORDERS: tuple[ErrorOrder, ...] = get_args(ErrorOrder)


class Misread(NamedTuple):
    """A sample read wrong.

    Attributes:
        sample: its index in the data.
        label: what it is.
        answer: the first guess.
        confidence: the probability of the first guess.
        second: the second guess.
        second_confidence: the probability of the second guess.
    """

    sample: int
    label: int
    answer: int
    confidence: float
    second: int
    second_confidence: float

    def lines(self) -> tuple[str, str, str]:
        """Label, first guess and second guess, as they stand under the picture."""
        return (
            f"label {self.label}",
            f"read {self.answer}  {self.confidence:.1%}",
            f"then {self.second}  {self.second_confidence:.1%}",
        )


def misread_samples(examination: Examination, order: ErrorOrder = "confidence") -> list[Misread]:
    """Every error, the surest wrong answer first; by class, those of label 0 come before those of label 1, and so on.

    Raises:
        DataError: if the samples are no square pictures, which could not be shown.
    """
    data = examination.data
    inputs = data.inputs.shape[1]
    if math.isqrt(inputs) ** 2 != inputs:
        raise DataError(f"Errors can be shown where samples are square pictures. Got {inputs} inputs in {data.name}.")
    errors = examination.errors()
    if order == "class":
        errors = errors[np.argsort(data.labels[errors], kind="stable")]
    return [
        Misread(
            index,
            int(data.labels[index]),
            int(examination.answers[index]),
            float(examination.confidence[index]),
            second := int(examination.second_guesses[index]),
            float(examination.probabilities[index, second]),
        )
        for index in errors.tolist()
    ]


def second_guess_words(errors: list[Misread]) -> str:
    """How often the second guess is what the label says."""
    right = sum(error.second == error.label for error in errors)
    return f"The second guess is right in {right:,} of {len(errors):,}."
