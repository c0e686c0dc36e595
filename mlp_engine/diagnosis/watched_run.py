"""The input of the diagnosis' rules: the watched run, with the facts that several rules use."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mlp_engine.perceptron.config import DEFAULT_LEARNING_RATES, NetworkConfig, TrainingConfig
from mlp_engine.training.fixed_part import fixed_samples
from mlp_engine.training.history import EpochRecord, LayerRecord
from mlp_engine.training.metrics import accuracy_interval

Curve = NDArray[np.float64]

FEWEST = 30
"""Validation samples on which a network is compared with itself."""

_USUAL_MOMENTUM = 0.9


@dataclass(frozen=True)
class WatchedRun:
    """The facts of a training that the rules judge, at the end of an epoch.

    Arrays have one value for each epoch; those of the validation are empty if there was none. Where an epoch was not
    measured on the fixed part of the training set, as in runs of older versions, its place is taken by the means over
    the epoch.

    Attributes:
        records: the epochs so far; of a very long run the last ones.
        network: the architecture.
        training: the settings, with the changes so far.
        samples: number of training samples.
        unused: number of samples that the person has left out of the training.
        settled: epochs in ``records`` before the last change of a setting; trends are judged after it.
        diverged: whether the loss stopped being finite.
        ended: whether the training has ended.
    """

    records: Sequence[EpochRecord]
    network: NetworkConfig
    training: TrainingConfig
    samples: int
    unused: int = 0
    settled: int = 0
    diverged: bool = False
    ended: bool = False

    @cached_property
    def loss(self) -> Curve:
        """Mean training losses over the epochs, of distorted samples if samples are distorted."""
        return np.array([record.training_loss for record in self.records])

    @cached_property
    def accuracy(self) -> Curve:
        """Shares of the training samples read right, each at the time of its minibatch."""
        return np.array([record.training_accuracy for record in self.records])

    @cached_property
    def fixed_loss(self) -> Curve:
        """Losses at the end of each epoch on training samples without distortions."""
        return np.array([r.training_loss if r.fixed_loss is None else r.fixed_loss for r in self.records])

    @cached_property
    def fixed_accuracy(self) -> Curve:
        """Shares of training samples without distortions read right at the end of each epoch."""
        return np.array([r.training_accuracy if r.fixed_accuracy is None else r.fixed_accuracy for r in self.records])

    @cached_property
    def validation_loss(self) -> Curve:
        """Validation losses."""
        return np.array([r.validation_loss for r in self.records if r.validation_loss is not None])

    @cached_property
    def validation_accuracy(self) -> Curve:
        """Shares of the validation samples read right."""
        return np.array([r.validation_accuracy for r in self.records if r.validation_accuracy is not None])

    @property
    def is_validated(self) -> bool:
        """Whether every epoch so far was measured on a validation set."""
        return len(self.records) > 0 and len(self.validation_accuracy) == len(self.records)

    @property
    def validation_samples(self) -> int:
        """Number of validation samples."""
        if not self.is_validated:
            return 0
        share = self.training.validation
        return self.records[-1].validation_samples or max(round(self.samples * share / (1 - share)), 1)

    def validation_interval(self, epoch: int) -> tuple[float, float]:
        """The 95 % interval of the validation accuracy at ``epoch``, counted from 0; -1 is the last."""
        return accuracy_interval(float(self.validation_accuracy[epoch]), self.validation_samples)

    def fixed_interval(self) -> tuple[float, float]:
        """The 95 % interval of the last accuracy on the fixed part of the training set."""
        return accuracy_interval(float(self.fixed_accuracy[-1]), fixed_samples(self.samples))

    @property
    def layers(self) -> tuple[LayerRecord, ...]:
        """The layers at the end of the last epoch; empty if they were not measured."""
        return self.records[-1].layers if self.records else ()

    @property
    def doubted(self) -> float | None:
        """Share of the fixed part whose label has less than the probability of chance; ``None`` if not measured."""
        return self.records[-1].fixed_doubted if self.records else None

    @property
    def epochs(self) -> int:
        """Epochs since the last change of a setting."""
        return len(self.records) - self.settled

    @property
    def steps(self) -> int:
        """Steps since the last change of a setting."""
        return self.epochs * math.ceil(self.samples / self.training.batch_size)

    def since(self, curve: Curve) -> Curve:
        """The part of a curve since the last change of a setting."""
        return curve[self.settled :]

    @property
    def noise(self) -> float:
        """Standard error of a mean loss over an epoch, from minibatches and distortions.

        The losses of single samples spread about as widely as their mean is high.
        """
        return 1.2 * float(self.loss[-1]) / math.sqrt(self.samples)

    @property
    def chance(self) -> float:
        """The chance loss of the network."""
        return chance_loss(self.network)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the settings."""
        return self.training.learning_rate

    @property
    def usual_learning_rate(self) -> float:
        """The default learning rate of the run's optimizer; with another momentum, the rate that goes as far.

        Steps in one direction add up to 1/(1 − μ) times their length.
        """
        rate = DEFAULT_LEARNING_RATES[self.training.optimizer]
        if self.training.optimizer not in ("momentum", "nesterov"):
            return rate
        return two_digits(rate * (1 - self.training.momentum) / (1 - _USUAL_MOMENTUM))

    @property
    def gradient_norm(self) -> float:
        """Length of the gradient by all weights at the end of the last epoch; 0 if it was not measured."""
        return math.hypot(*(layer.gradient_norm for layer in self.layers))

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last epoch since the last change of a setting; ``None`` if there was none."""
        return (self.number(self.settled), self.epoch) if self.epochs > 0 else None

    @property
    def epoch(self) -> int:
        """The number of the last epoch; 0 before the first."""
        return self.records[-1].epoch if self.records else 0

    def number(self, place: int) -> int:
        """The number of the epoch at ``place`` in the arrays."""
        return self.records[place].epoch


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


def two_digits(value: float) -> float:
    """``value`` rounded to two significant digits, which are enough for a suggestion."""
    return float(f"{value:.2g}")
