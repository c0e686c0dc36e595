"""The learning-rate finder suggests a rate with which a training learns."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.datasets.subset import with_label_noise
from mlp_engine.perceptron.config import DEFAULT_LEARNING_RATES, NetworkConfig, OptimizerName, TrainingConfig
from mlp_engine.training.rate_finder import SHARE, find_learning_rate
from mlp_engine.training.train import train_new_network

NETWORK = NetworkConfig(hidden=(20,), activations=("relu",), initializer="he")


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adamw"])
def test_the_suggestion_trains_and_a_hundredth_and_a_thousand_times_of_it_do_worse(
    striped_digits, optimizer: OptimizerName
) -> None:
    config = TrainingConfig(optimizer=optimizer, batch_size=20, epochs=3, validation=0.2, l2=0.1)
    found = find_learning_rate(striped_digits, NETWORK, config)
    assert found.suggestion is not None
    scores = []
    for factor in (0.01, 1, 1000):
        trained = train_new_network(striped_digits, NETWORK, replace(config, learning_rate=factor * found.suggestion))
        records = trained.history.epochs
        scores.append(records[-1].validation_accuracy or 0.0 if trained.outcome == "finished" else 0.0)
    assert scores[1] > 0.9
    assert scores[1] > scores[0] + 0.2
    assert scores[1] > scores[2] + 0.2


def test_the_suggestion_is_a_share_of_the_rate_of_the_least_loss(striped_digits) -> None:
    """Half of the labels are wrong, so that the loss does not come near 0."""
    noisy = with_label_noise(striped_digits, 0.5, np.random.default_rng(0))
    found = find_learning_rate(noisy, NETWORK, TrainingConfig(batch_size=50))
    least = min(found.losses)
    assert 0.1 * found.losses[0] < least < 0.9 * found.losses[0]
    assert found.suggestion == pytest.approx(SHARE * found.rates[found.losses.index(least)], rel=0.4)


def test_the_rates_rise_around_the_usual_one_and_the_search_is_repeatable(striped_digits) -> None:
    config = TrainingConfig(dropout=(0.2,), augmentation="affine", seed=3)
    found = find_learning_rate(striped_digits, NETWORK, config)
    assert found == find_learning_rate(striped_digits, NETWORK, config)
    assert list(found.rates) == sorted(set(found.rates))
    assert found.rates[0] == pytest.approx(DEFAULT_LEARNING_RATES["sgd"] / 1000)
    assert len(found.rates) == len(found.losses) < 90, "it ends where the loss has risen"


def test_where_the_loss_never_falls_nothing_is_suggested(striped_digits) -> None:
    deep = NetworkConfig(hidden=(5,) * 8, initial_scale=0.1)
    assert find_learning_rate(striped_digits, deep, TrainingConfig()).suggestion is None


def test_an_exception_from_the_report_ends_the_search(striped_digits) -> None:
    def stop(tried: int) -> None:
        if tried == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_learning_rate(striped_digits, NETWORK, TrainingConfig(), on_progress=stop)
