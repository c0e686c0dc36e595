"""The frozen record that every source of samples yields."""

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import DataError

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples with their labels.

    Attributes:
        inputs: one row a sample, shape (n, inputs). ``uint8`` rows are digit images of 0 (paper) to 255
            (full ink), which the network reads as shares of ink from 0 to 1; floating rows are read as they are.
        labels: the class of each row, shape (n,), whole numbers from 0.
        name: what a person would call this data ("MNIST training set").
        writers: who wrote each row, shape (n,), where that is known.
        classes: how many classes there are; labels are below it.
        true_labels: what ``labels`` were before some were made wrong on purpose, shape (n,); ``None`` if none were.
        generated: which rows were drawn by this program, from their labels, shape (n,); ``None`` if none were.
        weights: how much each row counts in a training, shape (n,), from 0; ``None`` for 1 each.
        remarks: sentences for a person about what its reader took for what.
        source: the text that names it (see :func:`mlp_engine.sources.load_source`), with what was chosen while it was
            loaded; empty if it was not loaded by a text.
        hands: numbers from 0 of the hands that drew each row, shape (n,), −1 where that is not known: a split keeps
            what one hand drew on one side; ``None`` if nothing must stay together. Unlike ``writers``, whose numbers
            mean what the file says, these are known of several joined sets too.

    Raises:
        DataError: if the parts do not fit each other.
    """

    inputs: NDArray[np.generic]
    labels: NDArray[np.int64]
    name: str
    writers: NDArray[np.int64] | None = None
    classes: int = 10
    true_labels: NDArray[np.int64] | None = None
    generated: NDArray[np.bool_] | None = None
    remarks: tuple[str, ...] = ()
    weights: NDArray[np.float64] | None = None
    source: str = ""
    hands: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        labels = np.asarray(self.labels)
        if self.inputs.ndim != 2 or (self.inputs.dtype != np.uint8 and self.inputs.dtype.kind != "f"):
            raise DataError(
                f"Inputs of {self.name} must be a table of uint8 or floating numbers, one row a sample. "
                f"Got {self.inputs.dtype} with {self.inputs.ndim} dimensions."
            )
        if labels.shape != (len(self.inputs),) or labels.dtype.kind not in "iu":
            raise DataError(
                f"{self.name} must have one whole-numbered label for each of its {len(self.inputs)} samples. "
                f"Got labels of shape {labels.shape} and type {labels.dtype}."
            )
        if len(labels) == 0:
            raise DataError(f"{self.name} must hold at least one sample. Got none.")
        if labels.min() < 0 or labels.max() >= self.classes:
            wrong = labels[(labels < 0) | (labels >= self.classes)][0]
            raise DataError(f"Labels of {self.name} must be from 0 to {self.classes - 1}. Got {wrong}.")
        if self.writers is not None and self.writers.shape != labels.shape:
            raise DataError(f"{self.name} must name one writer for each sample. Got {len(self.writers)}.")
        if self.true_labels is not None and self.true_labels.shape != labels.shape:
            raise DataError(f"{self.name} must have a true label for each sample. Got {len(self.true_labels)}.")
        if self.generated is not None and self.generated.shape != labels.shape:
            raise DataError(f"{self.name} must tell of each sample if it is generated. Got {len(self.generated)}.")
        if self.hands is not None and self.hands.shape != labels.shape:
            raise DataError(f"{self.name} must name a hand for each sample, or none. Got {len(self.hands)}.")
        if self.weights is not None and self.weights.shape != labels.shape:
            raise DataError(f"{self.name} must have one weight for each sample. Got {len(self.weights)}.")
        if self.weights is not None:
            if not (np.isfinite(self.weights).all() and self.weights.min() >= 0):
                raise DataError(f"Sample weights of {self.name} must be finite numbers from 0. Got others.")
            if not self.weights.any():
                raise DataError(f"Sample weights of {self.name} must not all be zero.")
        # Views of our own: the caller's arrays stay as writable as they were.
        object.__setattr__(self, "inputs", _read_only(self.inputs))
        object.__setattr__(self, "labels", _read_only(labels.astype(np.int64, copy=False)))
        if self.writers is not None:
            object.__setattr__(self, "writers", _read_only(self.writers))
        if self.true_labels is not None:
            object.__setattr__(self, "true_labels", _read_only(self.true_labels))
        if self.generated is not None:
            object.__setattr__(self, "generated", _read_only(self.generated))
        if self.weights is not None:
            object.__setattr__(self, "weights", _read_only(self.weights))
        if self.hands is not None:
            object.__setattr__(self, "hands", _read_only(self.hands))

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        return f"Dataset({self.name!r}, {len(self)} samples of {self.inputs.shape[1]} inputs)"

    @property
    def total(self) -> float:
        """The number of samples, each counted with its weight."""
        return len(self) if self.weights is None else float(self.weights.sum())

    def take(self, indices: NDArray[np.integer], name: str | None = None) -> "Dataset":
        """The samples at ``indices`` (shape (m,)), in that order, as a data set of their own."""
        return Dataset(
            self.inputs[indices],
            self.labels[indices],
            name or self.name,
            None if self.writers is None else self.writers[indices],
            self.classes,
            None if self.true_labels is None else self.true_labels[indices],
            None if self.generated is None else self.generated[indices],
            self.remarks,
            None if self.weights is None else self.weights[indices],
            self.source,
            None if self.hands is None else self.hands[indices],
        )

    def split(self, share: float, rng: np.random.Generator) -> tuple["Dataset", "Dataset"]:
        """Set a random ``share`` (0 < share < 1) apart; both parts keep at least one sample.

        Where hands are known, whole hands are set apart, as near to that share of their samples as they allow: digits
        that a network learned from a hand say little of how it reads other hands.

        Returns:
            The rest, and the part set apart, which has its true labels: what is measured on must be right.
        """
        if len(self) < 2:
            raise DataError(f"{self.name} must hold at least two samples to be split. Got {len(self)}.")
        if self.hands is None or len(np.unique(self.hands[self.hands >= 0])) < 2:
            apart = min(max(round(len(self) * share), 1), len(self) - 1)
            order = rng.permutation(len(self))
            chosen = order[:apart]
        else:
            chosen = _apart_by_hands(self.hands, share, rng)
        rest = np.setdiff1d(np.arange(len(self)), chosen)
        measured_on = self.take(np.sort(chosen), f"{self.name}, validation part")
        if measured_on.true_labels is not None:
            measured_on = replace(measured_on, labels=measured_on.true_labels, true_labels=None)
        return self.take(rest, f"{self.name}, training part"), measured_on

    def fingerprint(self) -> str:
        """SHA-256 of inputs and labels, in hexadecimal: the same samples in the same order, the same text."""
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:  # of MNIST it takes a fifth of a second, and every training asks for it
        digest = sha256(np.ascontiguousarray(self.inputs).data)
        digest.update(self.labels.data)
        if self.weights is not None:
            digest.update(np.ascontiguousarray(self.weights).data)
        return digest.hexdigest()


def _apart_by_hands(hands: NDArray[np.int64], share: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """The rows to set apart: a random ``share`` of those without a hand, and whole hands for that share of the others.

    Of the hands, which are two at least, one at least is set apart, and one at least is kept.
    """
    alone = rng.permutation(np.flatnonzero(hands < 0))
    numbers = rng.permutation(np.unique(hands[hands >= 0]))
    sizes = np.array([np.count_nonzero(hands == number) for number in numbers])
    wanted = share * sizes.sum()
    count = min(max(int(np.abs(np.cumsum(sizes) - wanted).argmin()) + 1, 1), len(numbers) - 1)
    return np.concatenate([alone[: round(len(alone) * share)], np.flatnonzero(np.isin(hands, numbers[:count]))])


def _read_only(array: NDArray[Number]) -> NDArray[Number]:
    view = array.view()
    view.flags.writeable = False
    return view
