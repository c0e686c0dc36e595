"""A sweep: the points of its axes, each trained with several seeds, at once or in rungs."""

import json
import math
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import product
from typing import Any, cast

import numpy as np

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import (
    DEFAULT_LEARNING_RATES,
    OUTPUT_LOSS_PAIRS,
    NetworkConfig,
    OptimizerName,
    TrainingConfig,
)
from mlp_engine.sweeps.axis import MAX_VALUES, Axis, Value
from mlp_engine.training.config_record import config_record
from mlp_engine.training.settings import settings_in
from mlp_engine.validation import check_whole_number

KEPT_SHARE = 3
"""One in so many points of a rung is promoted to the next rung, which has so many times the epochs."""

_NETWORK = tuple(setting.option for setting in settings_in(NetworkConfig))


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

    def key(self, data_sha256: str) -> str:
        """An identifier of its settings and the data, whatever the seed: twelve hexadecimal digits."""
        settings = config_record(self.network) | config_record(self.training)
        del settings["seed"]
        # Version 0.1.0 knew no other step, so the trainings of its sweeps are found again.
        if self.training.l1 == 0 or self.training.l1_step == "subgradient":
            del settings["l1_step"]
        return sha256(f"{json.dumps(settings, sort_keys=True)} {data_sha256}".encode()).hexdigest()[:12]


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

    def trials(self, point: Point) -> tuple[Trial, ...]:
        """The trainings of a point."""
        return tuple(Trial(point, self.training.seed + number) for number in range(self.seeds))

    def _point(self, settings: tuple[tuple[str, Value], ...]) -> Point:
        named: dict[str, Any] = dict(settings)
        training = {name: value for name, value in named.items() if name not in _NETWORK}
        network = {name: value for name, value in named.items() if name in _NETWORK}
        if "optimizer" in training and "learning_rate" not in training:
            training["learning_rate"] = DEFAULT_LEARNING_RATES[cast("OptimizerName", training["optimizer"])]
        if "hidden" in network or "activation" in network:
            usual = self.network.activations[:1] or NetworkConfig.activations
            network["activations"] = (network.pop("activation", usual[0]),)
        if "output" in network:
            network["loss"] = dict(reversed(OUTPUT_LOSS_PAIRS))[network["output"]]
        return Point(settings, replace(self.network, **network), replace(self.training, **training))


def value_text(value: Value) -> str:
    """A value in the notation of :func:`~mlp_engine.sweeps.axis.parse_axis`."""
    if isinstance(value, tuple):
        return "-".join(map(str, value)) or "0"
    return value if isinstance(value, str) else f"{value:g}"
