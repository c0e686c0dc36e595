"""The estimate under the network's fields: parameters, file size and time, in one line."""

from mlp_desktop.controllers.train.training_settings import FormReading
from mlp_desktop.controllers.train.training_words import duration
from mlp_desktop.models.train.loaded_data import practice_size
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.training.estimate import machine_slowness, seconds_per_epoch, weights_file_bytes

MNIST_SAMPLES = 60_000
CLASSES = 10
SUPPOSED_SAMPLES = 10_000
"""The number of samples that the estimate assumes if the real number is unknown."""


def estimate_line(reading: FormReading, source: str, also_saved: NetworkConfig | None = None) -> str:
    """The parameters, the size of the weights file and the time of an epoch; empty if the hidden layers are wrong.

    A weights file that the window saves also holds the reject network, whose config is ``also_saved``; for a small
    network that is most of the file.
    """
    if "hidden" in reading.errors:
        return ""
    count = weights_file_bytes(reading.network)
    file = f"file {size(count)}"
    if also_saved is not None:
        file += f", {size(count + weights_file_bytes(also_saved))} with the reject score"
    parts = [f"{reading.network.parameter_count:,} parameters", file]
    if not reading.errors.keys() & {"batch_size", "validation"}:
        samples = samples_used(source, reading.samples)
        seconds = seconds_per_epoch(reading.network, reading.training, samples or SUPPOSED_SAMPLES, machine_slowness())
        parts.append(f"{about(seconds)} {'an epoch' if samples else f'for {SUPPOSED_SAMPLES:,} samples'}")
    return " · ".join(parts)


def total_line(reading: FormReading, source: str) -> str:
    """The time of the whole run: "≈ 12 s for all epochs"; empty where it is not known."""
    samples = samples_used(source, reading.samples)
    if reading.errors or samples is None or reading.training.epochs == 1:
        return ""
    seconds = seconds_per_epoch(reading.network, reading.training, samples, machine_slowness())
    return f"{about(seconds * reading.training.epochs)} for all epochs"


def samples_used(source: str, choice: SampleChoice) -> int | None:
    """The number of samples that are used; ``None`` for a folder or file, whose samples are not counted yet."""
    there = MNIST_SAMPLES if source == "mnist" else practice_size(source)
    if choice.slice == "all" or there is None:
        return there
    return min(choice.count * (CLASSES if choice.slice == "per-class" else 1), there)


def size(count: int) -> str:
    """A number of bytes in kB or MB: "96.6 kB"."""
    return f"{count / 1e3:.1f} kB" if count < 1e6 else f"{count / 1e6:.1f} MB"


def about(seconds: float) -> str:
    """An estimated time in about two digits: "≈ 0.35 s"."""
    if seconds < 0.01:
        return "< 0.01 s"
    return f"≈ {seconds:.2f} s" if seconds < 1 else f"≈ {seconds:.1f} s" if seconds < 10 else f"≈ {duration(seconds)}"
