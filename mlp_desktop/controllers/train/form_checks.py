"""Checks of the training form between its fields: what the engine would refuse, or what could do nothing."""

from mlp_desktop.models.train.loaded_data import DataSize
from mlp_desktop.plain_words import counted
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig

NEEDED: dict[str, tuple[str, ...]] = {
    "count": ("slice", "validation"),
    "step_every": ("epochs",),
    "patience": ("validation",),
    "calibrate": ("validation",),
    "dropout": ("hidden",),
}
"""The other fields that a contradiction in a field depends on; while one of them is wrong, there is none to tell."""

PULL_OF_BOOK = 5 / 50_000
"""L2 strength over training samples in Nielsen's chapter 3."""

STRONG_PULL = 0.05
"""An L2 strength over training samples from which on L2 keeps a network from learning (docs/training.md)."""


def contradictions(
    samples: SampleChoice, network: NetworkConfig, training: TrainingConfig, there: DataSize | None
) -> dict[str, str]:
    """A sentence for each field whose value cannot go with those of other fields, or with the data.

    Args:
        samples: the choice of samples.
        network: the architecture; its outputs are the classes.
        training: the settings.
        there: the size of the data, where it is known.
    """
    found: dict[str, str] = {}
    validates = training.validation > 0
    if training.patience is not None and not validates:
        found["patience"] = "Stop early after needs a validation share above 0. Set one, or leave this empty."
    if training.calibrate and not validates:
        found["calibrate"] = "Calibration needs a validation share above 0. Set one, or choose No."
    elif training.calibrate and network.output != "softmax":
        found["calibrate"] = "Calibration needs a softmax output. Choose one, or No here."
    if training.schedule == "step" and training.step_every >= training.epochs:
        found["step_every"] = (
            f"Epochs between two steps must be below the {training.epochs} of the run. Got {training.step_every}."
        )
    if len(training.dropout) not in (0, 1, len(network.hidden)):
        layers = len(network.hidden)
        found["dropout"] = f"Dropout must be one share, or one for each of the {layers}. Got {len(training.dropout)}."
    if sentence := _too_few_or_many(samples, network, validates, there):
        found["count"] = sentence
    return found


def _too_few_or_many(samples: SampleChoice, network: NetworkConfig, validates: bool, there: DataSize | None) -> str:
    """What is wrong with the number of samples; empty if nothing is."""
    if samples.slice == "all":
        return ""
    most = samples.count * (network.outputs if samples.slice == "per-class" else 1)
    if most < 2 and validates:
        return "At least 2 samples are needed with a validation share above 0. Got 1."
    if there is None:
        return ""
    if samples.slice == "per-class":
        if samples.count > there.of_a_class:
            return f"Samples per class must be at most the {there.of_a_class:,} there are. Got {samples.count}."
    elif samples.count > there.samples:
        return f"Number of samples must be at most the {there.samples:,} there are. Got {samples.count}."
    return ""


def strong_l2(training: TrainingConfig, samples: int | None) -> str:
    """A hint where L2 is so strong for so few samples that the network can't learn; empty elsewhere.

    Args:
        training: the settings.
        samples: the number of samples used, with those for validation; ``None`` if it is not known.
    """
    if samples is None or training.l2 == 0:
        return ""
    trained = max(samples - round(samples * training.validation), 1)
    if training.l2 / trained < STRONG_PULL:
        return ""
    usual = float(f"{PULL_OF_BOOK * trained:.1g}")
    return f"Too strong for {counted(trained, 'training sample')}. Usual: about {usual:g}."
