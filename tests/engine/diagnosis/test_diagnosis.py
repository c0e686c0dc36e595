"""What goes wrong is recognised in trainings that really go wrong, and trainings that go well stay without a word."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.diagnosis.diagnosis import diagnose
from mlp_engine.diagnosis.layer_statistics import layer_statistics
from mlp_engine.diagnosis.watched_run import Diagnosis, chance_loss
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, EpochRecord, History, TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.train import train_new_network

RELU = NetworkConfig(inputs=20, hidden=(30,), activations=("relu",), initializer="he")
SIGMOID = NetworkConfig(inputs=20, hidden=(30,))
TANH = NetworkConfig(inputs=20, hidden=(30,), activations=("tanh",))
CROSS_ENTROPY = replace(SIGMOID, output="sigmoid", loss="cross-entropy")
QUADRATIC = replace(SIGMOID, output="sigmoid", loss="quadratic")
VALIDATED = TrainingConfig(epochs=12, validation=0.2)


def clouds(count: int = 600, *, spread: float = 1.0, wrong: float = 0.0, inputs: int = 20, seed: int = 0) -> Dataset:
    """Ten clouds of points around random centres; a share of the labels may be wrong."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, 1, (10, inputs))
    labels = np.arange(count) % 10
    points = centres[labels] + rng.normal(0, spread, (count, inputs))
    labels = np.where(rng.random(count) < wrong, rng.integers(0, 10, count), labels)
    return Dataset(points, labels, "ten clouds")


def go(data: Dataset, network: NetworkConfig, training: TrainingConfig) -> tuple[TrainingResult, tuple[Diagnosis, ...]]:
    """Train, and say what is wrong at the end, layers looked at."""
    result = train_new_network(data, network, training)
    layers = layer_statistics(result.network, data.take(np.arange(200)))
    diverged = result.outcome == "diverged"
    return result, diagnose(result.history, network, training, result.trained_on, diverged=diverged, layers=layers)


HEALTHY = {
    "sigmoid": (clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.5)),
    "sigmoid, L1": (clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.5, l1=0.1)),
    "tanh, L2": (clouds(), TANH, replace(VALIDATED, l2=0.1)),
    "tanh, momentum": (clouds(), TANH, replace(VALIDATED, optimizer="momentum", learning_rate=0.01)),
    "relu": (clouds(), RELU, replace(VALIDATED, learning_rate=0.05)),
    "relu, adam": (clouds(), RELU, replace(VALIDATED, optimizer="adam", learning_rate=0.003)),
    "two relu layers": (clouds(1000), replace(RELU, hidden=(30, 20), activations=("relu",)), VALIDATED),
    "two sigmoid layers": (clouds(1000), replace(SIGMOID, hidden=(30, 20)), replace(VALIDATED, learning_rate=1.0)),
    "cross-entropy": (clouds(), CROSS_ENTROPY, replace(VALIDATED, learning_rate=0.3)),
    "quadratic": (clouds(), QUADRATIC, replace(VALIDATED, learning_rate=1.0)),
    "no hidden layer": (clouds(), replace(SIGMOID, hidden=()), VALIDATED),
    "falling rate": (clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.5, schedule="cosine")),
    "nothing to validate on": (clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.5, validation=0.0)),
    "large minibatches": (clouds(1000), RELU, replace(VALIDATED, batch_size=50, learning_rate=0.1)),
    "clear data, long": (clouds(300, spread=0.2), SIGMOID, replace(VALIDATED, learning_rate=0.5, epochs=60)),
    "one sample a step": (clouds(300), SIGMOID, replace(VALIDATED, batch_size=1, epochs=8)),
}


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("name", HEALTHY)
def test_a_training_that_goes_well_stays_without_a_word_from_its_first_epoch_to_its_last(name: str, seed: int) -> None:
    data, network, training = HEALTHY[name]
    training = replace(training, seed=seed)
    result, found = go(data, network, training)
    assert result.history.epochs[-1].training_accuracy > 0.85  # it does go well
    assert found == ()
    for epochs in range(len(result.history)):
        begun = History(result.history.epochs[:epochs])
        assert diagnose(begun, network, training, result.trained_on) == ()


def saturated_half_way(losses: list[float]) -> list[str]:
    """What is said of a run with these training losses whose hidden units are nearly all saturated."""
    network = replace(SIGMOID, initializer="gaussian")
    steep = Network.initialise(network, np.random.default_rng(0)).writable_copy()
    steep.weights[0][...] *= 1000
    layers = layer_statistics(steep, clouds())
    assert (layers[0].saturated or 0) > 0.9
    records = tuple(EpochRecord(n, value, 0.5, None, None, 0, 0.5, 1) for n, value in enumerate(losses, start=1))
    found = diagnose(History(records), network, TrainingConfig(epochs=30, learning_rate=0.5), 600, layers=layers)
    return [diagnosis.kind for diagnosis in found]


def test_saturated_units_that_learn_all_the_same_stay_without_a_word() -> None:
    assert saturated_half_way([1.2]) == []
    assert saturated_half_way([1.2, 0.9, 0.7]) == []
    assert saturated_half_way([0.9, 0.4, 0.2]) == []
    assert "saturated units" in saturated_half_way([2.2])
    assert "saturated units" in saturated_half_way([1.2, 0.9, 0.88])


@pytest.mark.parametrize("name", HEALTHY)
def test_layers_looked_at_on_the_way_of_a_training_that_goes_well_raise_no_alarm(name: str) -> None:
    data, network, training = HEALTHY[name]
    control, records = RunControl(), list[EpochRecord]()
    found: list[str] = []

    def look(on_its_way: Network) -> None:
        layers = layer_statistics(on_its_way, data.take(np.arange(200)))
        said = diagnose(History(tuple(records)), network, training, len(data), layers=layers)
        found.extend(diagnosis.sentence for diagnosis in said)

    def watch(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished):
            records.append(event.record)
            control.request_network(look)

    train_new_network(data, network, training, on_progress=watch, control=control)
    assert len(records) >= 8
    assert found == []


SICK = {
    "diverged": ("diverged", clouds(), RELU, replace(VALIDATED, learning_rate=1e30)),
    "diverged by L2": ("diverged", clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.5, l2=1e4)),
    "rate high, sigmoid": ("rate too high", clouds(), SIGMOID, replace(VALIDATED, learning_rate=100.0)),
    "rate high, relu": ("rate too high", clouds(), RELU, replace(VALIDATED, learning_rate=1.0)),
    "rate high, adam": ("rate too high", clouds(), RELU, replace(VALIDATED, optimizer="adam", learning_rate=1.0)),
    "rate high, momentum": (
        "rate too high",
        clouds(),
        TANH,
        replace(VALIDATED, optimizer="momentum", learning_rate=2.0),
    ),
    "rate low, sigmoid": ("rate too low", clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.001)),
    "rate low, relu": ("rate too low", clouds(), RELU, replace(VALIDATED, learning_rate=1e-4)),
    "rate low, adam": ("rate too low", clouds(), TANH, replace(VALIDATED, optimizer="adam", learning_rate=1e-5)),
    "rate low, quadratic": ("rate too low", clouds(), QUADRATIC, replace(VALIDATED, learning_rate=0.005)),
    "overfitting": ("overfitting", clouds(300, wrong=0.3), RELU, replace(VALIDATED, epochs=40)),
    "overfitting in spite of L2": (
        "overfitting",
        clouds(300, wrong=0.3),
        RELU,
        replace(VALIDATED, epochs=40, l2=0.01),
    ),
    "underfitting by L2": ("underfitting", clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.1, l2=60.0)),
    "underfitting by L1": ("underfitting", clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.1, l1=15.0)),
    "underfitting, narrow": (
        "underfitting",
        clouds(1000, spread=0.3),
        replace(TANH, hidden=(1,), activations=("tanh",)),
        replace(VALIDATED, epochs=60, learning_rate=0.05),
    ),
    "vanishing gradient": (
        "vanishing gradient",
        clouds(),
        replace(SIGMOID, hidden=(20,) * 6, activations=("sigmoid",)),
        replace(VALIDATED, learning_rate=0.5),
    ),
    "saturated units": (
        "saturated units",
        clouds(inputs=100, spread=3.0),
        NetworkConfig(inputs=100, hidden=(30,), initializer="unit-gaussian"),
        replace(VALIDATED, learning_rate=0.02, epochs=5),
    ),
    "no more gain": (
        "no more gain",
        clouds(400, spread=1.5),
        replace(SIGMOID, hidden=()),
        replace(VALIDATED, epochs=60, l2=3.0),
    ),
}


@pytest.mark.parametrize("name", SICK)
def test_a_training_that_goes_wrong_is_recognised_and_its_remedy_can_be_applied(name: str) -> None:
    kind, data, network, training = SICK[name]
    _, found = go(data, network, training)
    assert kind in [diagnosis.kind for diagnosis in found]
    diagnosis = next(diagnosis for diagnosis in found if diagnosis.kind == kind)
    assert diagnosis.sentence.endswith(".")
    assert len(diagnosis.sentence) <= 161  # as much as is seen at once under the curves of a small window
    assert 0 < len(diagnosis.label) <= 23
    assert diagnosis.remedy
    applied = {
        **{key: value for key, value in diagnosis.remedy.items() if hasattr(network, key)},
        **{key: value for key, value in diagnosis.remedy.items() if hasattr(training, key)},
    }
    assert applied == dict(diagnosis.remedy)


@pytest.mark.parametrize(
    "name", [name for name in SICK if not name.startswith(("overfitting", "no more", "underfitting, narrow"))]
)
def test_a_remedy_helps(name: str) -> None:
    _, data, network, training = SICK[name]
    before, found = go(data, network, training)
    remedy = found[0].remedy
    network = replace(network, **{key: value for key, value in remedy.items() if hasattr(network, key)})
    training = replace(training, **{key: value for key, value in remedy.items() if hasattr(training, key)})
    after, _ = go(data, network, training)
    reached = before.history.epochs[-1].training_loss if before.history.epochs else np.inf
    assert after.history.epochs[-1].training_loss < reached


def test_a_penalty_is_blamed_for_underfitting_only_where_it_is_strong() -> None:
    """λ/n of 0.019 holds two layers near the chance loss; 0.001 hardly matters to a network that is too narrow."""
    two_layers = replace(SIGMOID, hidden=(30, 30))
    _, strong = go(clouds(), two_layers, replace(VALIDATED, learning_rate=0.3, epochs=30, l2=9.0))
    _, data, narrow, training = SICK["underfitting, narrow"]
    _, weak = go(data, narrow, replace(training, l2=1.0))
    remedies = [dict(d.remedy) for found in (strong, weak) for d in found if d.kind == "underfitting"]
    assert remedies == [{"l2": 0.9}, {"hidden": (4,)}]


def test_dead_units_are_told_with_their_layer_and_share() -> None:
    network = replace(RELU, initializer="gaussian")
    training = replace(VALIDATED, learning_rate=0.1)
    result = train_new_network(clouds(), network, training)
    asleep = result.network.writable_copy()
    asleep.biases[0][:15] = -1000
    layers = layer_statistics(asleep, clouds())
    found = diagnose(result.history, network, training, result.trained_on, layers=layers)
    assert [diagnosis.kind for diagnosis in found] == ["dead units"]
    assert found[0].sentence.startswith("50% of the ReLU units of layer 1 are dead")
    assert dict(found[0].remedy) == {"learning_rate": 0.033}


def test_overfitting_is_told_with_its_epoch() -> None:
    _, data, network, training = SICK["overfitting"]
    result, found = go(data, network, training)
    validation = [record.validation_loss for record in result.history.epochs]
    assert f"rising since epoch {int(np.argmin(validation)) + 1}," in found[0].sentence
    assert dict(found[0].remedy) == {"l2": 0.024}


@pytest.mark.parametrize("network", [SIGMOID, CROSS_ENTROPY, QUADRATIC])
def test_the_chance_loss_is_that_of_a_network_that_guesses(network: NetworkConfig) -> None:
    guess = np.full((10, 10), 0.1)
    logits = np.zeros_like(guess) if network.output == "softmax" else np.log(guess / (1 - guess))
    assert chance_loss(network) == pytest.approx(loss(network.loss).values(logits, np.arange(10)).mean())


def test_a_training_that_has_not_begun_has_nothing_wrong() -> None:
    assert diagnose(History(), SIGMOID, VALIDATED, 100) == ()


def test_a_diagnosis_cannot_be_changed() -> None:
    found = diagnose(History(), SIGMOID, VALIDATED, 100, diverged=True)
    with pytest.raises(TypeError):
        found[0].remedy["learning_rate"] = 1.0
