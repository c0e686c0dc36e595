"""The result of a training: its networks, its history, and how it ended."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import DEFAULT_LEARNING_RATES, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import History

Outcome = Literal["finished", "stopped", "stopped early", "diverged"]


@dataclass(frozen=True, eq=False)
class TrainingResult:
    """The result of a training.

    Attributes:
        network: with validation the best network, otherwise the last one; after a divergence the last good one.
        history: all finished epochs, and the changes of settings.
        outcome: how the training ended.
        message: one sentence for the user, empty if the outcome says everything.
        trained_on: number of training samples.
        last: the network after the last minibatch; ``None`` if its parameters are not finite.
        temperature: the temperature by which the logits were divided; ``None`` if it was not calibrated.
        not_saved: one sentence, if the checkpoint does not hold the end of the training; else empty.
    """

    network: Network
    history: History
    outcome: Outcome
    message: str
    trained_on: int
    last: Network | None = None
    temperature: float | None = None
    not_saved: str = ""


def divergence_message(epoch: int, data: Dataset, config: TrainingConfig) -> str:
    """One sentence for a training whose loss stopped being finite in ``epoch`` (from 1), with the likely cause."""
    return (
        f"Training stopped in epoch {epoch}, because the loss is no longer a finite number: "
        f"{_likely_cause(data, config)}. The last good weights are kept."
    )


def l2_overshoots(config: TrainingConfig, samples: int) -> bool:
    """Whether it is the L2 strength that makes a training diverge, and not the learning rate.

    One SGD step multiplies a weight by 1 − ηλ/n; if ηλ/n is above 2, it grows at every step and changes its sign. But a
    rate far above the usual ones is too high with any L2.
    """
    if config.optimizer == "adam" or config.learning_rate * config.l2 / samples < 2:
        return False
    return config.learning_rate <= 100 * DEFAULT_LEARNING_RATES[config.optimizer]


def _likely_cause(data: Dataset, config: TrainingConfig) -> str:
    if data.inputs.dtype.kind == "f" and not np.isfinite(data.inputs).all():
        return "the data holds values that are not finite"
    if l2_overshoots(config, len(data)):
        return f"the L2 strength {config.l2:g} is too high for the learning rate {config.learning_rate:g}"
    return f"the learning rate {config.learning_rate:g} is probably too high, try {config.learning_rate / 3:.2g}"
