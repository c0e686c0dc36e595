"""The fixed part of the training set: what is measured on it, and that it disturbs nothing."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.fixed_part import FixedPart
from mlp_engine.training.history import EpochFinished, Progress, TrainingEvent
from mlp_engine.training.metrics import evaluate
from mlp_engine.training.train import train_new_network

NETWORK = NetworkConfig(inputs=2, hidden=(8, 6), outputs=3, activations=("relu", "tanh"), dtype="float64")


@pytest.fixture
def network() -> Network:
    return Network.initialise(NETWORK, np.random.default_rng(0)).writable_copy()


def test_loss_and_accuracy_are_those_of_the_samples_as_they_are(network, blobs) -> None:
    loss, accuracy, _, _ = FixedPart(network, blobs).measure()
    expected = evaluate(network, blobs)
    assert (loss, accuracy) == (pytest.approx(expected.loss), pytest.approx(1 - expected.error_rate))


def test_a_label_is_doubted_if_the_network_holds_it_for_less_likely_than_chance(network, blobs) -> None:
    weights, biases = network.views(network.parameters)
    weights[2][...], biases[2][...] = 0.0, np.log([0.5, 0.34, 0.16])  # the same probabilities for every sample
    assert FixedPart(network, blobs).measure().doubted == pytest.approx((blobs.labels == 2).mean())


@pytest.mark.parametrize(("samples", "size"), [(1, 1), (120, 120), (5_000, 200), (20_000, 400), (90_000, 1000)])
def test_it_is_spread_evenly_over_the_training_set_and_never_large(network, samples, size) -> None:
    data = Dataset(np.zeros((samples, 2)), np.arange(samples) % 3, "many", classes=3)
    chosen = FixedPart(network, data).samples
    assert (len(chosen), chosen[0]) == (size, 0)
    assert set(np.diff(chosen)) <= {samples // size, samples // size + 1}


def test_each_layer_tells_its_gradient_its_zeros_and_its_idle_units(network, blobs) -> None:
    weights, biases = network.views(network.parameters)
    weights[0][:, 0], biases[0][0] = 0.0, -1.0  # dead, and an eighth of the weights exactly 0
    weights[1][:, 0], biases[1][0] = 0.0, 9.0  # saturated
    first, second, output = FixedPart(network, blobs).measure().layers
    assert (first.zero, first.dead, first.saturated) == (1 / 8, 1 / 8, None)
    assert (second.zero, second.dead, second.saturated) == (1 / 6, None, 1 / 6)
    assert (output.zero, output.dead, output.saturated) == (0, None, None)
    assert first.near_zero >= first.zero

    step = 1e-6
    numeric = np.empty_like(weights[2])
    for place in np.ndindex(numeric.shape):
        before = weights[2][place]
        losses = []
        for value in (before + step, before - step):
            weights[2][place] = value
            losses.append(evaluate(network, blobs).loss)
        weights[2][place] = before
        numeric[place] = (losses[0] - losses[1]) / (2 * step)
    assert output.gradient_norm == pytest.approx(np.linalg.norm(numeric), rel=1e-5)


def test_one_seed_gives_one_record_whatever_is_reported_and_however_long_it_takes(blobs, monkeypatch) -> None:
    training = TrainingConfig(epochs=3, validation=0.25, l1=0.1, seed=4, batch_size=7)

    def records(seconds_a_tick: float) -> tuple[list, int]:
        ticks = iter(range(10**9))
        monkeypatch.setattr("time.perf_counter", lambda: next(ticks) * seconds_a_tick)
        seen: list[TrainingEvent] = []
        train_new_network(blobs, replace(NETWORK, dtype="float32"), training, on_progress=seen.append)
        epochs = [replace(event.record, seconds=0.0) for event in seen if isinstance(event, EpochFinished)]
        return epochs, sum(isinstance(event, Progress) for event in seen)

    (slow, many), (fast, few) = records(10.0), records(0.0)
    assert many > few
    assert slow == fast
    assert all(record.validation_samples == 30 and len(record.layers) == 3 for record in slow)


def test_the_record_has_the_strengths_of_its_last_step(blobs) -> None:
    control, seen = RunControl(), []

    def act(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished):
            seen.append((event.record.l1, event.record.l2))
            control.change(l2=2.0)

    train_new_network(blobs, NETWORK, TrainingConfig(epochs=2, l1=0.5), on_progress=act, control=control)
    assert seen == [(0.5, 0.0), (0.5, 2.0)]
