"""The learning-rate finder: one short run whose rate rises from far too low to too high, and the rate it suggests.

While the rate is too low the loss hardly falls, then it falls fast, and beyond some rate it rises again. The suggestion
is a fixed share of the rate at which the smoothed loss is least: there the steps are already so long that they
almost undo one another.
Source: Smith, *Cyclical Learning Rates for Training Neural Networks* (2017), section 3.3, the "LR range test".
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import DEFAULT_LEARNING_RATES, NetworkConfig, TrainingConfig
from mlp_engine.perceptron.dropout import Dropout
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import score
from mlp_engine.training.step import TrainingStep
from mlp_engine.training.train import split_for_validation

RATES = 90
"""The largest number of rates that are tried: each is a sixth higher than the one before."""

DECADES = 3
"""How many powers of ten the first rate is below the optimizer's usual one, and the last above it."""

SAMPLES_PER_RATE = 64
"""The least number of samples over which the loss at a rate is averaged: a minibatch of ten says too little."""

SHARE = 0.3
"""The share of the rate of the least loss, or of a loss of nearly 0, that is suggested."""

_KEPT = 0.8
"""The share of the previous value that the smoothed loss keeps."""

_FALLEN = 0.9
"""A loss that did not fall below this share of what it was has not fallen."""

_SOLVED = 0.1
"""Below this share of the first loss so little is left to learn that no rate looks too high."""

_ENOUGH = 2.0
"""The run ends when the smoothed loss is this many times its minimum."""


@dataclass(frozen=True)
class RateSearch:
    """What a search found.

    Attributes:
        rates: the rates that were tried, rising.
        losses: the mean loss at each, smoothed.
        suggestion: a learning rate to train with, of one digit; ``None`` if the loss fell at no rate, so that another
            setting is to blame.
    """

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    suggestion: float | None


def find_learning_rate(
    data: Dataset,
    network_config: NetworkConfig,
    config: TrainingConfig,
    *,
    on_progress: Callable[[int], None] | None = None,
) -> RateSearch:
    """Search a learning rate for a training with these settings; its network is thrown away.

    Args:
        data: the samples that the training would get; those for validation are held out in the same way.
        network_config: the architecture.
        config: the settings; learning rate, schedule and epochs do not count.
        on_progress: called with the number of rates tried so far; an exception from it ends the search.

    Raises:
        DataError: if the data does not fit the network.
        SettingError: if the loss is not finite at the lowest rate.
    """
    rng = np.random.default_rng(config.seed)
    network = Network.initialise(network_config, rng)
    training, _ = split_for_validation(network, data, None, config, rng)
    network = network.writable_copy()
    batch_size = min(config.batch_size, len(training))
    dropout = Dropout(config.dropout, network_config, batch_size, rng) if config.dropout else None
    step = TrainingStep(Backprop(network, batch_size, dropout=dropout), training, config, rng)
    usual = DEFAULT_LEARNING_RATES[config.optimizer]
    rates: list[float] = []
    losses: list[float] = []
    smoothed = 0.0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for number, rate in enumerate(np.geomspace(usual / 10**DECADES, usual * 10**DECADES, RATES).tolist(), 1):
            loss = _mean_loss(network, step, rate, rng)
            if loss is None:
                break
            smoothed = _KEPT * smoothed + (1 - _KEPT) * loss
            rates.append(rate)
            losses.append(smoothed / (1 - _KEPT**number))
            if losses[-1] > _ENOUGH * min(losses):
                break
            if on_progress is not None:
                on_progress(number)
    if not rates:
        raise SettingError("The loss must be a finite number at the lowest learning rate. Got another.")
    solved = [number for number, loss in enumerate(losses) if loss < _SOLVED * losses[0]]
    best = solved[0] if solved else int(np.argmin(losses))
    fell = losses[best] < _FALLEN * max(losses[: best + 1])
    suggestion = float(f"{SHARE * rates[best]:.1g}") if fell else None
    return RateSearch(tuple(rates), tuple(losses), suggestion)


def _mean_loss(network: Network, step: TrainingStep, rate: float, rng: np.random.Generator) -> float | None:
    """The mean loss of some minibatches, each before its step at this rate; ``None`` once it is not finite."""
    data = step.data
    count = min(step.batch_size * math.ceil(SAMPLES_PER_RATE / step.batch_size), len(data))
    order = rng.permutation(len(data))[:count]
    logits = np.empty((count, network.config.outputs), network.config.dtype)
    for start in range(0, count, step.batch_size):
        part = slice(start, start + step.batch_size)
        if not step.take(order[part], rate, logits[part]):
            return None
    loss, _ = score(network, logits, data.labels[order])
    return loss if math.isfinite(loss) else None
