"""What a sweep tries: the points of its axes, each trained with several seeds, in one go or in rungs."""

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
"""Of the points of a rung, one of so many goes on to the next, which is so many times as long."""

_NETWORK = tuple(setting.option for setting in settings_in(NetworkConfig))


@dataclass(frozen=True)
class Point:
    """One choice of settings.

    Attributes:
        settings: what it has of each axis, by name, in the order of the axes.
        network: the architecture.
        training: the settings, with the first of its seeds.
    """

    settings: tuple[tuple[str, Value], ...]
    network: NetworkConfig
    training: TrainingConfig

    def __str__(self) -> str:
        return ", ".join(f"{name} {value_text(value)}" for name, value in self.settings)

    def key(self, data_sha256: str) -> str:
        """What identifies its training on some data, whatever the seed: twelve hexadecimal digits."""
        settings = config_record(self.network) | config_record(self.training)
        del settings["seed"]
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
    """What to try. Equal sweeps have equal points, random ones too.

    Attributes:
        axes: the settings that vary; none makes one point.
        network: the architecture where no axis says otherwise; its inputs and outputs are those of the data.
        training: the settings likewise. Its ``epochs`` are those of a whole training, its ``seed`` is the first of
            the seeds and draws the random points. Where the optimizer varies and the learning rate does not, each
            optimizer has its usual rate.
        seeds: trainings a point, with seeds that follow each other.
        random: draw so many points instead of taking all of the grid; ``None`` for the grid.
        halving: train all points a little, the best third of them on to three times as many epochs, and so on; the
            last rung has ``training.epochs``. A point that goes on does so exactly as if it had never paused.

    Raises:
        SettingError: if a point cannot be, an axis is there twice, or nothing is set apart to compare points on.
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
        """All points, none twice; those of a grid with the last axis moving fastest."""
        if self.random is None:
            choices = product(*(axis.values() for axis in self.axes))
        else:
            rng = np.random.default_rng(self.training.seed)
            choices = [tuple(axis.draw(rng) for axis in self.axes) for _ in range(self.random)]
        names = [axis.name for axis in self.axes]
        return tuple(self._point(tuple(zip(names, values, strict=True))) for values in dict.fromkeys(choices))

    @property
    def rungs(self) -> tuple[int, ...]:
        """Epochs in all at the end of each rung; a sweep without halving has a single one."""
        rungs, points = [self.training.epochs], len(self.points)
        while self.halving and rungs[0] > 1 and points > 1:
            rungs.insert(0, math.ceil(rungs[0] / KEPT_SHARE))
            points = math.ceil(points / KEPT_SHARE)
        return tuple(rungs)

    def points_in_rung(self, rung: int) -> int:
        """How many points take part in rung number ``rung``, from 0."""
        points = len(self.points)
        for _ in range(rung):
            points = math.ceil(points / KEPT_SHARE)
        return points

    @property
    def trial_count(self) -> int:
        """How many trainings there are, one that goes on in the next rung counted again."""
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
    """A value as :func:`~mlp_engine.sweeps.axis.parse_axis` reads it."""
    if isinstance(value, tuple):
        return "-".join(map(str, value)) or "0"
    return value if isinstance(value, str) else f"{value:g}"
