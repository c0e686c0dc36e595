"""The nine parts of a map or a picture, by their names: what is large where, in words."""

import numpy as np

NINTHS = tuple(
    " ".join(dict.fromkeys((row, column)))
    for row in ("upper", "middle", "lower")
    for column in ("left", "middle", "right")
)
"""From the upper left, in rows."""


def ninth_sums(values: np.ndarray) -> np.ndarray:
    """The sum of the values above zero in each ninth of a grid, shape (rows, columns); returns shape (9,)."""
    above = np.clip(np.where(np.isfinite(values), values, 0.0), 0, None)
    rows, columns = (np.array_split(np.arange(side), 3) for side in above.shape)
    return np.array([above[np.ix_(row, column)].sum() for row in rows for column in columns])


def strongest_ninth(values: np.ndarray) -> str:
    """The name of the ninth with the largest sum of values above zero; "nothing" if none is above zero."""
    sums = ninth_sums(values)
    return NINTHS[int(sums.argmax())] if sums.max() > 0 else "nothing"
