"""The input and the output of the diagnosis' rules: the watched run, and the diagnosis."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.diagnosis.layer_statistics import LayerStatistics
from mlp_engine.perceptron.config import DEFAULT_LEARNING_RATES, NetworkConfig, TrainingConfig
from mlp_engine.training.history import EpochRecord

Kind = Literal[
    "diverged",
    "rate too high",
    "dead units",
    "saturated units",
    "vanishing gradient",
    "rate too low",
    "overfitting",
    "underfitting",
    "no more gain",
]
Value = str | float | int | tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True)
class Diagnosis:
    """A problem of a training, its cause, and a remedy.

    Attributes:
        kind: the kind of problem.
        sentence: what is seen in the training and why it happens, for the user.
        label: the remedy in a few words, as on a button: "Try a third of the rate".
        remedy: the new values of the settings to change, by their names in
            :class:`~mlp_engine.perceptron.config.NetworkConfig` and
            :class:`~mlp_engine.perceptron.config.TrainingConfig`.
    """

    kind: Kind
    sentence: str
    label: str
    remedy: Mapping[str, Value]


@dataclass(frozen=True)
class WatchedRun:
    """The facts of a training that the rules judge.

    Its arrays have one value for each epoch; those of the validation are empty if there was none.

    Attributes:
        records: the epochs so far.
        network: the architecture.
        training: the settings.
        samples: number of training samples.
        diverged: whether the loss stopped being finite.
        layers: statistics of the layers, if they were measured.
    """

    records: Sequence[EpochRecord]
    network: NetworkConfig
    training: TrainingConfig
    samples: int
    diverged: bool
    layers: Sequence[LayerStatistics]

    @cached_property
    def loss(self) -> NDArray[np.float64]:
        """Training losses."""
        return np.array([record.training_loss for record in self.records])

    @cached_property
    def accuracy(self) -> NDArray[np.float64]:
        """Shares of the training samples read right."""
        return np.array([record.training_accuracy for record in self.records])

    @cached_property
    def validation_loss(self) -> NDArray[np.float64]:
        """Validation losses."""
        return np.array([r.validation_loss for r in self.records if r.validation_loss is not None])

    @cached_property
    def validation_accuracy(self) -> NDArray[np.float64]:
        """Shares of the validation samples read right."""
        return np.array([r.validation_accuracy for r in self.records if r.validation_accuracy is not None])

    @property
    def chance(self) -> float:
        """The chance loss of the network."""
        return chance_loss(self.network)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the settings."""
        return self.training.learning_rate


def chance_loss(network: NetworkConfig) -> float:
    """Mean loss of a network that gives each of k classes the probability 1/k.

    Log-likelihood: ln k. Cross-entropy: k times the entropy of a binary variable with p = 1/k. Quadratic:
    ½ [(1 − 1/k)² + (k − 1)/k²] = ½ (1 − 1/k).
    """
    k = network.outputs
    p = 1 / k
    match network.loss:
        case "log-likelihood":
            return math.log(k)
        case "cross-entropy":
            return -k * (p * math.log(p) + (1 - p) * math.log(1 - p))
        case "quadratic":
            return (1 - p) / 2


def diagnosis_of(kind: Kind, sentence: str, label: str, **remedy: Value) -> Diagnosis:
    """A diagnosis with an immutable remedy."""
    return Diagnosis(kind, sentence, label, MappingProxyType(remedy))


def slower(run: WatchedRun, kind: Kind, sentence: str) -> Diagnosis:
    """A diagnosis whose remedy is a third of the learning rate, or the usual rate if the rate is far above it."""
    usual = usual_learning_rate(run)
    if run.learning_rate > 10 * usual:
        return diagnosis_of(kind, sentence, f"Try the rate {usual:g}", learning_rate=usual)
    return diagnosis_of(kind, sentence, "Try a third of the rate", learning_rate=two_digits(run.learning_rate / 3))


def squashes(run: WatchedRun) -> bool:
    """Whether there are so many sigmoid layers that little of the gradient reaches the first one."""
    return run.network.activations.count("sigmoid") >= 3


def usual_learning_rate(run: WatchedRun) -> float:
    """The default learning rate of the run's optimizer."""
    return DEFAULT_LEARNING_RATES[run.training.optimizer]


def is_regularized_away(run: WatchedRun) -> bool:
    """Whether L1 and L2 are so strong that the weights are too small to distinguish the classes.

    A penalty that raises the loss is normal; one that keeps the loss close to the chance loss is not.
    """
    strength = (run.training.l1 + run.training.l2) / run.samples
    return strength > 0.003 and bool(len(run.loss)) and run.loss[-1] > 0.35 * run.chance


def two_digits(value: float) -> float:
    """``value`` rounded to two significant digits, which are enough for a suggestion."""
    return float(f"{value:.2g}")
