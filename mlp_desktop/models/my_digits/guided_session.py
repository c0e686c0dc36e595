"""A person draws ten of each digit, one asked for after the other."""

import numpy as np

OF_EACH = 10


class GuidedSession:
    """Which digit is asked for next, and how many have been drawn.

    Each round asks for all ten digits in an order of its own, so that nobody draws the same digit ten times by rote.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._asked: list[int] = [int(digit) for _ in range(OF_EACH) for digit in rng.permutation(10)]
        self.done = 0

    def __repr__(self) -> str:
        return f"GuidedSession({self.done} of {self.total})"

    @property
    def total(self) -> int:
        """How many are asked for in all."""
        return len(self._asked)

    @property
    def digit(self) -> int | None:
        """The digit that is asked for; ``None`` when all are drawn."""
        return self._asked[self.done] if self.done < self.total else None

    def drew(self) -> None:
        """What was asked for has been drawn."""
        self.done += 1
