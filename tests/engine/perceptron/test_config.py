"""Configurations are checked when they are made."""

import dataclasses

import pytest

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"hidden": (0,)}, "Neurons of hidden layer 1 must be a whole number from 1 to 20000. Got 0."),
        ({"hidden": (10, -3)}, "Neurons of hidden layer 2 must be a whole number from 1 to 20000. Got -3."),
        ({"hidden": (5,) * 65}, "Number of hidden layers must be a whole number of at most 64. Got 65."),
        ({"activations": ("step",)}, "Activation must be sigmoid, tanh, relu or leaky-relu. Got 'step'."),
        ({"hidden": (5, 5), "activations": ("relu",) * 3},
         "Activations must be one for all hidden layers or one for each of the 2. Got 3."),
        ({"output": "softmax", "loss": "quadratic"},
         "Loss of a softmax output must be log-likelihood. Got 'quadratic'."),
        ({"output": "sigmoid", "loss": "log-likelihood"},
         "Loss of a sigmoid output must be cross-entropy or quadratic. Got 'log-likelihood'."),
        ({"dtype": "float16"}, "Floating type must be float32 or float64. Got 'float16'."),
        ({"hidden": (20_000, 20_000)},
         "Number of parameters must be a whole number of at most 100000000. Got 415920010."),
    ],
)  # fmt: skip
def test_impossible_network(values, sentence) -> None:
    with pytest.raises(SettingError) as raised:
        NetworkConfig(**values)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("name", "value", "beginning"),
    [
        ("l1", -1, "L1 strength must be a number of at least 0"),
        ("l2", float("inf"), "L2 strength must be a number of at least 0"),
        ("learning_rate", 0, "Learning rate must be a number above 0"),
        ("momentum", 1.0, "Momentum must be a number of at least 0 and below 1"),
        ("batch_size", 0, "Minibatch size must be a whole number of at least 1"),
        ("epochs", 0, "Epochs must be a whole number of at least 1"),
        ("validation", 1.0, "Validation share must be a number of at least 0 and below 1"),
        ("patience", 0, "Stop early after must be a whole number of at least 1"),
        ("gradient_clip", 0.0, "Gradient clip must be a number above 0"),
        ("step_factor", 0.0, "Step factor must be a number above 0 and of at most 1"),
        ("seed", -1, "Seed must be a whole number from 0 to 9223372036854775807"),
        ("optimizer", "lbfgs", "Optimizer must be sgd, momentum, nesterov, adam or adamw"),
    ],
)
def test_impossible_training(name, value, beginning) -> None:
    with pytest.raises(SettingError) as raised:
        TrainingConfig(**{name: value})
    assert str(raised.value) == f"{beginning}. Got {value!r}."


def test_one_activation_serves_every_hidden_layer() -> None:
    assert NetworkConfig(hidden=(5, 4), activations=("tanh",)).activations == ("tanh", "tanh")
    assert NetworkConfig(hidden=()).activations == ()


def test_parameters_are_counted() -> None:
    config = NetworkConfig(inputs=784, hidden=(100,), outputs=10)
    assert config.layers == (784, 100, 10)
    assert config.weight_count == 784 * 100 + 100 * 10
    assert config.parameter_count == 79_510


def test_configs_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        NetworkConfig().inputs = 3  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(dataclasses.FrozenInstanceError):
        TrainingConfig().epochs = 3  # pyright: ignore[reportAttributeAccessIssue]
