"""The learning rate over a training."""

import pytest

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.schedules import learning_rate_at


def test_constant_never_changes() -> None:
    config = TrainingConfig(learning_rate=0.3, epochs=10)
    assert {learning_rate_at(epoch, config) for epoch in (0.0, 4.5, 9.99)} == {0.3}


def test_step_halves_after_each_stretch_of_epochs() -> None:
    config = TrainingConfig(learning_rate=0.8, schedule="step", step_every=3, step_factor=0.5, epochs=10)
    assert [learning_rate_at(epoch, config) for epoch in (0.0, 2.99, 3.0, 6.5)] == pytest.approx([0.8, 0.8, 0.4, 0.2])


def test_cosine_rises_while_warming_up_then_falls_to_nothing() -> None:
    config = TrainingConfig(learning_rate=1.0, schedule="cosine", warmup=2, epochs=10)
    rates = [learning_rate_at(epoch, config) for epoch in (0.5, 1.0, 2.0, 6.0, 10.0)]
    assert rates == pytest.approx([0.25, 0.5, 1.0, 0.5, 0.0])


def test_cosine_without_warm_up_begins_at_the_full_rate() -> None:
    assert learning_rate_at(0.0, TrainingConfig(learning_rate=0.3, schedule="cosine", epochs=10)) == 0.3


def test_a_warm_up_as_long_as_the_training_is_refused() -> None:
    with pytest.raises(SettingError, match=r"Warm-up must be a number of at least 0 and below 5\. Got 5\."):
        TrainingConfig(schedule="cosine", warmup=5, epochs=5)
