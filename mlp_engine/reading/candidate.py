"""A digit image as the network and the reject score read it."""

import math
from dataclasses import dataclass
from typing import Protocol

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
