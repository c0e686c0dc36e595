"""Training as its callers see it: what it learns, reports, keeps, and does when things go wrong."""

import math
import time
from dataclasses import replace
from itertools import count, product

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError, SettingError
from mlp_engine.perceptron.config import ACTIVATIONS, OPTIMIZERS, OUTPUT_LOSS_PAIRS, NetworkConfig, TrainingConfig
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, Progress, TrainingEvent
from mlp_engine.training.metrics import evaluate
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.train import train, train_new_network

PLANE = NetworkConfig(inputs=2, hidden=(8,), outputs=3)
RATES = {"sgd": 0.5, "momentum": 0.1, "nesterov": 0.1, "adam": 0.05, "adamw": 0.05}


@pytest.mark.parametrize(("activation", "pair"), list(product(ACTIVATIONS, OUTPUT_LOSS_PAIRS)))
def test_every_kind_of_network_learns_three_clouds(blobs, activation, pair) -> None:
    config = replace(PLANE, activations=(activation,), output=pair[0], loss=pair[1])
    result = train_new_network(blobs, config, TrainingConfig(learning_rate=0.5, epochs=60, batch_size=8, seed=1))
    assert result.outcome == "finished"
    assert evaluate(result.network, blobs).error_rate < 0.05
    losses = [record.training_loss for record in result.history.epochs]
    assert losses[-1] < losses[0] / 2


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_learns_three_clouds(blobs, optimizer) -> None:
    config = TrainingConfig(optimizer=optimizer, learning_rate=RATES[optimizer], epochs=40, batch_size=8)
    assert evaluate(train_new_network(blobs, PLANE, config).network, blobs).error_rate < 0.05


def test_deep_network_learns(striped_digits) -> None:
    config = NetworkConfig(hidden=(30, 30, 30), activations=("relu", "tanh", "sigmoid"), initializer="he")
    training = TrainingConfig(optimizer="adam", learning_rate=0.01, epochs=30, batch_size=20)
    assert evaluate(train_new_network(striped_digits, config, training).network, striped_digits).errors == 0


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_same_seed_same_weights_bit_for_bit(striped_digits, dtype) -> None:
    config = NetworkConfig(hidden=(20,), dtype=dtype)
    training = TrainingConfig(
        optimizer="momentum",
        learning_rate=0.05,
        epochs=2,
        validation=0.2,
        augmentation="elastic",
        l1=0.1,
        l2=0.1,
        seed=7,
    )
    first = train_new_network(striped_digits, config, training)
    second = train_new_network(striped_digits, config, training)
    other = train_new_network(striped_digits, config, replace(training, seed=8))
    assert first.network.parameters.dtype == dtype
    assert np.array_equal(first.network.parameters, second.network.parameters)
    assert not np.array_equal(first.network.parameters, other.network.parameters)


def test_training_leaves_the_network_it_began_with_alone(blobs) -> None:
    network = Network.initialise(PLANE, np.random.default_rng(0))
    before = network.parameters.copy()
    result = train(network, blobs, TrainingConfig(epochs=1), rng=np.random.default_rng(0))
    assert np.array_equal(network.parameters, before)
    assert not np.array_equal(result.network.parameters, before)
    with pytest.raises(ValueError, match="read-only"):
        result.network.parameters[0] = 1


def test_events_tell_the_story_in_order(striped_digits, monkeypatch) -> None:
    ticks = count()
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks) / 1000)  # a minibatch takes a millisecond
    events: list[TrainingEvent] = []
    config = NetworkConfig(hidden=(10,))
    training = TrainingConfig(epochs=4, batch_size=1, validation=0.25)
    result = train_new_network(striped_digits, config, training, on_progress=events.append)
    finished = [event for event in events if isinstance(event, EpochFinished)]
    progress = [event for event in events if isinstance(event, Progress)]
    assert tuple(event.record for event in finished) == result.history.epochs
    assert [event.record.epoch for event in finished] == [1, 2, 3, 4]
    # Reports are 50 ms apart, and no report looks at fewer samples than an epoch of so few has.
    assert [event.epoch for event in progress] == [1, 2, 3, 4]
    assert [event.seconds for event in progress] == pytest.approx([0.151, 0.306, 0.461, 0.616], abs=0.01)
    assert [event.seconds_left for event in progress] == pytest.approx([0.51, 0.31, 0.155, 0], abs=0.03)
    assert [event.record.epoch for event in finished if event.is_best][-1] == result.history.best.epoch
    assert result.trained_on == 150


@pytest.mark.parametrize(("milliseconds", "minibatches"), [(51, 1), (6, 9)])
def test_progress_tells_of_the_samples_since_the_last_report_or_of_the_last_500(
    monkeypatch, milliseconds, minibatches
) -> None:
    ticks = count()
    monkeypatch.setattr(time, "perf_counter", lambda: next(ticks) * milliseconds / 1000)  # what a minibatch takes
    n, rng = 3000, np.random.default_rng(4)
    clouds = Dataset(rng.normal(size=(n, 2)), rng.integers(0, 3, n), "noise", classes=3)
    network = Network.initialise(replace(PLANE, dtype="float64"), rng)
    standing_still = TrainingConfig(epochs=1, batch_size=100, learning_rate=1e-30)
    events: list[TrainingEvent] = []
    train(network, clouds, standing_still, rng=np.random.default_rng(9), on_progress=events.append)

    order = np.random.default_rng(9).permutation(n)
    losses = loss("log-likelihood").values(network.logits(clouds.inputs), clouds.labels)[order]
    progress = [event for event in events if isinstance(event, Progress)]
    seen = [round(event.epoch * n) for event in progress]
    assert seen == list(range(max(500, 100 * minibatches), n + 1, 100 * minibatches))
    before = 0
    for event, now in zip(progress, seen, strict=True):
        since = min(before, now - 500)
        assert event.training_loss == pytest.approx(losses[since:now].mean())
        before = now


def test_a_stop_hands_out_the_best_network_and_without_validation_the_last(blobs) -> None:
    def stopped(share: float) -> TrainingResult:
        control = RunControl()

        def stop_after_a_worse_epoch(event: TrainingEvent) -> None:
            if isinstance(event, EpochFinished) and event.record.epoch > 1 and not event.is_best:
                control.stop()

        rng = np.random.default_rng(2)
        noisy = Dataset(blobs.inputs, rng.integers(0, 3, 120), "noise", classes=3)
        training = TrainingConfig(epochs=15, learning_rate=1.0, validation=share)
        return train_new_network(noisy, PLANE, training, control=control, on_progress=stop_after_a_worse_epoch)

    validated, alone = stopped(0.3), stopped(0.0)
    assert validated.outcome == alone.outcome == "stopped"
    assert validated.network.fingerprint() != validated.last.fingerprint()
    assert alone.network.fingerprint() == alone.last.fingerprint()


def test_kept_network_is_the_one_of_the_best_epoch(blobs) -> None:
    rng = np.random.default_rng(2)
    noisy = Dataset(blobs.inputs, rng.integers(0, 3, 120), "noise", classes=3)
    held = blobs.take(np.arange(0, 120, 3))
    result = train(
        Network.initialise(PLANE, rng), noisy, TrainingConfig(epochs=15, learning_rate=1.0), rng=rng, validation=held
    )
    best = result.history.best
    assert best.validation_accuracy == max(record.validation_accuracy for record in result.history.epochs)
    assert best.epoch < 15, "this training must end worse than its best for the test to mean anything"
    assert 1 - evaluate(result.network, held).error_rate == pytest.approx(best.validation_accuracy)


def test_patience_ends_a_training_that_gains_nothing_more(blobs) -> None:
    training = TrainingConfig(epochs=500, validation=0.3, patience=4, learning_rate=0.3)
    result = train_new_network(blobs, PLANE, training)
    assert result.outcome == "stopped early"
    accuracies = [record.validation_accuracy for record in result.history.epochs]
    assert len(accuracies) == accuracies.index(max(accuracies)) + 1 + 4
    assert result.message == "Stopped after 4 epochs without a better validation error."


def test_patience_without_validation_is_refused(blobs) -> None:
    with pytest.raises(SettingError, match=r"Validation share must be above 0 where a patience is set\. Got 0\."):
        train_new_network(blobs, PLANE, TrainingConfig(patience=3))


def test_stop_ends_after_the_current_minibatch(blobs) -> None:
    control = RunControl()

    def stop_in_third(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished) and event.record.epoch == 3:
            control.stop()

    result = train_new_network(blobs, PLANE, TrainingConfig(epochs=50), on_progress=stop_in_third, control=control)
    assert result.outcome == "stopped"
    assert len(result.history) == 3


@pytest.mark.parametrize(
    ("settings", "cause"),
    [
        ({"learning_rate": 1e20}, "the learning rate 1e+20 is probably too high, try 3.3e+19"),
        ({"learning_rate": 1.0, "l2": 1e4}, "the L2 strength 10000 is too high for the learning rate 1"),
    ],
)
def test_divergence_is_explained_and_keeps_the_last_good_weights(blobs, settings, cause) -> None:
    config = replace(PLANE, hidden=(8, 8), activations=("relu",))
    result = train_new_network(blobs, config, TrainingConfig(epochs=50, seed=3, **settings))
    assert result.outcome == "diverged"
    epoch = len(result.history) + 1
    assert result.message == (
        f"Training stopped in epoch {epoch}, because the loss is no longer a finite number: {cause}. "
        "The last good weights are kept."
    )
    assert np.isfinite(result.network.parameters).all()


def test_data_that_is_not_finite_is_named_as_the_cause(blobs) -> None:
    inputs = blobs.inputs.copy()
    inputs[7] = np.nan
    broken = Dataset(inputs, blobs.labels, "broken clouds", classes=3)
    result = train_new_network(broken, PLANE, TrainingConfig(epochs=5))
    assert result.outcome == "diverged"
    assert "the data holds values that are not finite" in result.message
    assert np.isfinite(result.network.parameters).all()


def test_l1_empties_weights_and_l2_only_shrinks_them(striped_digits) -> None:
    def trained(**strengths: float) -> np.ndarray:
        result = train_new_network(
            striped_digits, NetworkConfig(hidden=(20,)), TrainingConfig(epochs=30, learning_rate=0.1, **strengths)
        )
        return np.abs(result.network.parameters[: result.network.config.weight_count])

    free, l1, l2 = trained(), trained(l1=1.0), trained(l2=10.0)
    assert l2.mean() < free.mean()
    assert l1.mean() < free.mean()
    assert (l1 < 1e-3).mean() > 5 * (l2 < 1e-3).mean()


def test_a_minibatch_takes_the_learning_rate_of_its_middle(blobs) -> None:
    """Half a cosine over two epochs of two minibatches: an eighth, three, five and seven eighths of the way."""
    falling = TrainingConfig(epochs=2, batch_size=60, learning_rate=0.4, schedule="cosine")
    result = train_new_network(blobs, PLANE, falling)
    rates = [record.learning_rate for record in result.history.epochs]
    assert rates == pytest.approx([0.2 * (1 + math.cos(math.pi * 3 / 8)), 0.2 * (1 + math.cos(math.pi * 7 / 8))])

    one_step = replace(falling, epochs=1, batch_size=120)
    at_half_the_rate = replace(one_step, schedule="constant", learning_rate=0.2)
    networks = [train_new_network(blobs, PLANE, config).network for config in (one_step, at_half_the_rate)]
    np.testing.assert_allclose(networks[0].parameters, networks[1].parameters, rtol=1e-6)


def test_gradient_clip_bounds_the_step(blobs) -> None:
    network = Network.initialise(replace(PLANE, dtype="float64"), np.random.default_rng(0))
    training = TrainingConfig(epochs=1, batch_size=120, learning_rate=1.0, gradient_clip=0.01)
    result = train(network, blobs, training, rng=np.random.default_rng(0))
    assert np.linalg.norm(result.network.parameters - network.parameters) == pytest.approx(0.01)


def test_data_that_does_not_fit_is_refused(blobs) -> None:
    with pytest.raises(DataError, match=r"three clouds must have 784 inputs a sample for this network\. Got 2\."):
        train_new_network(blobs, NetworkConfig(), TrainingConfig())
    with pytest.raises(DataError, match=r"at most the 2 classes of this network\. Got 3"):
        train_new_network(blobs, replace(PLANE, outputs=2), TrainingConfig())
    with pytest.raises(DataError, match=r"to be distorted must be 28×28 digit images\. Got 2 inputs"):
        train_new_network(blobs, PLANE, TrainingConfig(augmentation="affine"))


def test_minibatch_larger_than_the_data_is_the_whole_data(blobs) -> None:
    few = blobs.take(np.arange(0, 120, 24))
    result = train_new_network(few, PLANE, TrainingConfig(epochs=2, batch_size=1000))
    assert len(result.history) == 2
