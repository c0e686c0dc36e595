"""From the texts of the sweep's form to a checked sweep, with a sentence for each field that is wrong."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mlp_desktop.controllers.train.training_settings import FormReading
from mlp_desktop.views.sweeps.sweep_fields import AXES
from mlp_desktop.workers.sweeps.sweep_workers import SweepOrder
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.sweeps import Axis, Sweep, parse_axis
from mlp_engine.sweeps.axis import PARAMETERS
from mlp_engine.validation import check_whole_number, parse_whole_number

GRID, RANDOM, HALVING = "grid", "random", "halving"
SEARCHES = [(GRID, "All"), (RANDOM, "At random"), (HALVING, "Halving")]
"""What the field for the way to search offers."""

MOST_POINTS = 1000
"""More cannot be shown in any useful way."""

MOST_PROCESSES = 1024

EXAMPLES = {
    "l1": "0, 0.1..10:log:3",
    "l2": "0, 0.1..100:log:4",
    "learning_rate": "0.01..1:log:5",
    "momentum": "0.5, 0.9, 0.99",
    "step_factor": "0.1, 0.5",
    "warmup": "0, 1",
    "gradient_clip": "0.1, 1, 10",
    "batch_size": "10, 32, 100",
    "step_every": "5, 10",
    "hidden": "30, 100, 100-50",
    "activation": "sigmoid, tanh, relu",
    "output": "softmax, sigmoid",
    "initializer": "gaussian, he",
    "optimizer": "sgd, momentum, adam",
    "schedule": "constant, cosine",
    "augmentation": "none, affine, elastic",
}
"""Values that make sense for each setting that can vary."""


@dataclass(frozen=True)
class SweepReading:
    """What the form says: a sweep, if all of it is right, and a sentence for each key that is wrong."""

    order: SweepOrder | None
    errors: dict[str, str]


def read_sweep(values: Mapping[str, str], base: FormReading) -> SweepReading:
    """Read and check every field, each on its own; ``base`` has the settings that do not vary."""
    texts = {key: text.strip() for key, text in values.items()}
    errors: dict[str, str] = {}
    if base.errors:
        errors["base"] = f"The Train tab's form must be right: {next(iter(base.errors.values()))}"
    if not texts["data"]:
        errors["data"] = "Data must be chosen. Got none."
    samples = _number(texts, "samples", "Number of samples", errors, least=2, empty=0)
    seeds = _number(texts, "seeds", "Seeds", errors, empty=1)
    epochs = _number(texts, "epochs", "Epochs", errors, empty=10)
    random = (
        _number(texts, "count", "Number of points", errors, most=MOST_POINTS) if texts["search"] == RANDOM else None
    )
    workers = None
    if texts["workers"] and not texts["scheduler"]:
        workers = _number(texts, "workers", "Processes", errors, most=MOST_PROCESSES)
    training = replace(base.training, epochs=epochs)
    axes = _axes(texts, errors, Sweep((), base.network, training))
    if errors:
        return SweepReading(None, errors)
    choice = SampleChoice(seed=training.seed, label_noise=base.samples.label_noise)
    if samples:
        choice = replace(choice, slice="random", count=samples)
    try:
        # Before they are made: that takes a while where there are many.
        points = math.prod(len(axis.values()) for axis in axes) if random is None else random
        check_whole_number("Number of points", points, at_most=MOST_POINTS)
        sweep = Sweep(tuple(axes), base.network, training, seeds, random, texts["search"] == HALVING)
    except SettingError as error:
        key = "base" if training.validation == 0 else "search"
        return SweepReading(None, {key: str(error)})
    return SweepReading(SweepOrder(sweep, texts["data"], choice, workers, texts["scheduler"]), {})


def _axes(texts: Mapping[str, str], errors: dict[str, str], base: Sweep) -> list[Axis]:
    axes: list[Axis] = []
    for number in range(1, AXES + 1):
        name, key = texts[f"setting{number}"], f"values{number}"
        if not name:
            continue
        try:
            if name in [axis.name for axis in axes]:
                raise SettingError("Each setting must be there once. Choose another one, or none.")
            if not texts[key]:
                raise SettingError(f"There must be at least one value, such as {EXAMPLES[name]}.")
            axis = parse_axis(f"{name}={texts[key]}")
            check_whole_number("Number of values", len(axis.values()), at_most=MOST_POINTS)
            if base.training.validation > 0 and not errors.keys() & {"base", "epochs"}:
                replace(base, axes=(axis,))
            axes.append(axis)
        except SettingError as error:
            errors[key] = str(error)
    if not axes and not any(key.startswith("values") for key in errors):
        errors["values1"] = f"At least one setting must vary, such as {PARAMETERS_EXAMPLE}."
    return axes


PARAMETERS_EXAMPLE = f"L2 strength with {EXAMPLES['l2']}"
assert EXAMPLES.keys() == PARAMETERS.keys(), "every setting has an example"


def _number(
    texts: Mapping[str, str],
    key: str,
    name: str,
    errors: dict[str, str],
    *,
    least: int = 1,
    most: int | None = None,
    empty: int | None = None,
) -> int:
    """A whole number; where it is wrong, the sentence goes into ``errors`` and the least comes back."""
    if not texts[key] and empty is not None:
        return empty
    try:
        return parse_whole_number(name, texts[key], at_least=least, at_most=most)
    except SettingError as error:
        errors[key] = str(error)
        return least
