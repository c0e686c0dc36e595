"""What the rules that judge a training look at, and what they say of it."""

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
    """What is wrong with a training, why, and a cure.

    Attributes:
        kind: which of the things that can be wrong.
        sentence: what is seen and why, for a person.
        label: the cure in a few words, as on a button: "Try a third of the rate".
        remedy: settings to change and their new values, by the names that they have in
            :class:`~mlp_engine.perceptron.config.NetworkConfig` and
            :class:`~mlp_engine.perceptron.config.TrainingConfig`.
    """

    kind: Kind
    sentence: str
    label: str
    remedy: Mapping[str, Value]


@dataclass(frozen=True)
class WatchedRun:
    """What the rules look at. Arrays have one number an epoch; validation ones are empty where there was none.

    Attributes:
        records: the epochs so far.
        network: the architecture.
        training: the settings.
        samples: how many samples are trained on.
        diverged: whether the loss stopped being a finite number.
        layers: what is known of the layers, if anything.
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
    def rate(self) -> float:
        """The learning rate of the settings."""
        return self.training.learning_rate


def chance_loss(network: NetworkConfig) -> float:
    """Mean loss of a network that gives each of k classes the probability 1/k.

    Log-likelihood: ln k. Cross-entropy: k times the entropy of one yes-or-no question with p = 1/k. Quadratic:
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
    """A diagnosis whose remedy nobody can change."""
    return Diagnosis(kind, sentence, label, MappingProxyType(remedy))


def slower(run: WatchedRun, kind: Kind, sentence: str) -> Diagnosis:
    """A third of the rate, or the optimizer's usual one where the rate is far beyond it."""
    if run.rate > 10 * usual_rate(run):
        return diagnosis_of(kind, sentence, f"Try the rate {usual_rate(run):g}", learning_rate=usual_rate(run))
    return diagnosis_of(kind, sentence, "Try a third of the rate", learning_rate=two_digits(run.rate / 3))


def squashes(run: WatchedRun) -> bool:
    """Whether so many sigmoid layers follow each other that little of the gradient reaches the first."""
    return run.network.activations.count("sigmoid") >= 3


def usual_rate(run: WatchedRun) -> float:
    """Where to begin with the run's optimizer."""
    return DEFAULT_LEARNING_RATES[run.training.optimizer]


def is_regularized_away(run: WatchedRun) -> bool:
    """Whether L1 and L2 are so strong that the weights have little left to tell classes apart.

    A penalty that takes part in the loss is normal; one that holds the loss close to the chance loss is not.
    """
    strength = (run.training.l1 + run.training.l2) / run.samples
    return strength > 0.003 and bool(len(run.loss)) and run.loss[-1] > 0.35 * run.chance


def two_digits(value: float) -> float:
    """Two significant digits: nobody wants to read more of a rate."""
    return float(f"{value:.2g}")
