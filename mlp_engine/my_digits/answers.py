"""How well the network read a person's drawings as time went on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.validation import check_whole_number


@dataclass(frozen=True, eq=False)
class Answers:
    """What became of each drawing that a network answered, oldest first.

    Attributes:
        created: when each was drawn, UTC to the second, shape (n,), ``datetime64[s]``.
        right: whether the answer was the label, shape (n,).
    """

    created: NDArray[np.datetime64]
    right: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.right)

    def __repr__(self) -> str:
        return f"Answers({len(self)}, {int(self.right.sum())} right)"

    def accuracy(self, over: int = 50) -> NDArray[np.float64]:
        """At each drawing the share read right of the last ``over`` up to it (fewer at the beginning), shape (n,).

        Raises:
            SettingError: if ``over`` is below 1.
        """
        check_whole_number("Drawings to take the mean of", over, at_least=1)
        sums = np.concatenate(([0], np.cumsum(self.right)))
        ends = np.arange(1, len(self) + 1)
        starts = np.maximum(ends - over, 0)
        return (sums[ends] - sums[starts]) / (ends - starts)
