"""Tunes a network to one person's hand, with a few of their own drawings, without letting it forget the others'.

Every minibatch is a few own drawings among many samples of others, all of them distorted anew at every sight, so that
none is learned by heart. In the end the network goes only a part of the way from what it was to what it has become:
near to where it was it has forgotten little, and most of the gain is there already (Wortsman et al., *Robust
fine-tuning of zero-shot models*, 2022).
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.config import TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.joined import joined
from mlp_engine.errors import DataError, SettingError
from mlp_engine.metrics import check_fits, evaluate
from mlp_engine.network import Network
from mlp_engine.run_control import RunControl
from mlp_engine.training_step import TrainingStep
from mlp_engine.validation import check_number, check_whole_number

FEWEST_DRAWINGS = 10
"""So many own drawings a tuning must have; with fewer it learns chance."""

MANY_DRAWINGS = 100
"""From more drawings than these a fifth is held apart, instead of each of them in its turn."""

_FIFTHS = 5
_WARM_UP = 8  # minibatches in which the rate rises: momentum, still at rest, has no idea of the way
_SECONDS_BETWEEN_REPORTS = 0.05


@dataclass(frozen=True)
class TuningConfig:
    """The settings of a tuning; the usual ones were chosen on generated hands, and never by real ones.

    What they do to both, measured by ``docs/scripts/measure_tuning.py``: ``docs/my_digits.md``.

    Attributes:
        steps: minibatches of one tuning.
        folds: how often it is repeated with a part of the drawings held apart, to measure what it gains; 0 for never.
            Of more than :data:`MANY_DRAWINGS` a fifth is held apart, once.
        seed: of everything random.
        own: own drawings of a minibatch.
        rehearsed: samples of others in a minibatch.
        learning_rate: the highest; it rises in the first minibatches and falls as a cosine does.
        way: how far to go in the end from the base to the parameters that were learned, above 0, up to 1. At 1
            generated hands gained half as much again, and MNIST's test set lost twice as much.

    Raises:
        SettingError: if a value is out of its range.
    """

    steps: int = 300
    folds: int = 3
    seed: int = 0
    own: int = 4
    rehearsed: int = 60
    learning_rate: float = 0.01
    way: float = 0.8

    def __post_init__(self) -> None:
        check_whole_number("Minibatches of a tuning", self.steps, at_least=1)
        check_whole_number("Folds", self.folds, at_least=0)
        if self.folds == 1:
            raise SettingError("Folds must be 0, to hold nothing apart, or at least 2. Got 1.")
        check_whole_number("Seed", self.seed, at_least=0, at_most=2**63 - 1)
        check_whole_number("Own drawings of a minibatch", self.own, at_least=1, at_most=FEWEST_DRAWINGS)
        check_whole_number("Rehearsed samples of a minibatch", self.rehearsed, at_least=0)
        check_number("Learning rate", self.learning_rate, above=0)
        check_number("Way to go", self.way, above=0, at_most=1)


@dataclass(frozen=True)
class Gain:
    """What a tuning changed in the reading of one data set.

    Attributes:
        name: of the data set.
        samples: how many of it were read.
        before: errors of the network that was tuned.
        after: errors of the tuned one; of own drawings each counts as read by a network that was not tuned with it.
    """

    name: str
    samples: int
    before: int
    after: int


@dataclass(frozen=True)
class TuningProgress:
    """How far a tuning is: ``done`` of ``steps`` minibatches in all, those to measure with included."""

    done: int
    steps: int


@dataclass(frozen=True, eq=False)
class Tuning:
    """What came of a tuning.

    Attributes:
        network: the tuned network; ``None`` if it was stopped.
        outcome: how it ended.
        own: the gain on own drawings held apart (cross-validated); ``None`` if there are too few to hold any apart.
        others: the gain, or loss, on each data set to be checked.
        seconds: how long it took.
    """

    network: Network | None
    outcome: Literal["finished", "stopped"]
    own: Gain | None
    others: tuple[Gain, ...]
    seconds: float


def tune_to_hand(
    network: Network,
    own: Dataset,
    rehearsal: Dataset,
    checks: Sequence[Dataset] = (),
    config: TuningConfig | None = None,
    *,
    on_progress: Callable[[TuningProgress], None] | None = None,
    control: RunControl | None = None,
) -> Tuning:
    """Tune a copy of ``network`` to the drawings ``own`` (``store.dataset()``); the network itself stays as it is.

    Args:
        network: the network in use (the base).
        own: the own drawings with their labels, digit images of 784 inputs.
        rehearsal: samples of others, mixed in against forgetting (see :func:`mlp_engine.rehearsal.load_rehearsal`).
        checks: data sets to be read before and after.
        config: the settings; if not given, the usual ones, which take less than 10 s on two cores for the bundled
            network.
        on_progress: called in the calling thread, at most 20 times a second and at the end.
        control: polled after every minibatch; a stop ends it with the outcome "stopped".

    Raises:
        DataError: if there are too few drawings or samples, they do not fit the network, or its answers stop being
            numbers.
    """
    began = time.perf_counter()
    config = TuningConfig() if config is None else config
    if len(own) < FEWEST_DRAWINGS:
        raise DataError(f"Own drawings to tune to must be at least {FEWEST_DRAWINGS}. Got {len(own)}.")
    for data in (own, rehearsal, *checks):
        check_fits(network, data)
    if len(rehearsal) < config.rehearsed:
        raise DataError(f"Samples to rehearse must be at least {config.rehearsed}. Got {len(rehearsal)}.")

    apart = _held_apart(own.labels, config)
    tuner = _Tuner(network, own, rehearsal, config, 1 + len(apart), on_progress, control or RunControl())
    tuned = tuner.tune(np.arange(len(own)))
    gains: list[Gain] = []
    for part in apart:
        without = tuner.tune(np.setdiff1d(np.arange(len(own)), part))
        if without is not None:
            gains.append(_gain(network, without, own.take(part)))
    if tuner.is_stopped or tuned is None:
        return Tuning(None, "stopped", None, (), time.perf_counter() - began)
    others = tuple(_gain(network, tuned, data) for data in checks)
    return Tuning(tuned, "finished", _sum(gains), others, time.perf_counter() - began)


class _Tuner:
    """Tunes one copy of the base after the other, each with other drawings."""

    def __init__(
        self,
        base: Network,
        own: Dataset,
        rehearsal: Dataset,
        config: TuningConfig,
        tunings: int,
        on_progress: Callable[[TuningProgress], None] | None,
        control: RunControl,
    ) -> None:
        self.base = base
        self.data = joined([own, rehearsal])
        self.first_rehearsed = len(own)
        self.config = config
        self.steps = tunings * config.steps
        self.on_progress = on_progress
        self.control = control
        self.is_stopped = False
        self._done = 0
        self._reported = -math.inf

    def tune(self, own: NDArray[np.integer]) -> Network | None:
        """A copy of the base tuned with the drawings at the places ``own``; ``None`` if a person wants it no more."""
        if self.is_stopped:
            return None
        config = self.config
        rng = np.random.default_rng(config.seed)
        network = self.base.writable_copy()
        batch = config.own + config.rehearsed
        training = TrainingConfig(optimizer="momentum", batch_size=batch, augmentation="elastic")
        step = TrainingStep(network, self.data, training, rng)
        logits = np.empty((batch, network.config.outputs), network.config.dtype)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # told below, in words
            for done in range(config.steps):
                drawings = rng.choice(own, config.own, replace=False)
                others = rng.integers(self.first_rehearsed, len(self.data), config.rehearsed)
                if not step.take(np.concatenate([drawings, others]), _rate(done, config), logits):
                    raise DataError(
                        "A network must answer in finite numbers while it is tuned. "
                        f"Got others in minibatch {done + 1}, at the learning rate {config.learning_rate:g}."
                    )
                if not self._goes_on():
                    return None
        network.parameters[...] = self.base.parameters + config.way * (network.parameters - self.base.parameters)
        return network.copy()

    def _goes_on(self) -> bool:
        """Tell how far it is, and obey the control."""
        self._done += 1
        now = time.perf_counter()
        due = now - self._reported >= _SECONDS_BETWEEN_REPORTS or self._done == self.steps
        if due and self.on_progress is not None:
            self._reported = now
            self.on_progress(TuningProgress(self._done, self.steps))
        self.is_stopped = not self.control.goes_on()
        return not self.is_stopped


def _rate(done: int, config: TuningConfig) -> float:
    """The learning rate of the minibatch after ``done``."""
    rising = min(1.0, (done + 1) / _WARM_UP)
    return config.learning_rate * rising * 0.5 * (1 + math.cos(math.pi * done / config.steps))


def _held_apart(labels: NDArray[np.int64], config: TuningConfig) -> list[NDArray[np.intp]]:
    """The places of the drawings to hold apart in each repetition, every label shared out evenly.

    No repetition has to do with fewer drawings than a tuning needs; there is none where that cannot be.
    """
    if config.folds == 0:
        return []
    folds, measured = (config.folds, config.folds) if len(labels) <= MANY_DRAWINGS else (_FIFTHS, 1)
    if len(labels) - math.ceil(len(labels) / folds) < FEWEST_DRAWINGS:
        return []
    order = np.random.default_rng(config.seed).permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]  # label by label, at random among those of a label
    return [order[fold::folds] for fold in range(measured)]


def _gain(before: Network, after: Network, data: Dataset) -> Gain:
    return Gain(data.name, len(data), evaluate(before, data).errors, evaluate(after, data).errors)


def _sum(gains: Sequence[Gain]) -> Gain | None:
    if not gains:
        return None
    return Gain(
        gains[0].name,
        sum(gain.samples for gain in gains),
        sum(gain.before for gain in gains),
        sum(gain.after for gain in gains),
    )
