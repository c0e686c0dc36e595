"""The record of a finished epoch, and the rule that tells whether the training has diverged in it."""

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
        seconds: returns the seconds since the training began; called after everything is measured.
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
