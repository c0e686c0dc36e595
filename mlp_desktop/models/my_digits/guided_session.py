"""A guided session: the person draws ten of each digit, in the order in which the window asks."""

import numpy as np

OF_EACH = 10


class GuidedSession:
    """The digit to draw next, and the number drawn so far.

    Each round asks for all ten digits in a random order, so that the same digit is not drawn many times in a row.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._asked: list[int] = [int(digit) for _ in range(OF_EACH) for digit in rng.permutation(10)]
        self.done = 0

    def __repr__(self) -> str:
        return f"GuidedSession({self.done} of {self.total})"

    @property
    def total(self) -> int:
        """How many digits the session asks for."""
        return len(self._asked)

    @property
    def digit(self) -> int | None:
        """The digit to draw now; ``None`` when all are drawn."""
        return self._asked[self.done] if self.done < self.total else None

    def drew(self) -> None:
        """Count the digit as drawn."""
        self.done += 1
