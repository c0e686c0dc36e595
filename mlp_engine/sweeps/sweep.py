"""A sweep: the points of its axes, each trained with several seeds, at once or in rungs."""

import json
import math
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import product
from typing import Any, cast

import numpy as np

from mlp_engine.datasets.subset import SampleChoice
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import (
    DEFAULT_LEARNING_RATES,
    OUTPUT_LOSS_PAIRS,
    NetworkConfig,
    OptimizerName,
    TrainingConfig,
)
from mlp_engine.sweeps.axis import DATA_PARAMETERS, MAX_VALUES, SAMPLES, Axis, Value
from mlp_engine.training.config_record import config_record
from mlp_engine.training.settings import settings_in
from mlp_engine.validation import check_whole_number

KEY_DIGITS = 12
"""Hexadecimal digits of a point's identifier."""

KEPT_SHARE = 3
"""One in so many points of a rung is promoted to the next rung, which has so many times the epochs."""

MAX_TRIALS = 1_000_000
"""Trainings of a sweep at most: a file from anywhere must not ask for so many that to list them takes minutes."""

_NETWORK = tuple(setting.option for setting in settings_in(NetworkConfig))

_IN_EVERY_KEY = frozenset(
    (
        "inputs", "hidden", "outputs", "activations", "output", "loss", "initializer", "dtype",
        "l1", "l2", "l1_step", "optimizer", "learning_rate", "momentum", "schedule", "step_every", "step_factor",
        "warmup", "batch_size", "epochs", "validation", "patience", "gradient_clip", "augmentation", "calibrate",
    )
)  # fmt: skip
"""The settings that tell the points of stored sweeps apart. A later setting does so only if it is not its default."""

_DEFAULTS = asdict(NetworkConfig()) | asdict(TrainingConfig())


@dataclass(frozen=True)
class Point:
    """One choice of settings.

    Attributes:
        settings: name and value for each axis, in the order of the axes.
        network: the architecture.
        training: the settings, with the first of its seeds.
    """

    settings: tuple[tuple[str, Value], ...]
    network: NetworkConfig
    training: TrainingConfig

    def __str__(self) -> str:
        return ", ".join(f"{name} {value_text(value)}" for name, value in self.settings)

    @property
    def samples(self) -> int | None:
        """The number of samples to train on, if it varies."""
        return cast("int | None", dict(self.settings).get("samples"))

    @property
    def label_noise(self) -> float | None:
        """The share of wrong labels, if it varies."""
        return cast("float | None", dict(self.settings).get("label_noise"))

    @property
    def varies_data(self) -> bool:
        """Whether the point has samples or labels of its own."""
        return self.samples is not None or self.label_noise is not None

    def key(self, data_sha256: str) -> str:
        """An identifier of its settings and the data, whatever the seed: twelve hexadecimal digits.

        That of a point that varies the data begins with the first twelve digits of ``data_sha256`` and a hyphen.
        """
        settings = config_record(self.network) | config_record(self.training)
        del settings["seed"]
        # Version 0.1.0 knew no other step, so the trainings of its sweeps are found again.
        if self.training.l1 == 0 or self.training.l1_step == "subgradient":
            del settings["l1_step"]
        settings = {
            name: value for name, value in settings.items() if name in _IN_EVERY_KEY or value != _DEFAULTS[name]
        }
        data = data_sha256
        if self.varies_data:
            settings |= {"samples": self.samples, "label_noise": self.label_noise}
            data = data_sha256[:KEY_DIGITS]
        key = sha256(f"{json.dumps(settings, sort_keys=True)} {data}".encode()).hexdigest()[:KEY_DIGITS]
        return f"{data}-{key}" if self.varies_data else key


@dataclass(frozen=True)
class Trial:
    """One training of a sweep: a point with one of its seeds."""

    point: Point
    seed: int

    def __str__(self) -> str:
        return ", ".join(filter(None, (str(self.point), f"seed {self.seed}")))

    @property
    def training(self) -> TrainingConfig:
        """The settings, with this seed."""
        return replace(self.point.training, seed=self.seed)


@dataclass(frozen=True)
class Sweep:
    """The description of a sweep. Equal sweeps have equal points, also random ones.

    Attributes:
        axes: the settings that vary; without axes there is one point.
        network: the architecture for everything not on an axis; its inputs and outputs are those of the data.
        training: the settings for everything not on an axis. Its ``epochs`` are those of a whole training; its
            ``seed`` is the first seed and also draws the random points. If the optimizer varies and the learning rate
            does not, each optimizer has its default learning rate.
        seeds: number of trainings of each point, with consecutive seeds.
        random: number of points to draw at random; ``None`` for all points of the grid.
        halving: train all points for a few epochs, the best third for three times as many, and so on (successive
            halving); the last rung has ``training.epochs``. A promoted point continues exactly, as if never paused.

    Raises:
        SettingError: if a point is not valid, a setting has two axes, or there are no validation samples to compare
            points on.
    """

    axes: tuple[Axis, ...]
    network: NetworkConfig
    training: TrainingConfig
    seeds: int = 1
    random: int | None = None
    halving: bool = False

    def __post_init__(self) -> None:
        names = [axis.name for axis in self.axes]
        for name in names:
            if names.count(name) > 1:
                raise SettingError(f"Each setting must be swept over once. Got {name} twice.")
        check_whole_number("Seeds", self.seeds, at_least=1, at_most=MAX_VALUES)
        if self.random is not None:
            check_whole_number("Number of random points", self.random, at_least=1, at_most=MAX_VALUES)
        else:
            size = math.prod(len(axis.values()) for axis in self.axes)
            check_whole_number("Number of points", size, at_most=MAX_VALUES)
        check_whole_number("Number of trainings", self.seeds * len(self.points), at_most=MAX_TRIALS)
        if len(self.points) > 1 and self.training.validation == 0:
            raise SettingError("Validation share of a sweep must be above 0, for points are compared on it. Got 0.")

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """All points without duplicates; in a grid the last axis varies fastest."""
        if self.random is None:
            choices = product(*(axis.values() for axis in self.axes))
        else:
            rng = np.random.default_rng(self.training.seed)
            choices = [tuple(axis.draw(rng) for axis in self.axes) for _ in range(self.random)]
        names = [axis.name for axis in self.axes]
        return tuple(self._point(tuple(zip(names, values, strict=True))) for values in dict.fromkeys(choices))

    @property
    def rungs(self) -> tuple[int, ...]:
        """The number of epochs at the end of each rung; a sweep without halving has a single rung."""
        rungs, points = [self.training.epochs], len(self.points)
        while self.halving and rungs[0] > 1 and points > 1:
            rungs.insert(0, math.ceil(rungs[0] / KEPT_SHARE))
            points = math.ceil(points / KEPT_SHARE)
        return tuple(rungs)

    def points_in_rung(self, rung: int) -> int:
        """Number of points in rung number ``rung``, from 0."""
        points = len(self.points)
        for _ in range(rung):
            points = math.ceil(points / KEPT_SHARE)
        return points

    @property
    def trial_count(self) -> int:
        """Number of trainings; one that continues in the next rung counts again."""
        return self.seeds * sum(self.points_in_rung(rung) for rung in range(len(self.rungs)))

    @property
    def varies_data(self) -> bool:
        """Whether a training has samples or labels of its own."""
        return any(axis.name in DATA_PARAMETERS for axis in self.axes)

    def trials(self, point: Point) -> tuple[Trial, ...]:
        """The trainings of a point."""
        return tuple(Trial(point, self.training.seed + number) for number in range(self.seeds))

    def _point(self, settings: tuple[tuple[str, Value], ...]) -> Point:
        named: dict[str, Any] = dict(settings)
        if "samples" in named:
            check_whole_number(SAMPLES.label, named["samples"], at_least=1)
        SampleChoice(label_noise=named.get("label_noise", 0.0))  # refuses what is no share
        training = {name: value for name, value in named.items() if name not in _NETWORK + tuple(DATA_PARAMETERS)}
        network = {name: value for name, value in named.items() if name in _NETWORK}
        if "optimizer" in training and "learning_rate" not in training:
            training["learning_rate"] = DEFAULT_LEARNING_RATES[cast("OptimizerName", training["optimizer"])]
        if "dropout" in training:
            training["dropout"] = (training["dropout"],)
        if "hidden" in network or "activation" in network:
            usual = self.network.activations[:1] or NetworkConfig.activations
            network["activations"] = (network.pop("activation", usual[0]),)
        if "output" in network and "loss" not in network:
            network["loss"] = dict(reversed(OUTPUT_LOSS_PAIRS))[network["output"]]
        elif "loss" in network and "output" not in network:
            network["output"] = {loss: output for output, loss in OUTPUT_LOSS_PAIRS}[network["loss"]]
        return Point(settings, replace(self.network, **network), replace(self.training, **training))


def value_text(value: Value) -> str:
    """A value in the notation of :func:`~mlp_engine.sweeps.axis.parse_axis`."""
    if isinstance(value, tuple):
        return "-".join(map(str, value)) or "0"
    return value if isinstance(value, str) else f"{value:g}"
