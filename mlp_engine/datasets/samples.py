"""Samples as a file holds them: with labels or without, and with what was noticed while they were read."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError

Part = Literal["train", "test"]
Origin = Literal["arrays", "pictures", "strokes"]


@dataclass(frozen=True, eq=False)
class Samples:
    """What a reader makes of a file.

    Attributes:
        inputs: one row a sample, shape (n, inputs): ``uint8`` ink, or floating shares of ink from 0 to 1.
        name: what a person would call this data.
        labels: digits, shape (n,); ``None`` where the file holds none.
        writers: who wrote each sample, shape (n,), where that is known.
        ids: what the file calls each sample, where it names them.
        size: height and width of the images that the rows are; ``None`` where that is not known.
        origin: whether they come from arrays of numbers, or were made by the ink path from pictures or strokes, so that
            paper and ink are certain.
        labels_from_one: whether the labels ran from 1 to 10, and 10 was taken for 0.
        remarks: sentences for a person about what was taken for what.
        generated: which samples were drawn from others by this program, shape (n,); ``None`` if none were.
        hands: as of a :class:`~mlp_engine.datasets.dataset.Dataset`.
    """

    inputs: NDArray[np.generic]
    name: str
    labels: NDArray[np.int64] | None = None
    writers: NDArray[np.int64] | None = None
    ids: tuple[str, ...] | None = None
    size: tuple[int, int] | None = None
    origin: Origin = "arrays"
    labels_from_one: bool = False
    remarks: tuple[str, ...] = ()
    generated: NDArray[np.bool_] | None = None
    hands: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.inputs)

    def __repr__(self) -> str:
        labelled = "labelled" if self.labels is not None else "without labels"
        return f"Samples({self.name!r}, {len(self)} of {self.inputs.shape[1]} inputs, {labelled})"

    def dataset(self) -> Dataset:
        """The samples as data to train on or to measure with.

        Raises:
            DataError: if they have no labels.
        """
        if self.labels is None:
            raise DataError(
                f"{self.name} must hold labels to train on it or to measure with it. It holds none: "
                f"use `mlp-engine predict` to read its digits.{''.join(f' {remark}' for remark in self.remarks)}"
            )
        return Dataset(
            self.inputs,
            self.labels,
            self.name,
            self.writers,
            generated=self.generated,
            remarks=self.remarks,
            hands=self.hands,
        )


def side_of(inputs: int) -> int | None:
    """The side of a square image with so many pixels; ``None`` where there is none."""
    side = round(inputs**0.5)
    return side if side * side == inputs else None
