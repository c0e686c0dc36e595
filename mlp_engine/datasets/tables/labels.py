"""Labels as files have them, whole numbers, texts or one column a class, as digits from 0 to 9."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import DataError
from mlp_engine.validation import shortened

CLASSES = 10
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, eq=False)
class Labels:
    """The label of each sample.

    Attributes:
        values: digits from 0 to 9, shape (n,).
        from_one: whether they ran from 1 to 10, nearly all of them there, as in files of MATLAB; 10 was taken for 0.
    """

    values: NDArray[np.int64]
    from_one: bool = False


def digit_in(text: str) -> int | None:
    """The digit that a text means: "7", "7.0", "07" or "seven"; ``None`` if it means none."""
    text = text.strip().strip("\"'").lower()
    if text in WORDS:
        return WORDS.index(text)
    whole = text.removesuffix(".0").lstrip("0") or "0" if text else ""
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) == 1 else None


def could_be_labels(values: NDArray[Any]) -> bool:
    """Whether a list of numbers holds nothing but digits, or the numbers from 1 to 10."""
    try:
        labels_of(values, "")
    except DataError:
        return False
    return True


def labels_of(values: NDArray[Any], where: str, lines: NDArray[np.int64] | None = None) -> Labels:
    """The labels that an array holds.

    Args:
        values: shape (n,), (n, 1) or (1, n), of whole numbers, floating numbers without a fraction, or texts; or shape
            (n, 10) or (10, n) with a single 1 for each sample ("one-hot"), or another number that is above all others,
            as in targets from -1 to 1 or from 0.01 to 0.99.
        where: what to call the array in a sentence.
        lines: the line that each label stands in, where it stands in a text.

    Raises:
        DataError: if it holds anything else, or a label that is no digit.
    """
    if values.ndim == 2 and values.shape[1] == CLASSES and values.dtype.kind in "buif" and values.shape[0] > 0:
        return Labels(_from_one_hot(values, where))
    if values.ndim == 2 and values.shape[0] == CLASSES and values.shape[1] > 1 and values.dtype.kind in "buif":
        return Labels(_from_one_hot(values.T, where))
    if values.ndim == 2 and 1 in values.shape:
        values = values.ravel()
    if values.ndim != 1 or values.dtype.kind not in "uifSU":
        raise DataError(
            f"{where} must be a plain list of labels, or one column a class. "
            f"Got {shortened(values.dtype)} of shape {shortened(values.shape)}."
        )
    if len(values) == 0:
        raise DataError(f"{where} must have at least one label. Got none.")
    if values.dtype.kind in "SU":
        return Labels(_from_texts(values, where, lines))
    wrong = ~((values >= 0) & (values <= CLASSES) & (values == np.floor(values)))  # not: true of NaN as well
    from_one = not wrong.any() and values.max() == CLASSES and values.min() >= 1 and len(np.unique(values)) > 8
    if not from_one:
        wrong |= values == CLASSES
    if wrong.any():
        row = int(wrong.argmax())
        counts = len(values) > 2 and np.array_equal(values, np.arange(len(values)) + values[0])
        reason = "; it counts the samples, and is no label" if counts else ""
        raise _refusal(where, lines, row, f"{values[row]:g}{reason}")
    return Labels(values.astype(np.int64) % CLASSES, from_one)


def _refusal(where: str, lines: NDArray[np.int64] | None, row: int, came: str) -> DataError:
    place = where if lines is None else f"{where}, line {lines[row]},"
    return DataError(f"{place} must hold labels, whole numbers from 0 to {CLASSES - 1}. Got {came}.")


def _from_one_hot(values: NDArray[Any], where: str) -> NDArray[np.int64]:
    ones = values == values.max()
    if not ((ones.sum(axis=1) == 1).all() and (values[~ones] == values.min()).all()):
        raise DataError(f"{where} must have a single 1 in each row if it has one column a class. Got another row.")
    return ones.argmax(axis=1).astype(np.int64)


def _from_texts(values: NDArray[Any], where: str, lines: NDArray[np.int64] | None) -> NDArray[np.int64]:
    kinds, first, places = np.unique(values, return_index=True, return_inverse=True)
    texts = [_decoded(kind) for kind in kinds.tolist()]
    digits = [digit_in(text) for text in texts]
    for text, digit, row in sorted(zip(texts, digits, first.tolist(), strict=True), key=lambda kind: kind[2]):
        if digit is None:
            raise _refusal(where, lines, row, shortened(repr(text)))
    return np.array(digits, np.int64)[places]


def _decoded(text: object) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
