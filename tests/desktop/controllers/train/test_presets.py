"""Each preset can be trained, and shows what it says."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_desktop.controllers.train.advice import cure_texts
from mlp_desktop.controllers.train.presets import PRESETS, Preset
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES, form_groups, read_form
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.practice import practice_set
from mlp_engine.diagnosis.diagnosis import diagnose
from mlp_engine.diagnosis.layer_statistics import LayerStatistics, layer_statistics
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.train import train_new_network


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return practice_set(1000, seed=3)


def preset(start: str) -> Preset:
    return next(preset for preset in PRESETS if preset.name.startswith(start))


def trained(values: dict[str, str], digits: Dataset, **shorter: int) -> TrainingResult:
    reading = read_form(values)
    return train_new_network(reading.samples.apply(digits), reading.network, replace(reading.training, **shorter))


def layers(result: TrainingResult, digits: Dataset) -> tuple[LayerStatistics, ...]:
    return layer_statistics(result.network, digits.take(np.arange(300)))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_each_preset_is_a_form_without_errors(preset: Preset) -> None:
    assert preset.values.keys() == FIRST_VALUES.keys() | {"data"}
    assert read_form(preset.values).errors == {}
    assert (preset.values["data"] == "mnist") == ("MNIST" in preset.sentence or preset.name == "Best accuracy")
    for field in (field for group in form_groups() for field in group.fields if field.chosen):
        assert preset.values[field.key] in dict(field.choices)


def test_the_names_are_those_that_were_asked_for() -> None:
    assert [preset.name for preset in PRESETS] == [
        "The book's network",
        "Overfit on purpose",
        "L1 versus L2: with L1",
        "L1 versus L2: with L2",
        "Vanishing gradient: six sigmoid layers",
        "Best accuracy",
    ]


def test_l1_and_l2_differ_in_nothing_else() -> None:
    with_l1, with_l2 = preset("L1 versus L2: with L1").values, preset("L1 versus L2: with L2").values
    assert {key for key in with_l1 if with_l1[key] != with_l2[key]} == {"l1", "l2"}


def test_the_overfit_preset_is_named_as_overfitting_in_its_first_third_and_the_cure_helps(digits) -> None:
    values = preset("Overfit").values
    reading = read_form(values)
    before = trained(values, digits)
    diagnosis = diagnose(before.history, reading.network, reading.training, before.trained_on)
    assert diagnosis.standing is not None
    assert diagnosis.standing.finding.kind == "overfitting"
    assert diagnosis.standing.first <= 20
    after = trained(values | cure_texts(diagnosis.standing.finding.cures[0].settings), digits)
    accuracies = [best.validation_accuracy or 0 for best in (before.history.best, after.history.best) if best]
    assert accuracies[1] > accuracies[0] + 0.01


def test_the_vanishing_preset_is_told_of_relu_and_he(digits) -> None:
    values = preset("Vanishing").values
    reading = read_form(values)
    result = trained(values, digits)
    diagnosis = diagnose(result.history, reading.network, reading.training, result.trained_on)
    assert diagnosis.finding is not None
    assert (diagnosis.finding.kind, diagnosis.finding.cures[0].label) == (
        "vanishing gradient",
        "Use ReLU, He's weights",
    )


def test_the_overfit_preset_memorises(digits) -> None:
    last = trained(preset("Overfit").values, digits).history.epochs[-1]
    assert last.training_accuracy > 0.99
    assert last.validation_accuracy is not None
    assert last.validation_loss is not None
    assert last.validation_accuracy < 0.9
    assert last.validation_loss > 10 * last.training_loss


def test_six_sigmoid_layers_have_a_vanishing_gradient_and_relu_with_he_cures_it(digits) -> None:
    values = preset("Vanishing").values
    vanishing = trained(values, digits)
    cured = trained(values | {"activations": "relu", "initializer": "he"}, digits)
    first, *_, last = layers(vanishing, digits)
    assert first.gradient_norm < last.gradient_norm / 100
    assert vanishing.history.epochs[-1].training_accuracy < 0.2
    first, *_, last = layers(cured, digits)
    assert first.gradient_norm > last.gradient_norm / 10
    assert cured.history.epochs[-1].training_accuracy > 0.6


def test_l1_zeroes_weights_and_l2_does_not(digits) -> None:
    by_l1 = trained(preset("L1 versus L2: with L1").values, digits).history.epochs[-1]
    by_l2 = trained(preset("L1 versus L2: with L2").values, digits).history.epochs[-1]
    assert by_l1.layers[0].zero > 0.4
    assert by_l2.layers[0].zero == 0
