"""From the form's texts to settings."""

from dataclasses import replace

import pytest

from mlp_desktop.controllers.train.form_checks import strong_l2
from mlp_desktop.controllers.train.training_settings import (
    FIRST_VALUES,
    form_groups,
    form_values,
    more_words,
    read_form,
    without_effect,
)
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.settings import SETTINGS


def test_first_values_are_right_and_mean_what_they_show() -> None:
    reading = read_form(FIRST_VALUES)
    assert reading.errors == {}
    assert reading.samples == SampleChoice()
    assert reading.network == NetworkConfig(hidden=(100,))
    assert reading.training == TrainingConfig(l2=0.1, learning_rate=0.5, batch_size=10, epochs=15, validation=0.1)


@pytest.mark.parametrize(
    ("text", "layers"),
    [("100", (100,)), ("100, 50", (100, 50)), ("30 20;10", (30, 20, 10)), ("", ()), ("0", ())],
)
def test_layers_are_read_as_people_write_them(text, layers) -> None:
    assert read_form(FIRST_VALUES | {"hidden": text}).network.hidden == layers


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("label_noise", "1.5", "Label noise must be a number of at least 0 and of at most 1. Got 1.5."),
        ("hidden", "100, x", "Hidden layers must be whole numbers such as 100, 50. Got '100, x'."),
        ("hidden", "100, -5", "Neurons of hidden layer 2 must be a whole number from 1 to 20000. Got -5."),
        ("hidden", "20000, 20000", "Number of parameters must be a whole number of at most 100000000. Got 415920010."),
        ("l1", "-1", "L1 strength must be a number of at least 0. Got -1.0."),
        ("l2", "a lot", "L2 strength must be a number of at least 0. Got 'a lot'."),
        ("learning_rate", "", "Learning rate must be a number above 0. Got ''."),
        ("learning_rate", "0", "Learning rate must be a number above 0. Got 0.0."),
        ("batch_size", "ten", "Minibatch size must be a whole number of at least 1. Got 'ten'."),
        ("epochs", "1.5", "Epochs must be a whole number of at least 1. Got '1.5'."),
        ("validation", "1", "Validation share must be a number of at least 0 and below 1. Got 1.0."),
        ("patience", "0", "Stop early after must be a whole number of at least 1. Got 0."),
        ("seed", "-3", "Seed must be a whole number from 0 to 9223372036854775807. Got -3."),
    ],
)
def test_each_wrong_field_has_its_sentence(key, text, sentence) -> None:
    assert read_form(FIRST_VALUES | {key: text}).errors == {key: sentence}


def test_slice_and_noise_are_read_with_the_seed_of_the_run() -> None:
    reading = read_form(FIRST_VALUES | {"slice": "random", "count": " 50 ", "label_noise": "0,1", "seed": "4"})
    assert reading.errors == {}
    assert reading.samples == SampleChoice("random", 50, 0.1, 4)


def test_a_count_is_looked_at_only_where_it_means_something() -> None:
    assert read_form(FIRST_VALUES | {"slice": "all", "count": "?"}).errors == {}
    errors = read_form(FIRST_VALUES | {"slice": "first", "count": ""}).errors
    assert errors == {"count": "Number of samples must be a whole number of at least 1. Got ''."}


def test_five_wrong_fields_give_five_sentences() -> None:
    wrong = dict.fromkeys(("hidden", "l1", "learning_rate", "batch_size", "epochs"), "?")
    assert set(read_form(FIRST_VALUES | wrong).errors) == set(wrong)


def test_patience_needs_something_to_validate_on() -> None:
    reading = read_form(FIRST_VALUES | {"patience": "3", "validation": "0"})
    assert reading.errors == {
        "patience": "Stop early after needs a validation share above 0. Set one, or leave this empty."
    }


def test_decimal_commas_and_empty_strengths_are_understood() -> None:
    reading = read_form(FIRST_VALUES | {"learning_rate": "0,25", "l1": "", "l2": " "})
    assert reading.errors == {}
    assert (reading.training.learning_rate, reading.training.l1, reading.training.l2) == (0.25, 0, 0)


def test_one_sample_cannot_be_split_for_validation() -> None:
    one = FIRST_VALUES | {"slice": "first", "count": "1"}
    assert read_form(one).errors == {
        "count": "At least 2 samples are needed with a validation share above 0. Got 1.",
    }
    assert not read_form(one | {"validation": "0"}).errors
    assert not read_form(one | {"slice": "per-class"}).errors
    assert not read_form(one | {"slice": "all"}).errors


def test_whole_numbers_may_be_written_with_a_power_of_ten() -> None:
    reading = read_form(FIRST_VALUES | {"slice": "first", "count": "1e3", "batch_size": "2E1"})
    assert (reading.errors, reading.samples.count, reading.training.batch_size) == ({}, 1000, 20)
    wrong = read_form(FIRST_VALUES | {"epochs": "1e-3", "batch_size": "1.5e1", "seed": "1e99"})
    assert set(wrong.errors) == {"epochs", "batch_size", "seed"}


def test_a_group_in_its_row_is_all_that_brings_a_setting_into_the_form(monkeypatch) -> None:
    assert "l1_step" not in FIRST_VALUES
    monkeypatch.setitem(SETTINGS, "l1_step", replace(SETTINGS["l1_step"], group="Regularization"))
    (group,) = (group for group in form_groups() if group.title == "Regularization")
    assert [field.key for field in group.fields] == ["l1", "l2", "l1_step", "augmentation", "noise"]
    training = TrainingConfig(l1_step="subgradient")
    values = FIRST_VALUES | form_values(SampleChoice(), NetworkConfig(), training)
    assert values["l1_step"] == "subgradient"
    assert read_form(values).training == training


def test_rare_settings_are_fields_of_their_own_group() -> None:
    fields = {field.key: field for group in form_groups() if group.title == "More" for field in group.fields}
    momentum, calibrate = fields["momentum"], fields["calibrate"]
    assert (momentum.name, momentum.label, momentum.chosen) == ("momentum", "Momentum", False)
    assert (fields["gradient_clip"].name, fields["gradient_clip"].hint) == ("gradientClip", "none")
    assert calibrate.choices == (("no", "No"), ("yes", "Yes"))
    training = TrainingConfig(momentum=0.5, calibrate=True, validation=0.2, gradient_clip=1.5)
    values = FIRST_VALUES | form_values(SampleChoice(), NetworkConfig(), training)
    assert (values["momentum"], values["calibrate"], values["gradient_clip"]) == ("0.5", "yes", "1.5")
    assert read_form(values).training == training


def test_a_field_without_effect_may_hold_anything() -> None:
    rested = {"count", "momentum", "step_every", "step_factor", "warmup", "rotation", "shift"}
    assert without_effect(FIRST_VALUES) == rested
    assert read_form(FIRST_VALUES | dict.fromkeys(rested, "?")).errors == {}
    step = FIRST_VALUES | {"schedule": "step", "step_factor": "?"}
    assert without_effect(step) == {"count", "momentum", "warmup", "rotation", "shift"}
    assert set(read_form(step).errors) == {"step_factor"}
    used = {"schedule": "cosine", "optimizer": "momentum", "slice": "first", "augmentation": "pen"}
    assert without_effect(FIRST_VALUES | used) == {
        "step_every",
        "step_factor",
    }


def test_a_warm_up_that_is_too_long_is_told_at_its_own_field() -> None:
    cosine = FIRST_VALUES | {"schedule": "cosine", "warmup": "7", "epochs": "5"}
    assert read_form(cosine).errors == {
        "warmup": "Warm-up must be a number of at least 0 and below 5. Got 7.0.",
    }


@pytest.mark.parametrize(
    ("texts", "key", "sentence"),
    [
        (
            {"schedule": "step", "step_every": "15"},
            "step_every",
            "Epochs between two steps must be below the 15 of the run. Got 15.",
        ),
        (
            {"dropout": "0.5, 0.2"},
            "dropout",
            "Dropout must be one share, or one for each of the 1. Got 2.",
        ),
        (
            {"calibrate": "yes", "validation": "0"},
            "calibrate",
            "Calibration needs a validation share above 0. Set one, or choose No.",
        ),
        (
            {"calibrate": "yes", "output": "sigmoid+quadratic"},
            "calibrate",
            "Calibration needs a softmax output. Choose one, or No here.",
        ),
        (
            {"data": "practice:2000", "slice": "per-class", "count": "201"},
            "count",
            "Samples per class must be at most the 200 there are. Got 201.",
        ),
        (
            {"data": "practice:2000", "slice": "random", "count": "2001"},
            "count",
            "Number of samples must be at most the 2,000 there are. Got 2001.",
        ),
        (
            {"data": "mnist", "slice": "per-class", "count": "5422"},
            "count",
            "Samples per class must be at most the 5,421 there are. Got 5422.",
        ),
    ],
)
def test_what_the_engine_refuses_is_told_before_the_start(texts, key, sentence) -> None:
    assert read_form(FIRST_VALUES | texts).errors == {key: sentence}


def test_samples_of_unknown_data_are_not_counted() -> None:
    many = FIRST_VALUES | {"data": "somewhere/digits.csv", "slice": "per-class", "count": "30000"}
    assert read_form(many).errors == {}


def test_settings_that_are_folded_away_are_told_where_they_differ() -> None:
    assert more_words(FIRST_VALUES, ()) == ""
    changed = FIRST_VALUES | {"momentum": "0.5", "gradient_clip": "2"}
    assert more_words(changed, ()) == "gradient clip 2"
    assert more_words(changed | {"optimizer": "momentum"}, ()) == "momentum 0.5, gradient clip 2"
    assert more_words(changed, {"gradient_clip": "?", "epochs": "?"}) == "1 to correct"


@pytest.mark.parametrize(
    ("l2", "samples", "hint"),
    [
        (5.0, 60_000, ""),
        (5.0, 500, ""),
        (5.0, None, ""),
        (0.0, 10, ""),
        (100.0, 1000, "Too strong for 900 training samples. Usual: about 0.09."),
    ],
)
def test_l2_out_of_scale_is_noted(l2, samples, hint) -> None:
    assert strong_l2(TrainingConfig(l2=l2, validation=0.1), samples) == hint
