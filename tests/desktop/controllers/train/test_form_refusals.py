"""What the engine refuses, the form refuses before the start, at the field that is wrong."""

import numpy as np
import pytest

from mlp_desktop.controllers.train.training_settings import FIRST_VALUES, form_groups, read_form
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import DataError, SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.cross_validation import cross_validate
from mlp_engine.training.settings import SETTINGS
from mlp_engine.training.train import train_new_network

USED = {"augmentation": "affine", "optimizer": "momentum", "schedule": "cosine", "slice": "first", "validation": "0.2"}
"""Settings with which every field has an effect, but for those of the step schedule."""

# Every check of the records, by field: the texts that it refuses.
REFUSED = {
    "count": ["", "0", "-1", "1.5", "many"],
    "label_noise": ["-0.1", "1.1", "x"],
    "hidden": ["x", "0, 5", "-3", "20001", "20000, 20000", ", ".join(["1"] * 65), "1.5"],
    "l1": ["-1", "x", "inf", "nan"],
    "l2": ["-1", "x", "1e999"],
    "learning_rate": ["", "0", "-1", "inf", "x"],
    "batch_size": ["", "0", "2.5"],
    "epochs": ["", "0", "x"],
    "validation": ["-0.1", "1", "x"],
    "patience": ["0", "-1", "1.5"],
    "seed": ["-1", "x", "9223372036854775808"],
    "initial_scale": ["0", "-1", "x"],
    "dropout": ["1", "-0.1", "x", "0.5, 1"],
    "momentum": ["", "-0.1", "1"],
    "noise": ["-0.1", "1.1", "x"],
    "rotation": ["", "-1", "181", "x"],
    "shift": ["", "-0.1", "29"],
    "step_every": ["", "0", "1.5"],
    "step_factor": ["", "0", "1.1"],
    "warmup": ["", "-1", "15"],
    "gradient_clip": ["0", "-1", "x"],
}
BETWEEN = [
    ("patience", {"patience": "3", "validation": "0"}),
    ("calibrate", {"calibrate": "yes", "validation": "0"}),
    ("calibrate", {"calibrate": "yes", "output": "sigmoid+cross-entropy"}),
    ("dropout", {"dropout": "0.5, 0.2"}),
    ("dropout", {"dropout": "0.5, 0.2, 0.1", "hidden": "5, 5"}),
    ("count", {"slice": "first", "count": "1"}),
    ("count", {"slice": "first", "count": "2001"}),
    ("count", {"slice": "random", "count": "2001"}),
    ("count", {"slice": "per-class", "count": "201"}),
]
"""What only fields together, or the data, make wrong."""


def in_the_form(texts: dict[str, str]) -> dict[str, str]:
    schedule = {"schedule": "step"} if texts.keys() & {"step_every", "step_factor"} else {}
    return FIRST_VALUES | USED | schedule | {"data": "practice:2000"} | texts


def test_every_typed_field_and_every_setting_that_can_be_wrong_is_tried() -> None:
    typed = {field.key for group in form_groups() for field in group.fields if not field.chosen}
    assert typed == REFUSED.keys() | {"folds"}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in REFUSED.items() for text in texts])
def test_a_value_that_a_record_refuses_is_refused_at_its_field(key: str, text: str) -> None:
    values = in_the_form({key: text})
    record = next(each for each in (NetworkConfig, TrainingConfig, SampleChoice) if hasattr(each, key))
    # The records have ranges that depend on their other fields: a warm-up is shorter than the run.
    epochs = {"epochs": int(values["epochs"])} if key == "warmup" else {}
    with pytest.raises(SettingError):
        record(**{key: SETTINGS[key].parse(text)} | epochs)
    assert list(read_form(values).errors) == [key]


@pytest.mark.parametrize(("key", "texts"), BETWEEN, ids=str)
def test_what_a_training_would_refuse_is_refused_at_its_field(key: str, texts: dict[str, str]) -> None:
    reading = read_form(in_the_form({"slice": "all"} | texts))
    assert list(reading.errors) == [key]
    data = Dataset(np.zeros((2000, 784), np.uint8), np.arange(2000) % 10, "as many as practice digits")
    with pytest.raises((SettingError, DataError)):
        train_new_network(reading.samples.apply(data), reading.network, reading.training)


@pytest.mark.parametrize("text", ["1", "0", "x", ""])
def test_folds_that_cannot_be_are_refused(text: str) -> None:
    assert list(read_form(in_the_form({"folds": text})).errors) == ["folds"]
    data = Dataset(np.zeros((3, 784), np.uint8), np.arange(3), "three")
    with pytest.raises(SettingError):
        cross_validate(data, NetworkConfig(hidden=(2,)), TrainingConfig(epochs=1), 1)
