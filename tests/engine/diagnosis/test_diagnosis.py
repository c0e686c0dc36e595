"""Problems are recognised in trainings that really go wrong, and trainings that go well raise no alarm."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.practice import practice_set
from mlp_engine.diagnosis.diagnosis import Diagnosis, diagnose, is_judged
from mlp_engine.diagnosis.finding import Finding
from mlp_engine.diagnosis.watched_run import chance_loss
from mlp_engine.perceptron.config import AugmentationName, NetworkConfig, TrainingConfig
from mlp_engine.perceptron.losses import loss
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, EpochRecord, History, TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.settings import SETTINGS
from mlp_engine.training.train import train, train_new_network

RELU = NetworkConfig(inputs=20, hidden=(30,), activations=("relu",), initializer="he")
SIGMOID = NetworkConfig(inputs=20, hidden=(30,))
TANH = NetworkConfig(inputs=20, hidden=(30,), activations=("tanh",))
CROSS_ENTROPY = replace(SIGMOID, output="sigmoid", loss="cross-entropy")
QUADRATIC = replace(SIGMOID, output="sigmoid", loss="quadratic")
VALIDATED = TrainingConfig(epochs=12, validation=0.2)
REMARKS = ("not yet", "few validation samples", "no validation", "no more gain")


def clouds(count: int = 600, *, spread: float = 1.0, wrong: float = 0.0, inputs: int = 20, seed: int = 0) -> Dataset:
    """Ten clouds of points around random centres; a share of the labels may be wrong."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, 1, (10, inputs))
    labels = np.arange(count) % 10
    points = centres[labels] + rng.normal(0, spread, (count, inputs))
    labels = np.where(rng.random(count) < wrong, rng.integers(0, 10, count), labels)
    return Dataset(points, labels, "ten clouds")


def go(data: Dataset, network: NetworkConfig, training: TrainingConfig) -> tuple[TrainingResult, Diagnosis]:
    """Train, and diagnose the ended run."""
    result = train_new_network(data, network, training)
    diverged = result.outcome == "diverged"
    return result, diagnose(result.history, network, training, result.trained_on, diverged=diverged)


def shown(diagnosis: Diagnosis) -> list[Finding]:
    """All findings that were shown, first to last."""
    standing = [] if diagnosis.standing is None else [diagnosis.standing]
    return [each.finding for each in (*diagnosis.past, *standing)]


def kinds(diagnosis: Diagnosis) -> list[str]:
    return [finding.kind for finding in shown(diagnosis)]


def cured(finding: Finding, network: NetworkConfig, training: TrainingConfig) -> tuple[NetworkConfig, TrainingConfig]:
    """The settings after the first cure."""
    settings = finding.cures[0].settings
    values = {key: value for key, value in settings.items() if hasattr(network, key)}
    if "hidden" in values:
        values.setdefault("activations", network.activations[:1])
    network = replace(network, **values)
    return network, replace(training, **{key: value for key, value in settings.items() if hasattr(training, key)})


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
    "large minibatches": (clouds(1000), RELU, replace(VALIDATED, batch_size=50, learning_rate=0.1)),
    "clear data, long": (clouds(300, spread=0.2), SIGMOID, replace(VALIDATED, learning_rate=0.5, epochs=60)),
    "one sample a step": (clouds(300), SIGMOID, replace(VALIDATED, batch_size=1, epochs=8)),
}


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("name", HEALTHY)
def test_a_training_that_goes_well_raises_no_alarm_from_its_first_epoch_to_its_last(name: str, seed: int) -> None:
    data, network, training = HEALTHY[name]
    result, diagnosis = go(data, network, replace(training, seed=seed))
    assert result.history.epochs[-1].training_accuracy > 0.85  # it does go well
    assert set(kinds(diagnosis)) <= set(REMARKS)


SICK = {
    "diverged": ("diverged", clouds(), RELU, replace(VALIDATED, learning_rate=1e30)),
    "diverged by L2": ("diverged", clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.5, l2=1e4)),
    "rate high, sigmoid": ("rate too high", clouds(), SIGMOID, replace(VALIDATED, learning_rate=100.0)),
    "rate high, adam": ("rate too high", clouds(), TANH, replace(VALIDATED, optimizer="adam", learning_rate=1.0)),
    "rate high, momentum": (
        "rate too high",
        clouds(),
        TANH,
        replace(VALIDATED, optimizer="momentum", learning_rate=2.0),
    ),
    "dead units": ("dead units", clouds(), replace(RELU, hidden=(30, 30)), replace(VALIDATED, learning_rate=0.7)),
    "rate low, sigmoid": ("rate too low", clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.001)),
    "rate low, relu": ("rate too low", clouds(), RELU, replace(VALIDATED, learning_rate=1e-4)),
    "rate low, adam": ("rate too low", clouds(), TANH, replace(VALIDATED, optimizer="adam", learning_rate=1e-5)),
    "rate low, quadratic": ("rate too low", clouds(), QUADRATIC, replace(VALIDATED, learning_rate=0.005)),
    "gradients clipped": ("rate too low", clouds(), SIGMOID, replace(VALIDATED, learning_rate=0.5, gradient_clip=1e-4)),
    "label noise": ("label noise", clouds(1000, wrong=0.3, spread=0.6), RELU, replace(VALIDATED, epochs=20)),
    "overfitting": ("overfitting", clouds(300, spread=1.8), RELU, replace(VALIDATED, epochs=40, validation=0.5)),
    "L2 too strong": ("penalty too strong", clouds(), SIGMOID, replace(VALIDATED, l2=60.0)),
    "L1 too strong": ("penalty too strong", clouds(), SIGMOID, replace(VALIDATED, l1=15.0)),
    "too small": (
        "too small",
        clouds(1000, spread=0.3),
        replace(TANH, hidden=(1,), activations=("tanh",)),
        replace(VALIDATED, epochs=20, learning_rate=0.05),
    ),
    "vanishing gradient, sigmoid": (
        "vanishing gradient",
        clouds(),
        replace(SIGMOID, hidden=(20,) * 6, activations=("sigmoid",)),
        replace(VALIDATED, learning_rate=0.5),
    ),
    "exploding gradient, diverged": (
        "exploding gradient",
        clouds(),
        replace(RELU, hidden=(30,) * 12, activations=("relu",), initializer="unit-gaussian"),
        VALIDATED,
    ),
    "saturated units": (
        "saturated units",
        clouds(inputs=100, spread=3.0),
        NetworkConfig(inputs=100, hidden=(30,), initializer="unit-gaussian"),
        replace(VALIDATED, learning_rate=0.02, epochs=5),
    ),
}


@pytest.mark.parametrize("name", SICK)
def test_a_training_that_goes_wrong_is_recognised_with_evidence_and_its_cure_can_be_applied(name: str) -> None:
    kind, data, network, training = SICK[name]
    _, diagnosis = go(data, network, training)
    assert kind in kinds(diagnosis)
    for finding in shown(diagnosis):
        assert finding.sentence.endswith(".")
        assert len(finding.sentence) <= 161  # as much as is seen at once under the curves of a small window
        assert finding.evidence
        assert all(str(each).startswith(each.name) for each in finding.evidence)
        assert finding.layer is None or 1 <= finding.layer <= len(network.layers) - 1
        for cure in finding.cures:
            assert 0 < len(cure.label) <= 23
            assert cure.settings.keys() <= SETTINGS.keys()
            cured(finding, network, training)  # the records of the settings accept them


@pytest.mark.parametrize("name", [name for name in SICK if name not in ("overfitting", "label noise")])
def test_a_cure_helps(name: str) -> None:
    kind, data, network, training = SICK[name]
    before, diagnosis = go(data, network, training)
    finding = next(finding for finding in shown(diagnosis) if finding.kind == kind)
    after, _ = go(data, *cured(finding, network, training))
    reached = before.history.epochs[-1].training_loss if before.history.epochs else np.inf
    assert after.history.epochs[-1].training_loss < reached


# What the diagnosis missed, or called sick


def record(
    epoch: int, training: float, validation: float | None, samples: int = 400, fixed_loss: float | None = None
) -> EpochRecord:
    """An epoch with these accuracies; the losses fit them."""
    loss, validation_loss = 2 * (1 - training) + 0.01, None if validation is None else 2.5 * (1 - validation)
    oldest = EpochRecord(epoch, loss, training, validation_loss, validation, 0.0, 0.1, 1.0)
    fixed_loss = loss if fixed_loss is None else fixed_loss
    return replace(oldest, validation_samples=samples, fixed_loss=fixed_loss, fixed_accuracy=training)


def judged(records: list[EpochRecord], samples: int = 2000, **settings: float) -> Diagnosis:
    """The diagnosis of a run with these records."""
    training = replace(TrainingConfig(epochs=len(records)), **settings)
    return diagnose(History(tuple(records)), NetworkConfig(), training, samples)


def test_a_training_accuracy_of_986_against_85_is_overfitting() -> None:
    diagnosis = judged([record(n, min(0.8 + 0.03 * n, 0.986), 0.85, samples=1000) for n in range(1, 13)])
    assert diagnosis.finding is not None
    assert (diagnosis.finding.kind, diagnosis.finding.sure) == ("overfitting", "sure")
    assert "(95% interval 83% to 87%)" in diagnosis.finding.sentence
    assert "98.6% of the training samples" in diagnosis.finding.sentence
    assert dict(diagnosis.finding.cures[0].settings) == {"augmentation": "affine"}
    assert len(diagnosis.finding.cures) == 1


@pytest.mark.parametrize(
    ("network", "training"),
    [
        (NetworkConfig(inputs=196), TrainingConfig()),  # no images that can be distorted
        (NetworkConfig(), TrainingConfig(augmentation="affine")),
    ],
)
def test_against_overfitting_nothing_is_offered_that_was_not_seen_to_help(network, training) -> None:
    records = tuple(record(n, min(0.8 + 0.03 * n, 0.986), 0.85, samples=1000) for n in range(1, 13))
    diagnosis = diagnose(History(records), network, replace(training, epochs=12), 2000)
    assert diagnosis.finding is not None
    assert diagnosis.finding.kind == "overfitting"
    assert diagnosis.finding.cures == ()


@pytest.mark.parametrize(
    ("samples", "validated", "settings"),
    [
        (1, 1, {}),  # one training sample is memorised, and the one of the validation set is another
        (2000, 400, {"batch_size": 2000}),  # one step an epoch
        (2000, 400, {}),  # all labels may be wrong: the form's first rate is not to blame
    ],
)
def test_a_rate_is_not_blamed_for_what_it_did_not_do(samples: int, validated: int, settings: dict[str, int]) -> None:
    accuracy, loss = (1.0, 0.05) if samples == 1 else (0.11, 2.29)
    records = [
        replace(record(n, accuracy, 0.0, validated), training_loss=loss, fixed_loss=loss, validation_loss=11.0)
        for n in range(1, 8)
    ]
    diagnosis = judged(records, samples, learning_rate=0.5, **settings)
    assert "rate too high" not in kinds(diagnosis)


def test_a_usual_rate_goes_as_far_as_its_momentum_lets_it() -> None:
    training = TrainingConfig(optimizer="momentum", learning_rate=0.1, momentum=0.99, epochs=6)
    records = tuple(replace(record(n, 0.1, 0.1), training_loss=5.0) for n in range(1, 7))
    finding = diagnose(History(records), NetworkConfig(), training, 2000).finding
    assert finding is not None
    assert (finding.kind, dict(finding.cures[0].settings)) == ("rate too high", {"learning_rate": 0.001})


def test_one_neuron_is_too_few() -> None:
    _, data, network, training = SICK["too small"]
    finding = next(each for each in shown(go(data, network, training)[1]) if each.kind == "too small")
    assert finding.sentence.endswith("1 neuron in layer 1 is too few to tell 10 classes apart.")


def test_dead_units_are_offered_a_lower_rate_and_then_a_slope_that_never_ends() -> None:
    _, data, network, training = SICK["dead units"]
    _, diagnosis = go(data, network, training)
    finding = next(finding for finding in shown(diagnosis) if finding.kind == "dead units")
    assert [list(cure.settings) for cure in finding.cures] == [["learning_rate"], ["activations", "learning_rate"]]
    assert finding.cures[1].settings["activations"] == ("leaky-relu", "leaky-relu")


def test_the_same_gap_on_few_validation_samples_is_not_overfitting_but_unknown() -> None:
    diagnosis = judged([record(epoch, 0.986, 0.75, samples=4) for epoch in range(1, 13)])
    assert kinds(diagnosis) == ["few validation samples"]
    assert diagnosis.finding is not None
    assert diagnosis.finding.sentence.startswith("4 validation samples tell little: 75% were read right, which may be")
    assert not diagnosis.is_clean


def test_without_validation_nobody_can_know() -> None:
    diagnosis = judged([record(epoch, 0.98, None) for epoch in range(1, 13)])
    assert kinds(diagnosis) == ["no validation"]
    assert not diagnosis.is_clean


def test_four_samples_read_right_do_not_make_a_run_clean() -> None:
    assert not judged([record(epoch, 0.98, 1.0, samples=4) for epoch in range(1, 13)]).is_clean
    assert judged([record(epoch, 0.98, 0.97, samples=1000) for epoch in range(1, 13)]).is_clean


def test_a_loss_that_falls_from_196_to_155_in_a_few_epochs_falls() -> None:
    losses = [2.25, 2.1, 1.96, 1.82, 1.68, 1.55]
    records = [record(n, 0.4, 0.4, fixed_loss=value) for n, value in enumerate(losses, start=1)]
    history = History(tuple(records))
    diagnosis = diagnose(history, NetworkConfig(), TrainingConfig(epochs=30, learning_rate=0.1), 2000, ended=False)
    assert kinds(diagnosis) == []


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_loss_that_wavers_by_the_noise_of_minibatches_and_distortions_is_not_too_high_a_rate(seed: int) -> None:
    rng = np.random.default_rng(seed)
    loss = 0.9 * np.exp(-np.arange(30) / 20) + 0.2
    loss += 1.2 * loss / np.sqrt(500) * rng.standard_normal(30)
    records = [
        replace(record(n, 0.9, 0.9, fixed_loss=0.3), training_loss=value)
        for n, value in enumerate(loss.tolist(), start=1)
    ]
    history = History(tuple(records))
    diagnosis = diagnose(history, NetworkConfig(), TrainingConfig(augmentation="elastic"), 500, ended=False)
    assert set(kinds(diagnosis)) <= set(REMARKS)


@pytest.mark.parametrize("augmentation", ["elastic", "affine"])
def test_sigmoids_that_learn_from_distorted_digits_are_not_called_saturated(augmentation: AugmentationName) -> None:
    """Their layer ends with nearly all units saturated, and their training loss wavers: both are healthy here."""
    digits = practice_set(800, seed=5)
    training = replace(VALIDATED, learning_rate=0.5, epochs=15, augmentation=augmentation, validation=0.25)
    result, diagnosis = go(digits, NetworkConfig(hidden=(30,)), training)
    assert result.history.best is not None
    assert (result.history.best.validation_accuracy or 0) > 0.75
    assert set(kinds(diagnosis)) <= set(REMARKS)


def test_a_curve_that_wavers_around_a_threshold_does_not_move_the_words() -> None:
    gaps = np.where(np.arange(30) % 2 == 0, 0.10, 0.085)
    diagnosis = judged([record(n, 0.98, 0.98 - gap) for n, gap in enumerate(gaps.tolist(), start=1)])
    assert len(kinds(diagnosis)) <= 1


def test_twenty_relu_layers_that_begin_too_small_are_told_of_he() -> None:
    network = replace(RELU, hidden=(30,) * 20, activations=("relu",), initializer="gaussian")
    _, diagnosis = go(clouds(), network, VALIDATED)
    first = shown(diagnosis)[0]
    assert (first.kind, first.cures[0].label) == ("vanishing gradient", "Use He initial weights")
    assert first.cures[0].settings["initializer"] == "he"
    assert first.layer is not None


def test_saturated_outputs_of_the_quadratic_loss_are_told_of_cross_entropy() -> None:
    network = replace(QUADRATIC, initializer="unit-gaussian", inputs=100, hidden=(100,))
    data, training = clouds(inputs=100), replace(VALIDATED, learning_rate=0.1)
    before, diagnosis = go(data, network, training)
    first = shown(diagnosis)[0]
    assert (first.kind, first.cures[0].label) == ("saturated outputs", "Use cross-entropy")
    after, _ = go(data, *cured(first, network, training))
    assert after.history.epochs[-1].training_accuracy > before.history.epochs[-1].training_accuracy + 0.2


def test_a_rate_of_a_billion_is_blamed_and_not_a_weak_l2() -> None:
    training = replace(VALIDATED, learning_rate=1e9, l2=0.0001)
    result, diagnosis = go(clouds(), SIGMOID, training)
    assert result.outcome == "diverged"
    assert diagnosis.finding is not None
    assert dict(diagnosis.finding.cures[0].settings) == {"learning_rate": 0.1}
    assert "L2" not in diagnosis.finding.sentence
    assert "L2" not in result.message


def test_the_cures_for_one_neuron_do_not_go_in_a_circle() -> None:
    network, training = replace(SIGMOID, hidden=(1,)), replace(VALIDATED, epochs=20, learning_rate=0.5)
    rates = [training.learning_rate]
    for _ in range(4):
        _, diagnosis = go(clouds(1000, spread=0.5), network, training)
        if diagnosis.finding is None or not diagnosis.finding.cures:
            break
        network, training = cured(diagnosis.finding, network, training)
        rates.append(training.learning_rate)
    assert network.hidden[0] >= 10
    assert rates == sorted(rates) or rates == sorted(rates, reverse=True)


def test_validation_samples_of_another_kind_are_told() -> None:
    rng = np.random.default_rng(0)
    data, other = clouds(1000, spread=0.5), clouds(1000, spread=0.5, seed=1)  # other centres
    training = replace(VALIDATED, validation=0.0)
    result = train(Network.initialise(RELU, rng), data, training, rng=rng, validation=other)
    diagnosis = diagnose(result.history, RELU, training, 1000)
    assert kinds(diagnosis)[0] == "validation unlike"


def test_labels_are_doubted_where_validation_is_clearly_better_than_training() -> None:
    records = [record(n, 0.7 + 0.005 * n, 0.9 + 0.001 * n, samples=1000) for n in range(1, 13)]
    assert kinds(judged(records)) == ["label noise"]


def test_what_was_not_finished_is_not_called_too_small() -> None:
    losses = [2.2, 1.9, 1.6, 1.3, 1.05, 0.85]
    records = [
        replace(record(n, 0.6, 0.6, fixed_loss=value), validation_loss=value) for n, value in enumerate(losses, 1)
    ]
    diagnosis = judged(records)
    assert kinds(diagnosis) == ["not yet"]
    assert diagnosis.finding is not None
    assert dict(diagnosis.finding.cures[0].settings) == {"epochs": 12}


def test_more_epochs_are_not_offered_where_labels_were_doubted() -> None:
    losses = [2.2, 1.9, 1.6, 1.45, 1.3, 1.2, 1.05, 0.95, 0.8, 0.65]
    unfinished = [
        replace(record(n, 0.6, 0.6, fixed_loss=value), validation_loss=value) for n, value in enumerate(losses, 1)
    ]
    doubted = [replace(each, validation_accuracy=0.9, validation_samples=1000) for each in unfinished[:6]]
    assert kinds(judged(unfinished)) == ["not yet"]
    diagnosis = judged(doubted + unfinished[6:])
    assert [standing.finding.kind for standing in diagnosis.past] == ["label noise"]
    assert diagnosis.finding is None


# How it watches


@pytest.mark.parametrize("name", ["label noise", "rate low, relu", "overfitting"])
def test_live_and_afterwards_it_says_the_same(name: str) -> None:
    _, data, network, training = SICK[name]
    result, afterwards = go(data, network, training)
    live = Diagnosis(network, training, result.trained_on)
    epochs = result.history.epochs
    for seen in (1, 2, 2, 7, len(epochs)):  # however often someone looks
        live.watch(epochs[:seen])
    live.end()
    assert (live.standing, live.past) == (afterwards.standing, afterwards.past)


def test_a_change_of_the_rate_begins_the_trends_anew() -> None:
    control = RunControl()
    training = replace(VALIDATED, epochs=16, learning_rate=100.0)

    def mend(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished) and event.record.epoch == 6:
            control.change(learning_rate=0.05)

    result = train_new_network(clouds(), TANH, training, on_progress=mend, control=control)
    diagnosis = diagnose(result.history, TANH, training, result.trained_on)
    first = (*diagnosis.past, diagnosis.standing)[0]
    assert first is not None
    assert (first.finding.kind, first.first) == ("rate too high", 3)
    assert diagnosis.run.learning_rate == 0.05
    assert diagnosis.run.epochs == 10
    assert diagnosis.run.steps == 10 * 48


def test_a_run_of_very_many_epochs_is_judged_seldom() -> None:
    assert all(map(is_judged, range(1, 51)))
    assert sum(map(is_judged, range(1, 100_001))) < 500
    many = [record(n, 0.98, 0.97, samples=1000) for n in range(1, 3001)]
    diagnosis = judged(many)
    assert diagnosis.run.epoch == 3000
    assert len(diagnosis.run.records) == 1000


@pytest.mark.parametrize("network", [SIGMOID, CROSS_ENTROPY, QUADRATIC])
def test_the_chance_loss_is_that_of_a_network_that_guesses(network: NetworkConfig) -> None:
    guess = np.full((10, 10), 0.1)
    logits = np.zeros_like(guess) if network.output == "softmax" else np.log(guess / (1 - guess))
    assert chance_loss(network) == pytest.approx(loss(network.loss).values(logits, np.arange(10)).mean())


def test_a_training_that_has_not_begun_has_nothing_wrong_and_is_not_clean() -> None:
    diagnosis = diagnose(History(), SIGMOID, VALIDATED, 100)
    assert diagnosis.finding is None
    assert not diagnosis.is_clean


def test_a_cure_cannot_be_changed() -> None:
    finding = diagnose(History(), SIGMOID, VALIDATED, 100, diverged=True).finding
    assert finding is not None
    with pytest.raises(TypeError):
        finding.cures[0].settings["learning_rate"] = 1.0  # pyright: ignore[reportIndexIssue]
