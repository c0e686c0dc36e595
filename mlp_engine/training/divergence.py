"""Says, in one sentence, why a training lost its footing."""

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import TrainingConfig


def why_it_diverged(epoch: int, data: Dataset, config: TrainingConfig) -> str:
    """The sentence for a loss that stopped being a finite number in ``epoch`` (from 1)."""
    return (
        f"Training stopped in epoch {epoch}, because the loss is no longer a finite number: "
        f"{_likely_cause(data, config)}. The last good weights are kept."
    )


def _likely_cause(data: Dataset, config: TrainingConfig) -> str:
    if data.inputs.dtype.kind == "f" and not np.isfinite(data.inputs).all():
        return "the data holds values that are not finite"
    # One SGD step multiplies a weight by 1 − ηλ/n; beyond 2 it grows at every step, with a new sign.
    if config.optimizer != "adam" and config.learning_rate * config.l2 / len(data) >= 2:
        return f"the L2 strength {config.l2:g} is too high for the learning rate {config.learning_rate:g}"
    return f"the learning rate {config.learning_rate:g} is probably too high, try {config.learning_rate / 3:.2g}"
