"""Gradients, and three epochs of training, against PyTorch's: same first weights, same minibatches, float64."""

from itertools import product

import numpy as np
import pytest

from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import ACTIVATIONS, OUTPUT_LOSS_PAIRS, NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import EpochFinished
from mlp_engine.training.train import train

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

EPOCHS, BATCH, RATE, SEED = 3, 32, 0.02, 5
RELATIVE = 1e-9


def hidden_layers(config: NetworkConfig) -> list:
    kinds = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}
    return [kinds[name]() for name in config.activations]


def twin(network: Network) -> "torch.nn.Sequential":
    """The same network in PyTorch."""
    layers = []
    activations = [*hidden_layers(network.config), None]
    for w, b, activation in zip(network.weights, network.biases, activations, strict=True):
        linear = torch.nn.Linear(*w.shape, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(w.T.copy()))
            linear.bias.copy_(torch.tensor(b.copy()))
        layers += [linear] if activation is None else [linear, activation]
    return torch.nn.Sequential(*layers)


def mean_loss(config: NetworkConfig, logits: "torch.Tensor", labels: "torch.Tensor") -> "torch.Tensor":
    targets = torch.nn.functional.one_hot(labels, config.outputs).double()
    if config.loss == "log-likelihood":
        return torch.nn.functional.cross_entropy(logits, labels)
    if config.loss == "cross-entropy":
        return torch.nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction="sum") / len(labels)
    return 0.5 * ((torch.sigmoid(logits) - targets) ** 2).sum() / len(labels)


def flat(twins: "torch.nn.Sequential", *, gradients: bool = False) -> np.ndarray:
    """Parameters or gradients in our order: all weights, (fan_in, fan_out), then all biases."""
    linear = [layer for layer in twins if isinstance(layer, torch.nn.Linear)]
    chosen = [*(layer.weight for layer in linear), *(layer.bias for layer in linear)]
    values = [(p.grad if gradients else p.detach()).numpy() for p in chosen]
    return np.concatenate([value.T.ravel() if value.ndim == 2 else value for value in values])


def assert_close(ours: np.ndarray, theirs: np.ndarray) -> None:
    assert np.linalg.norm(ours - theirs) <= RELATIVE * np.linalg.norm(theirs)


@pytest.mark.parametrize(("activation", "pair"), list(product(ACTIVATIONS, OUTPUT_LOSS_PAIRS)))
def test_gradients_are_those_of_pytorch(striped_digits, activation, pair) -> None:
    config = NetworkConfig(hidden=(20, 15), activations=(activation,), output=pair[0], loss=pair[1], dtype="float64")
    network = Network.initialise(config, np.random.default_rng(1))
    inputs, labels = striped_digits.inputs[:50] / 255, striped_digits.labels[:50].copy()
    backprop = Backprop(network, 50)
    backprop.inputs[...] = inputs
    backprop.forward(len(labels))
    backprop.backward(labels)
    twins = twin(network)
    mean_loss(config, twins(torch.tensor(inputs)), torch.tensor(labels)).backward()
    assert_close(backprop.gradient, flat(twins, gradients=True))


@pytest.mark.parametrize("l2", [0.0, 3.0], ids=["plain", "L2"])
@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_three_epochs_are_those_of_pytorch(striped_digits, optimizer, activation, l2) -> None:
    config = NetworkConfig(hidden=(20, 15), activations=(activation,), dtype="float64")
    network = Network.initialise(config, np.random.default_rng(1))
    training = TrainingConfig(optimizer=optimizer, learning_rate=RATE, l2=l2, batch_size=BATCH, epochs=EPOCHS)
    trained: list[float] = []

    def note(event: object) -> None:
        if isinstance(event, EpochFinished):
            trained.append(event.record.training_loss)

    result = train(network, striped_digits, training, rng=np.random.default_rng(SEED), on_progress=note)

    twins, n = twin(network), len(striped_digits)
    weights = [p for p in twins.parameters() if p.ndim == 2]
    biases = [p for p in twins.parameters() if p.ndim == 1]
    groups = [{"params": weights, "weight_decay": l2 / n}, {"params": biases, "weight_decay": 0.0}]
    steps = {
        "sgd": lambda: torch.optim.SGD(groups, lr=RATE),
        "momentum": lambda: torch.optim.SGD(groups, lr=RATE, momentum=0.9),
        "adam": lambda: torch.optim.Adam(groups, lr=RATE, betas=(0.9, 0.999), eps=1e-8),
    }[optimizer]()
    inputs, labels = torch.tensor(striped_digits.inputs / 255), torch.tensor(striped_digits.labels.copy())
    rng = np.random.default_rng(SEED)
    expected: list[float] = []
    for _ in range(EPOCHS):
        total = 0.0
        for chosen in torch.tensor(rng.permutation(n)).split(BATCH):
            steps.zero_grad()
            loss = mean_loss(config, twins(inputs[chosen]), labels[chosen])
            loss.backward()
            steps.step()
            total += float(loss.detach()) * len(chosen)
        expected.append(total / n)

    np.testing.assert_allclose(trained, expected, rtol=RELATIVE)
    assert expected[-1] < expected[0]
    assert_close(result.network.parameters, flat(twins))
