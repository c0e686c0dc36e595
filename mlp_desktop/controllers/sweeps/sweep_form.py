"""The sweep form: its choices, the values of the lesson, and the checked sweep that its texts describe."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mlp_desktop.controllers.train.estimate_words import samples_used
from mlp_desktop.controllers.train.training_settings import FIRST_VALUES, FormReading
from mlp_desktop.views.sweeps.sweep_fields import AXES
from mlp_desktop.workers.sweeps.sweep_workers import SweepOrder
from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.sweeps import PARAMETERS, Axis, Sweep, check_samples, parse_axis
from mlp_engine.sweeps.axis import SAMPLES
from mlp_engine.validation import check_whole_number, parse_whole_number

GRID, RANDOM, HALVING = "grid", "random", "halving"
SEARCHES = [(GRID, "All"), (RANDOM, "At random"), (HALVING, "Halving")]
"""The choices of the field for the search."""

MOST_POINTS = 1000
"""The display is of no use for more points."""

MOST_PROCESSES = 1024

ENOUGH = 1 << 40
"""Samples of data that is not counted yet: whether there are as many as a sweep needs is known when it is loaded."""

TRAIN_TAB, SMALL, NOISY = "train tab", "small", "noisy"
BASES = [(TRAIN_TAB, "Train tab's"), (SMALL, "Small and quick"), (NOISY, "Small, with 40% wrong labels")]
"""The choices of the field for all other settings."""

SMALL_VALUES = FIRST_VALUES | {"hidden": "30", "l2": "0", "learning_rate": "0.3", "validation": "0.5"}
"""The texts of the training form for the choice "Small and quick"."""

NOISY_VALUES = SMALL_VALUES | {"label_noise": "0.4"}
"""The same, with wrong labels to memorise: here regularization has something to do."""

LESSON_VALUES = {
    "samples": "1000",
    "base": NOISY,
    "setting1": "l1",
    "values1": "0, 0.03, 0.1, 0.3, 1",
    "setting2": "l2",
    "values2": "0, 0.3, 1, 3, 10",
    "setting3": "",
    "values3": "",
    "seeds": "3",
    "epochs": "30",
    "search": GRID,
    "count": "",
    "workers": "",
    "scheduler": "",
}
"""The lesson: the effect of L1 and L2 on a network with too few samples. The texts of all fields but the data."""

LESSON_SENTENCE = (
    "Some labels are wrong. With little L1 and L2 the network memorises them, with too much it learns nothing."
)
"""A sentence about the result of the lesson; it must fit two lines of small text."""


@dataclass(frozen=True)
class SweepReading:
    """The content of the form.

    Attributes:
        order: the sweep; ``None`` if a field is wrong.
        errors: a sentence for each wrong field, by its key.
    """

    order: SweepOrder | None
    errors: dict[str, str]


def read_sweep(values: Mapping[str, str], base: FormReading) -> SweepReading:
    """Read and check each field on its own; ``base`` holds the settings that do not vary."""
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
    training = base.training
    try:
        training = replace(training, epochs=epochs)
    except SettingError as error:  # a warm-up that is longer
        errors["epochs"] = str(error)
    axes = _axes(texts, errors, Sweep((), base.network, training))
    if errors:
        return SweepReading(None, errors)
    choice = SampleChoice(seed=training.seed, label_noise=base.samples.label_noise)
    if samples:
        choice = replace(choice, slice="random", count=samples)
    try:
        # Checked before the points are made, which takes long if there are many.
        points = math.prod(len(axis.values()) for axis in axes) if random is None else random
        check_whole_number("Number of points", points, at_most=MOST_POINTS)
        sweep = Sweep(tuple(axes), base.network, training, seeds, random, texts["search"] == HALVING)
    except SettingError as error:
        key = "base" if training.validation == 0 else "search"
        return SweepReading(None, {key: str(error)})
    try:
        check_samples(sweep, samples_used(texts["data"], choice) or ENOUGH)
    except SettingError as error:
        number = next(number for number in range(1, AXES + 1) if texts[f"setting{number}"] == SAMPLES.option)
        return SweepReading(None, {f"values{number}": str(error)})
    return SweepReading(SweepOrder(sweep, texts["data"], choice, workers, texts["scheduler"]), {})


def _axes(texts: Mapping[str, str], errors: dict[str, str], base: Sweep) -> list[Axis]:
    axes: list[Axis] = []
    for number in range(1, AXES + 1):
        name, key = texts[f"setting{number}"], f"values{number}"
        if not name:
            continue
        try:
            if name in [axis.name for axis in axes]:
                raise SettingError("Each setting can vary only once. Choose another one, or none.")
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
    """A whole number; if it is wrong, a sentence is added to ``errors`` and ``least`` is returned."""
    if not texts[key] and empty is not None:
        return empty
    try:
        return parse_whole_number(name, texts[key], at_least=least, at_most=most)
    except SettingError as error:
        errors[key] = str(error)
        return least
