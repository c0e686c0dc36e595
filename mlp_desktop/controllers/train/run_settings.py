"""From a kept run back to what it began with: the texts of the training form, and the choice of samples."""

from collections.abc import Callable
from dataclasses import fields, replace

from mlp_desktop.controllers.train.training_settings import read_form
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.runs import StoredRun


def form_values(run: StoredRun) -> dict[str, str]:
    """The texts with which the training form asks for this run."""
    network, training, samples = run.summary.network, run.summary.training, run.summary.choice
    values = {
        "data": run.source,
        "slice": samples.slice,
        "label_noise": f"{samples.label_noise:g}",
        "hidden": ", ".join(map(str, network.hidden)) or "0",
        "output": f"{network.output}+{network.loss}",
        "initializer": network.initializer,
        "patience": "" if training.patience is None else str(training.patience),
    }
    if network.hidden:
        alike = len(set(network.activations)) == 1
        values["activations"] = network.activations[0] if alike else ", ".join(network.activations)
    if samples.slice != "all":
        values["count"] = str(samples.count)
    return values | {key: text(training) for key, text in _TRAINING_TEXTS.items()}


def lost_settings(run: StoredRun, values: dict[str, str]) -> list[str]:
    """Names of the settings of a run that the form cannot hold, given what it holds now."""
    reading = read_form(values)
    network = replace(reading.network, inputs=run.summary.network.inputs, outputs=run.summary.network.outputs)
    lost = _differing(network, run.summary.network) + _differing(reading.training, run.summary.training)
    return (["data"] if values["data"] != run.source else []) + lost


_TRAINING_TEXTS: dict[str, Callable[[TrainingConfig], str]] = {
    "l1": lambda training: repr(training.l1),
    "l2": lambda training: repr(training.l2),
    "augmentation": lambda training: training.augmentation,
    "optimizer": lambda training: training.optimizer,
    "learning_rate": lambda training: repr(training.learning_rate),
    "schedule": lambda training: training.schedule,
    "batch_size": lambda training: str(training.batch_size),
    "epochs": lambda training: str(training.epochs),
    "validation": lambda training: repr(training.validation),
    "seed": lambda training: str(training.seed),
}


def _differing(one: NetworkConfig | TrainingConfig, other: NetworkConfig | TrainingConfig) -> list[str]:
    names = (field.name for field in fields(one))
    return [name.replace("_", " ") for name in names if getattr(one, name) != getattr(other, name)]
