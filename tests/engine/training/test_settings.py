"""The table of settings: complete, in the words of the records that check the values, and read as it is written."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_engine.datasets.subset import SLICES, SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import (
    ACTIVATIONS,
    AUGMENTATIONS,
    DTYPES,
    INITIALIZERS,
    L1_STEPS,
    LOSSES,
    OPTIMIZERS,
    OUTPUTS,
    SCHEDULES,
    NetworkConfig,
    TrainingConfig,
)
from mlp_engine.sweeps import PARAMETERS, parse_axis
from mlp_engine.training.history import CHANGEABLE
from mlp_engine.training.settings import SETTINGS, settings_in

RECORDS = (SampleChoice(), NetworkConfig(), TrainingConfig())
NAMES = {
    "slice": SLICES,
    "activations": ACTIVATIONS,
    "output": OUTPUTS,
    "loss": LOSSES,
    "initializer": INITIALIZERS,
    "dtype": DTYPES,
    "l1_step": L1_STEPS,
    "augmentation": AUGMENTATIONS,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "calibrate": ("no", "yes"),
}
LABELS_IN_ERRORS = {"count": "Number of samples", "inputs": "Number of inputs", "outputs": "Number of outputs"}


def test_every_field_of_the_records_has_a_row_and_no_other_row_is_there() -> None:
    assert SETTINGS.keys() == {field.name for record in RECORDS for field in fields(record)}
    for record in RECORDS:
        assert [setting.name for setting in settings_in(type(record))] == [field.name for field in fields(record)]


def test_labels_descriptions_and_options_tell_settings_apart() -> None:
    for texts in ([s.label for s in SETTINGS.values()], [s.option for s in SETTINGS.values()]):
        assert len(set(texts)) == len(texts)
    for setting in SETTINGS.values():
        assert setting.description[0].isupper()
        assert setting.description.endswith(".")


def test_choices_are_those_that_the_records_take() -> None:
    assert {name: tuple(dict(setting.choices)) for name, setting in SETTINGS.items() if setting.choices} == NAMES


def test_what_a_running_training_takes_is_live() -> None:
    assert {name for name, setting in SETTINGS.items() if setting.is_live} == set(CHANGEABLE)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_the_records_refuse_a_wrong_text_under_the_label_of_the_row(record) -> None:
    for setting in settings_in(type(record)):
        if setting.is_number or (setting.kind == "name" and setting.name not in ("slice", "loss")):
            with pytest.raises(SettingError) as caught:
                replace(record, **{setting.name: setting.parse("?")})
            label = LABELS_IN_ERRORS.get(setting.name, setting.label)
            assert str(caught.value).startswith(f"{label} must be ")
            assert str(caught.value).endswith("Got '?'.")


@pytest.mark.parametrize(
    ("name", "value", "text", "words"),
    [
        ("l2", 5.0, "5", "5"),
        ("l2", 5, "5", "5"),
        ("l2", 1e-7, "1e-07", "1e-07"),
        ("learning_rate", 0.00123456789, "0.00123456789", "0.00123457"),
        ("batch_size", 7, "7", "7 samples"),
        ("patience", 1, "1", "1 epoch"),
        ("patience", 3, "3", "3 epochs"),
        ("patience", None, "", "never"),
        ("gradient_clip", None, "", "none"),
        ("hidden", (100, 50), "100, 50", "100, 50"),
        ("hidden", (), "0", "none"),
        ("activations", ("relu", "relu"), "relu", "relu, relu"),
        ("activations", ("relu", "tanh"), "relu, tanh", "relu, tanh"),
        ("activations", (), "", "none"),
        ("optimizer", "sgd", "sgd", "sgd"),
        ("calibrate", True, "yes", "yes"),
        ("calibrate", False, "no", "no"),
        ("dropout", (), "", "none"),
        ("dropout", (0.5,), "0.5", "0.5"),
        ("dropout", (0.5, 0.0, 0.25), "0.5, 0, 0.25", "0.5, 0, 0.25"),
    ],
)
def test_a_value_is_written_for_people_and_exactly_for_forms(name, value, text, words) -> None:
    assert SETTINGS[name].text(value) == text
    assert SETTINGS[name].words(value) == words
    alike = ("relu",) if value == ("relu", "relu") else value
    assert SETTINGS[name].parse(text) == alike


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("l1", "", 0.0),
        ("l1", " 0,25 ", 0.25),
        ("learning_rate", "", ""),
        ("epochs", "1.5", "1.5"),
        ("hidden", "30 20;10", (30, 20, 10)),
        ("hidden", "", ()),
        ("activations", "relu ,tanh", ("relu", "tanh")),
        ("calibrate", "maybe", "maybe"),
        ("dropout", "0,5", (0.5,)),
        ("dropout", "0,5, 0,2", (0.5, 0.2)),
        ("dropout", "0.5,0.2", (0.5, 0.2)),
        ("dropout", "0,5;0", (0.5, 0.0)),
    ],
)
def test_a_text_is_read_as_people_write_it(name, text, value) -> None:
    assert SETTINGS[name].parse(text) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_comes_back_from_its_text(value: float) -> None:
    assert SETTINGS["learning_rate"].parse(SETTINGS["learning_rate"].text(value)) == value


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_every_default_comes_back_from_its_text(record) -> None:
    for setting in settings_in(type(record)):
        value = getattr(record, setting.name)
        assert setting.parse(setting.text(value)) == value


def test_examples_are_axes_of_several_values() -> None:
    assert PARAMETERS["activation"] is SETTINGS["activations"]
    for name, setting in PARAMETERS.items():
        axis = parse_axis(f"{name}={setting.example}")
        assert len(axis.values()) > 1
        assert axis.setting is setting
