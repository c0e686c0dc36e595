"""Inspection of plain arrays of digits, which a library is handed and does not rearrange."""

from typing import Any

from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS, IMAGE_SIDE
from mlp_engine.datasets.samples import Samples
from mlp_engine.datasets.tables.ink_values import ink_of
from mlp_engine.datasets.tables.labels import could_be_labels, labels_of
from mlp_engine.errors import DataError
from mlp_engine.sources.arrangement import AS_THEY_ARE, Arrangement
from mlp_engine.sources.inspection import inspect

_LINES = (
    ("flipped", "X = X.reshape(-1, 28, 28)[:, ::-1].reshape(-1, 784)"),
    ("transposed", "X = X.reshape(-1, 28, 28).transpose(0, 2, 1).reshape(-1, 784)"),
    ("inverted", "X = X.max() - X"),
)
"""Parts of an arrangement in the order in which they are made, and the line of NumPy for each."""


def doubts(inputs: NDArray[Any], labels: NDArray[Any]) -> tuple[str, ...]:
    """Sentences about images of digits that are transposed, inverted or upside down, each with the lines that mend it.

    Nothing is said about inputs that are no images of 28×28 pixels, labels that are no digits, and values in a range
    that is not that of ink, such as standardised ones: those may be anything.

    Args:
        inputs: one row a sample, shape (n, inputs).
        labels: shape (n,).
    """
    if inputs.shape[1] != IMAGE_PIXELS or not could_be_labels(labels):
        return ()
    try:
        ink, _ = ink_of(inputs, "X")
    except DataError:
        return ()
    found = inspect(Samples(ink, "X", labels_of(labels, "y").values, size=(IMAGE_SIDE, IMAGE_SIDE)))
    if found.arrangement == AS_THEY_ARE:
        return ()
    best, shares = found.arrangement, found.shares
    return (
        f"X seems to hold digits that must be {best}: the bundled network reads {shares[best]:.0%} of {found.read} "
        f"right so, {shares[AS_THEY_ARE]:.0%} as they are. They are used as they are; mend them with {_line(best)}.",
    )


def _line(arrangement: Arrangement) -> str:
    return "; ".join(line for word, line in _LINES if getattr(arrangement, word))
