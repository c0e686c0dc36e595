"""The frozen record that every source of samples yields."""

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import DataError

Number = TypeVar("Number", bound=np.generic)

# The arrays that may be missing, and otherwise hold one value a sample; and how a refusal says so.
_ONE_A_SAMPLE = {
    "writers": "name one writer for each sample",
    "true_labels": "have a true label for each sample",
    "generated": "tell of each sample if it is generated",
    "hands": "name a hand for each sample, or none",
    "weights": "have one weight for each sample",
}


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
        self._check_samples(labels)
        self._check_optional_arrays(len(labels))
        # Views of our own: the caller's arrays stay as writable as they were.
        object.__setattr__(self, "labels", _read_only(labels.astype(np.int64, copy=False)))
        for name in ("inputs", *_ONE_A_SAMPLE):
            values = getattr(self, name)
            if values is not None:
                object.__setattr__(self, name, _read_only(values))

    def _check_samples(self, labels: NDArray[np.integer]) -> None:
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

    def _check_optional_arrays(self, samples: int) -> None:
        for name, duty in _ONE_A_SAMPLE.items():
            values = getattr(self, name)
            if values is not None and values.shape != (samples,):
                raise DataError(f"{self.name} must {duty}. Got {len(values)}.")
        if self.weights is not None:
            if not (np.isfinite(self.weights).all() and self.weights.min() >= 0):
                raise DataError(f"Sample weights of {self.name} must be finite numbers from 0. Got others.")
            if not self.weights.any():
                raise DataError(f"Sample weights of {self.name} must not all be zero.")

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
        there = {each: values for each in _ONE_A_SAMPLE if (values := getattr(self, each)) is not None}
        return replace(
            self,
            inputs=self.inputs[indices],
            labels=self.labels[indices],
            name=name or self.name,
            **{each: values[indices] for each, values in there.items()},
        )

    def split(self, share: float, rng: np.random.Generator) -> tuple["Dataset", "Dataset"]:
        """Hold out a random ``share`` (0 < share < 1) of the samples; both parts keep at least one.

        If hands are known, whole hands are held out, as near to that share of their samples as they allow: how a
        network reads a hand that it learned from says little about other hands.

        Returns:
            The rest, and the part held out with its true labels: what a network is measured on must be right.
        """
        if len(self) < 2:
            raise DataError(f"{self.name} must hold at least two samples to be split. Got {len(self)}.")
        if self.hands is None or len(np.unique(self.hands[self.hands >= 0])) < 2:
            count = min(max(round(len(self) * share), 1), len(self) - 1)
            held_out = rng.permutation(len(self))[:count]
        else:
            held_out = _held_out_by_hands(self.hands, share, rng)
        rest = np.setdiff1d(np.arange(len(self)), held_out)
        measured_on = self.take(np.sort(held_out), f"{self.name}, validation part")
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


def _held_out_by_hands(hands: NDArray[np.int64], share: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """The rows to hold out: a random ``share`` of those without a hand, and whole hands for that share of the others.

    Of the hands, which are at least two, at least one is held out, and at least one is kept.
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
