"""A digit image as the network and the reject score read it, and rows of digits that were read."""

import math
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.perceptron.network import Network

# The largest doubt.
_MOST_DOUBT = 4.0


class RejectScore(Protocol):
    """A score for images that are not digits, such as :class:`~mlp_engine.weights.reject.Reject`."""

    @property
    def threshold(self) -> float:
        """The lowest score that is refused."""
        ...

    def scores(self, images: NDArray[np.uint8]) -> Floats:
        """The score of a digit image, from 0, a digit, to 1, not a digit: shape ()."""
        ...


class AnsweredDigit(Protocol):
    """A digit that was read."""

    @property
    def digit(self) -> int:
        """The most probable class."""
        ...

    @property
    def refused(self) -> bool:
        """Whether it is refused as not a digit."""
        ...


Digit = TypeVar("Digit", bound=AnsweredDigit)


@dataclass(frozen=True, eq=False)
class DigitRows(Generic[Digit]):
    """Digits that were read in rows: the rows from the top, each with its digits from the left."""

    rows: tuple[tuple[Digit, ...], ...]

    @property
    def digits(self) -> tuple[Digit, ...]:
        """All digits in reading order."""
        return tuple(digit for row in self.rows for digit in row)

    @property
    def text(self) -> str:
        """The number as text, one line for each row, with "?" for a refused digit."""
        return "\n".join("".join("?" if digit.refused else str(digit.digit) for digit in row) for row in self.rows)


@dataclass(frozen=True, eq=False)
class Candidate:
    """A candidate for a digit, read by the network.

    ``doubt`` is −ln of the probability that it is a digit (1 − reject score) and the most probable one.
    """

    image: NDArray[np.uint8]
    probabilities: Floats
    doubt: float
    refused: bool


def read_image(network: Network, reject: RejectScore | None, image: NDArray[np.uint8]) -> Candidate:
    """Read one digit image, shape (28, 28)."""
    probabilities = network.predict(image.ravel())
    certainty, refused = float(probabilities.max()), False
    if reject is not None:
        score = float(reject.scores(image))
        certainty *= 1.0 - score
        refused = score >= reject.threshold
    return Candidate(image, probabilities, min(-math.log(max(certainty, 1e-9)), _MOST_DOUBT), refused)
