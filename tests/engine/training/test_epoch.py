"""The record of an epoch: what it measures, and when it says that the training has diverged."""

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.epoch import epoch_record
from mlp_engine.training.history import EpochRecord
from mlp_engine.training.metrics import evaluate


@pytest.fixture
def network() -> Network:
    config = NetworkConfig(inputs=2, hidden=(4,), outputs=3)
    return Network.initialise(config, np.random.default_rng(0)).writable_copy()


def record(network: Network, data: Dataset, validation: Dataset | None = None, penalty: float = 0.5):
    return epoch_record(
        3, network, network.logits(data.inputs), data.labels, validation,
        penalty=penalty, learning_rate=0.1, seconds=lambda: 7.0,
    )  # fmt: skip


def sound_record(network: Network, data: Dataset, validation: Dataset | None = None) -> EpochRecord:
    found = record(network, data, validation)
    assert found is not None
    return found


def test_it_holds_what_was_measured(network, blobs) -> None:
    training, validation = blobs.split(0.25, np.random.default_rng(1))
    trained, validated = evaluate(network, training), evaluate(network, validation)
    found = sound_record(network, training, validation)
    assert found.training_accuracy == pytest.approx(1 - trained.error_rate)
    assert found == EpochRecord(
        3, trained.loss, found.training_accuracy, validated.loss, 1 - validated.error_rate, 0.5, 0.1, 7.0,
        validation_samples=30, per_class=tuple(validated.per_class),
    )  # fmt: skip
    alone = sound_record(network, training)
    assert (alone.validation_loss, alone.validation_accuracy) == (None, None)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_parameter_that_is_not_finite_is_a_divergence(network, blobs, value) -> None:
    logits = network.logits(blobs.inputs)
    network.parameters[-1] = value
    found = epoch_record(1, network, logits, blobs.labels, None, penalty=0.0, learning_rate=0.1, seconds=lambda: 1.0)
    assert found is None


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_penalty_or_a_training_loss_that_is_not_finite_is_a_divergence(network, blobs, value) -> None:
    assert record(network, blobs, penalty=value) is None
    logits = np.full((len(blobs), 3), value)
    with np.errstate(invalid="ignore"):
        found = epoch_record(
            1, network, logits, blobs.labels, None, penalty=0.0, learning_rate=0.1, seconds=lambda: 1.0
        )
    assert found is None


def test_a_class_without_validation_samples_has_no_accuracy(network, blobs) -> None:
    two_classes = blobs.take(np.flatnonzero(blobs.labels < 2))
    found = sound_record(network, blobs, two_classes)
    assert found.per_class[2] is None
    assert found.per_class[:2] == tuple(evaluate(network, two_classes).per_class[:2])
