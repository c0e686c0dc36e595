"""The epoch: one pass over the training samples, its record, and the rule that says a training has diverged."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.network import Network
from mlp_engine.training.fixed_part import FixedPart
from mlp_engine.training.history import EpochRecord
from mlp_engine.training.metrics import Evaluation, evaluate, score

MOST_CLASSES = 1000
"""With more classes, the record does not hold the accuracy of each: it would be larger than a small network."""

_ALL = slice(None)


class Epoch:
    """The pass of a training over its samples; after each pass the next one begins.

    Attributes:
        order: indices of the samples in the random order of their minibatches, shape (n,); ``None`` between two passes.
        seen: number of samples that the steps of this pass have seen.
        logits: of the samples seen, each from the step on its minibatch, shape (n, outputs). They are collected so
            that losses are computed for many samples at once.
    """

    def __init__(self, data: Dataset, network: Network) -> None:
        """Allocate the logits that ``network`` will have of the training set ``data``."""
        self.order: NDArray[np.int64] | None = None
        self.seen = 0
        self.logits = np.empty((len(data), network.config.outputs), network.config.dtype)
        self._data = data

    def __len__(self) -> int:
        return len(self._data)

    def __repr__(self) -> str:
        return f"Epoch({self.seen} of {len(self)} samples)"

    @property
    def is_complete(self) -> bool:
        """Whether all samples were seen."""
        return self.seen == len(self)

    def begin(self, rng: np.random.Generator) -> NDArray[np.int64]:
        """Begin a pass in a new random order of the samples, which is returned, shape (n,)."""
        self.order, self.seen = rng.permutation(len(self)), 0
        return self.order

    def resume(self, order: NDArray[np.int64], logits: Floats) -> None:
        """Continue a pass in which the first samples of ``order`` gave ``logits``, shape (samples seen, outputs)."""
        self.order, self.seen = order, len(logits)
        self.logits[: self.seen] = logits

    def end(self) -> None:
        """End the pass."""
        self.order, self.seen = None, 0

    def minibatch(self, size: int) -> slice:
        """The places in the order of the next ``size`` samples, or of those that are left."""
        return slice(self.seen, min(self.seen + size, len(self)))

    def labels(self, places: slice = _ALL) -> NDArray[np.int64]:
        """Labels of the samples at these places in the order, shape (places,)."""
        return self._data.labels[self._indices(places)]

    def weights(self, places: slice = _ALL) -> NDArray[np.float64] | None:
        """Weights of the samples at these places in the order, shape (places,), if samples have weights."""
        return None if self._data.weights is None else self._data.weights[self._indices(places)]

    def _indices(self, places: slice) -> NDArray[np.int64]:
        assert self.order is not None
        return self.order[places]


def epoch_record(
    epoch: int,
    network: Network,
    logits: Floats,
    labels: NDArray[np.int64],
    validation: Dataset | None,
    *,
    weights: NDArray[np.float64] | None = None,
    penalty: float,
    learning_rate: float,
    seconds: Callable[[], float],
    strengths: tuple[float, float] | None = None,
    fixed_part: FixedPart | None = None,
) -> EpochRecord | None:
    """Measure a network at the end of an epoch.

    Args:
        epoch: its number, from 1.
        network: the network.
        logits: of the training samples, each from the step on its minibatch, shape (n, outputs).
        labels: of these samples, shape (n,).
        validation: the validation set, if there is one.
        weights: of these samples, shape (n,); ``None`` for 1 each.
        penalty: of L1 and L2.
        learning_rate: of the last step.
        seconds: returns the seconds since the training began; called when everything is measured.
        strengths: of L1 and L2.
        fixed_part: the fixed part of the training set, if the network is to be measured on it.

    Returns:
        The record, or ``None`` if the training has diverged: a parameter, a loss, the penalty or a gradient is not
        finite.
    """
    if not np.isfinite(network.parameters).all():
        return None
    training_loss, training_accuracy = score(network, logits, labels, weights)
    validated = None if validation is None else evaluate(network, validation)
    validation_loss = None if validated is None else validated.loss
    if not math.isfinite(training_loss + (validation_loss or 0.0) + penalty):
        return None
    measured = None if fixed_part is None else fixed_part.measure()
    if measured is not None and not math.isfinite(measured.loss + sum(m.gradient_norm for m in measured.layers)):
        return None
    l1, l2 = strengths or (None, None)
    return EpochRecord(
        epoch=epoch,
        training_loss=training_loss,
        training_accuracy=training_accuracy,
        validation_loss=validation_loss,
        validation_accuracy=None if validated is None else 1 - validated.error_rate,
        penalty=penalty,
        learning_rate=learning_rate,
        seconds=seconds(),
        l1=l1,
        l2=l2,
        fixed_loss=None if measured is None else measured.loss,
        fixed_accuracy=None if measured is None else measured.accuracy,
        fixed_doubted=None if measured is None else measured.doubted,
        validation_samples=0 if validated is None else validated.samples,
        per_class=() if validated is None else _per_class(validated),
        layers=() if measured is None else measured.layers,
    )


def _per_class(validated: Evaluation) -> tuple[float | None, ...]:
    shares = validated.per_class.tolist()
    return tuple(None if math.isnan(share) else share for share in shares) if len(shares) <= MOST_CLASSES else ()
