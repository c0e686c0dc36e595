"""The samples on a map: what they are, what they are read as, which are selected and which one is pointed at."""

import numpy as np

NONE = -1
"""The number of no sample."""


class MapMarks:
    """Samples without their places.

    Attributes:
        labels: shape (n,).
        answers: the network's, shape (n,).
        chosen: whether each is selected, shape (n,).
        pointed: the number of the one that is pointed at, or :data:`NONE`.
    """

    def __init__(self) -> None:
        self.put(np.empty(0, np.int64), np.empty(0, np.int64))

    def put(self, labels: np.ndarray, answers: np.ndarray) -> None:
        """Take other samples, none of which is marked."""
        self.labels, self.answers = labels, answers
        self.choose(np.empty(0, np.int64))
        self.pointed = NONE

    def choose(self, numbers: np.ndarray) -> None:
        """Select these samples and no others."""
        self.chosen = np.zeros(len(self.labels), np.bool_)
        self.chosen[numbers] = True

    @property
    def misread(self) -> np.ndarray:
        """Whether each sample is misread, shape (n,)."""
        return self.labels != self.answers

    @property
    def faded(self) -> np.ndarray:
        """Whether each sample fades, shape (n,): those that are not selected, once some are."""
        return ~self.chosen if self.chosen.any() else np.zeros(len(self.labels), np.bool_)

    @property
    def is_pointed(self) -> bool:
        """Whether a sample is pointed at."""
        return 0 <= self.pointed < len(self.labels)

    def mistakes(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The misread samples that are selected or pointed at, and where the digits lie that they were taken for.

        A digit lies at the mean place of the samples that are this digit and are read as it; a sample that was taken
        for a digit without such samples is left out.

        Args:
            points: the place of each sample, shape (n, 2).

        Returns:
            The places of these samples, shape (m, 2), those of the digits, shape (m, 2), and the digits, shape (m,).
        """
        marked = self.chosen.copy()
        if self.is_pointed:
            marked[self.pointed] = True
        right = ~self.misread
        middles = {int(a): points[right & (self.answers == a)].mean(axis=0) for a in np.unique(self.answers[right])}
        numbers = [n for n in np.flatnonzero(marked & ~right).tolist() if int(self.answers[n]) in middles]
        digits = self.answers[numbers].astype(np.int64)
        ends = np.array([middles[digit] for digit in digits.tolist()]).reshape(-1, 2)
        return points[numbers], ends, digits
