"""Several data sets as one: MNIST and practice digits, say, to learn from both."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError


def joined(parts: Sequence[Dataset]) -> Dataset:
    """All samples of ``parts``, one part after the other; who wrote them is forgotten, for numbers may mean others.

    It remains known which samples are of one hand: hands get new numbers.

    Raises:
        DataError: if there is no part, or one that does not fit the first.
    """
    if not parts:
        raise DataError("Data to be joined must be at least one data set. Got none.")
    first = parts[0]
    if len(parts) == 1:
        return first
    for part in parts[1:]:
        if _kind(part) != _kind(first):
            raise DataError(
                f"Data sets to be joined must have samples alike. "
                f"Got {_in_words(first)} in {first.name} and {_in_words(part)} in {part.name}."
            )
    return Dataset(
        np.concatenate([part.inputs for part in parts]),
        np.concatenate([part.labels for part in parts]),
        " + ".join(part.name for part in parts),
        classes=max(part.classes for part in parts),
        generated=_generated(parts),
        remarks=tuple(f"{part.name}: {remark}" for part in parts for remark in part.remarks),
        source="+".join(part.source for part in parts),
        hands=_hands(parts),
    )


def _generated(parts: Sequence[Dataset]) -> NDArray[np.bool_] | None:
    if all(part.generated is None for part in parts):
        return None
    flags = [np.zeros(len(part), np.bool_) if part.generated is None else part.generated for part in parts]
    return np.concatenate(flags)


def _hands(parts: Sequence[Dataset]) -> NDArray[np.int64] | None:
    if all(part.hands is None for part in parts):
        return None
    hands: list[NDArray[np.int64]] = []
    used = 0
    for part in parts:
        if part.hands is None:
            hands.append(np.full(len(part), -1, np.int64))
            continue
        hands.append(np.where(part.hands < 0, -1, part.hands + used))
        used += int(part.hands.max()) + 1
    return np.concatenate(hands)


def _kind(data: Dataset) -> tuple[int, bool]:
    return data.inputs.shape[1], data.inputs.dtype == np.uint8


def _in_words(data: Dataset) -> str:
    return f"{data.inputs.shape[1]} inputs of {data.inputs.dtype}"
