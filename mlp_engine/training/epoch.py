"""The record of a finished epoch, and the rule that tells whether the training has diverged in it."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import EpochRecord
from mlp_engine.training.metrics import evaluate


def score(
    network: Network, logits: Floats, labels: NDArray[np.int64], weights: NDArray[np.float64] | None = None
) -> tuple[float, float]:
    """Mean loss and accuracy of a network's logits, shape (n, outputs), given labels and sample weights, shape (n,)."""
    values, right = loss(network.config.loss).values(logits, labels), logits.argmax(axis=1) == labels
    if weights is None or not weights.any():
        return float(values.mean(dtype=np.float64)), float(right.mean())
    return float(np.average(values, weights=weights)), float(np.average(right, weights=weights))


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
        seconds: returns the seconds since the training began; called after the validation.

    Returns:
        The record, or ``None`` if the training has diverged: a parameter, a loss or the penalty is not finite.
    """
    if not np.isfinite(network.parameters).all():
        return None
    training_loss, training_accuracy = score(network, logits, labels, weights)
    validated = None if validation is None else evaluate(network, validation)
    validation_loss = None if validated is None else validated.loss
    if not math.isfinite(training_loss + (validation_loss or 0.0) + penalty):
        return None
    return EpochRecord(
        epoch=epoch,
        training_loss=training_loss,
        training_accuracy=training_accuracy,
        validation_loss=validation_loss,
        validation_accuracy=None if validated is None else 1 - validated.error_rate,
        penalty=penalty,
        learning_rate=learning_rate,
        seconds=seconds(),
    )
