"""From the texts of the sweep's form to a checked sweep, with a sentence for each field that is wrong."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mlp_desktop.controllers.train.training_settings import FormReading
from mlp_desktop.views.sweeps.sweep_fields import AXES
from mlp_desktop.workers.sweeps.sweep_workers import SweepOrder
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.sweeps import PARAMETERS, Axis, Sweep, parse_axis
from mlp_engine.validation import check_whole_number, parse_whole_number

GRID, RANDOM, HALVING = "grid", "random", "halving"
SEARCHES = [(GRID, "All"), (RANDOM, "At random"), (HALVING, "Halving")]
"""What the field for the way to search offers."""

MOST_POINTS = 1000
"""More cannot be shown in any useful way."""

MOST_PROCESSES = 1024


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
                raise SettingError(f"There must be at least one value, such as {PARAMETERS[name].example}.")
            axis = parse_axis(f"{name}={texts[key]}")
            check_whole_number("Number of values", len(axis.values()), at_most=MOST_POINTS)
            if base.training.validation > 0 and not errors.keys() & {"base", "epochs"}:
                replace(base, axes=(axis,))
            axes.append(axis)
        except SettingError as error:
            errors[key] = str(error)
    if not axes and not any(key.startswith("values") for key in errors):
        l2 = PARAMETERS["l2"]
        errors["values1"] = f"At least one setting must vary, such as {l2.label} with {l2.example}."
    return axes


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
