"""From the texts of the training form to checked settings, with a sentence for each field that is wrong."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from mlp_engine.datasets.subset import SampleChoice, SliceName
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import (
    AUGMENTATIONS,
    INITIALIZERS,
    MAX_HIDDEN_LAYERS,
    OPTIMIZERS,
    OUTPUT_LOSS_PAIRS,
    SCHEDULES,
    ActivationName,
    InitializerName,
    LossName,
    NetworkConfig,
    OutputName,
    TrainingConfig,
)
from mlp_engine.validation import parse_number, parse_whole_number

_INITIALIZER_LABELS: dict[InitializerName, str] = {
    "gaussian": "Gaussian, 1/√inputs",
    "he": "He, √(2/inputs)",
    "local": "Local, parts of the image",
    "unit-gaussian": "Gaussian, 1",
}

CHOICES: dict[str, list[tuple[str, str]]] = {
    "slice": [("all", "All"), ("first", "First"), ("random", "Random"), ("per-class", "Per class")],
    "activations": [("sigmoid", "Sigmoid"), ("tanh", "Tanh"), ("relu", "ReLU")],
    "output": [(f"{output}+{loss}", f"{output} + {loss}") for output, loss in OUTPUT_LOSS_PAIRS],
    "initializer": [(name, _INITIALIZER_LABELS[name]) for name in INITIALIZERS],
    "optimizer": [(name, {"sgd": "SGD", "momentum": "Momentum", "adam": "Adam"}[name]) for name in OPTIMIZERS],
    "schedule": [(name, name.capitalize()) for name in SCHEDULES],
    "augmentation": [(name, name.capitalize()) for name in AUGMENTATIONS],
}
"""What the chosen fields of the form offer: value and label."""

FIRST_VALUES = {
    "slice": "all",
    "count": "100",
    "label_noise": "0",
    "hidden": "100",
    "activations": "sigmoid",
    "output": "softmax+log-likelihood",
    "initializer": "gaussian",
    "l1": "0",
    "l2": "5",
    "augmentation": "none",
    "optimizer": "sgd",
    "learning_rate": "0.5",
    "schedule": "constant",
    "batch_size": "10",
    "epochs": "15",
    "validation": "0.1",
    "patience": "",
    "seed": "0",
}
"""What the form holds the first time: close to the network of Nielsen's book, chapter 3."""


@dataclass(frozen=True)
class FormReading:
    """What a form says: the settings, where all of it is right, and a sentence for each key that is wrong."""

    samples: SampleChoice
    network: NetworkConfig
    training: TrainingConfig
    errors: dict[str, str]


def read_form(values: Mapping[str, str]) -> FormReading:
    """Read and check every field, each on its own, so that five wrong fields give five sentences."""
    texts = {key: text.strip() for key, text in values.items()}
    errors: dict[str, str] = {}
    network = NetworkConfig()
    try:
        network = _network(texts)
    except SettingError as error:
        errors["hidden"] = str(error)
    training = TrainingConfig()
    for key, (name, parse) in _TRAINING_FIELDS.items():
        try:
            training = replace(training, **{name: parse(texts[key])})
        except SettingError as error:
            errors[key] = str(error)
    samples = SampleChoice(slice=cast("SliceName", texts["slice"]), seed=training.seed)
    for key, (name, parse) in _SAMPLE_FIELDS.items():
        if key != "count" or samples.slice != "all":
            try:
                samples = replace(samples, **{name: parse(texts[key])})
            except SettingError as error:
                errors[key] = str(error)
    if training.patience is not None and training.validation == 0 and not errors.keys() & {"patience", "validation"}:
        errors["patience"] = "Patience must be empty where the validation share is 0."
    return FormReading(samples, network, training, errors)


def _network(texts: Mapping[str, str]) -> NetworkConfig:
    # All but the layers are chosen from what the engine offers, each layer's activation too: only the layers can be
    # wrong.
    output, loss = texts["output"].split("+")
    return NetworkConfig(
        hidden=_layers(texts["hidden"]),
        activations=cast("tuple[ActivationName, ...]", tuple(re.split(r",\s*", texts["activations"]))),
        output=cast("OutputName", output),
        loss=cast("LossName", loss),
        initializer=cast("InitializerName", texts["initializer"]),
    )


def hidden_layers(text: str) -> tuple[int, ...] | None:
    """The hidden layers that ``text`` names, whatever their sizes; ``None`` if it names none, or too many."""
    try:
        layers = _layers(text)
    except SettingError:
        return None
    return layers if len(layers) <= MAX_HIDDEN_LAYERS else None


def _layers(text: str) -> tuple[int, ...]:
    """``"100, 50"`` to (100, 50); nothing, or a single 0, to no hidden layer."""
    try:
        layers = tuple(int(part) for part in re.split(r"[\s,;]+", text) if part)
    except ValueError:
        raise SettingError(f"Hidden layers must be whole numbers such as 100, 50. Got {text!r}.") from None
    return () if layers == (0,) else layers


_SAMPLE_FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "count": ("count", lambda text: parse_whole_number("Number of samples", text, at_least=1)),
    "label_noise": ("label_noise", lambda text: parse_number("Label noise", text or "0", at_least=0, at_most=1)),
}

# Key of the form to name of the setting, and how its text is read. Ranges are checked by the settings themselves.
_TRAINING_FIELDS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "l1": ("l1", lambda text: parse_number("L1 strength", text or "0")),
    "l2": ("l2", lambda text: parse_number("L2 strength", text or "0")),
    "augmentation": ("augmentation", str),
    "optimizer": ("optimizer", str),
    "learning_rate": ("learning_rate", lambda text: parse_number("Learning rate", text, above=0)),
    "schedule": ("schedule", str),
    "batch_size": ("batch_size", lambda text: parse_whole_number("Batch size", text, at_least=1)),
    "epochs": ("epochs", lambda text: parse_whole_number("Epochs", text, at_least=1)),
    "validation": ("validation", lambda text: parse_number("Validation share", text or "0", at_least=0, below=1)),
    "patience": ("patience", lambda text: parse_whole_number("Patience", text, at_least=1) if text else None),
    "seed": ("seed", lambda text: parse_whole_number("Seed", text, at_least=0)),
}
