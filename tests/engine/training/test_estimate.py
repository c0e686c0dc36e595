"""What a network will cost; that the seconds agree with reality is measured by benchmarks/estimate.py."""

import numpy as np
import pytest

from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.estimate import machine_slowness, seconds_per_epoch, weights_file_bytes
from mlp_engine.training.train import train_new_network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import card_of_training


@pytest.mark.parametrize("hidden", [(), (100,), (30,) * 6, (800, 400)])
def test_the_size_is_that_of_the_file_to_three_hundred_bytes(striped_digits, tmp_path, hidden) -> None:
    config, training = NetworkConfig(hidden=hidden), TrainingConfig(epochs=1, validation=0.1)
    result = train_new_network(striped_digits, config, training)
    path = tmp_path / "network.safetensors"
    save_weights(path, result.network, card_of_training(result, striped_digits, training))
    assert abs(path.stat().st_size - weights_file_bytes(config)) <= 300


def test_the_size_follows_the_floating_type() -> None:
    single, double = (weights_file_bytes(NetworkConfig(dtype=dtype)) for dtype in ("float32", "float64"))
    assert double - single == 4 * NetworkConfig().parameter_count


@pytest.mark.parametrize(
    "more",
    [
        (NetworkConfig(hidden=(200,)), TrainingConfig(), 1000),
        (NetworkConfig(hidden=(100, 10)), TrainingConfig(), 1000),
        (NetworkConfig(), TrainingConfig(batch_size=5), 1000),
        (NetworkConfig(), TrainingConfig(optimizer="adam"), 1000),
        (NetworkConfig(), TrainingConfig(augmentation="elastic"), 1000),
        (NetworkConfig(), TrainingConfig(), 2000),
    ],
)
def test_more_work_takes_longer(more) -> None:
    assert seconds_per_epoch(*more, 1.0) > 1.05 * seconds_per_epoch(NetworkConfig(), TrainingConfig(), 1000, 1.0)


def test_optimizers_take_longer_in_the_order_of_their_steps() -> None:
    """As ``benchmarks/optimizer_steps.py`` measures them; AdamW's decay takes fewer passes than L2 in the gradient."""
    names = ("sgd", "momentum", "nesterov", "adamw", "adam")
    seconds = [seconds_per_epoch(NetworkConfig(), TrainingConfig(optimizer=name), 1000, 1.0) for name in names]
    assert seconds == sorted(set(seconds))


def test_validation_is_cheaper_than_training() -> None:
    whole, shared = (
        seconds_per_epoch(NetworkConfig(hidden=(800,)), TrainingConfig(validation=share), 1000, 1.0)
        for share in (0, 0.5)
    )
    assert whole / 2 < shared < whole


def test_a_machine_twice_as_slow_takes_twice_as_long_and_this_one_is_measured_once() -> None:
    once, twice = (seconds_per_epoch(NetworkConfig(), TrainingConfig(), 1000, slowness) for slowness in (1.0, 2.0))
    assert twice == pytest.approx(2 * once)
    assert machine_slowness() == machine_slowness()
    assert np.isfinite(machine_slowness())
    assert machine_slowness() > 0
