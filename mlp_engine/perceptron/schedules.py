"""Schedules: the learning rate as a function of the epoch."""

import math

from mlp_engine.perceptron.config import TrainingConfig


def learning_rate_at(epoch: float, config: TrainingConfig) -> float:
    """The learning rate after ``epoch`` epochs (fractions allowed) of a training with these settings.

    - ``constant``: always the full rate.
    - ``step``: times ``step_factor`` after every ``step_every`` epochs.
    - ``cosine``: rises in a straight line over ``warmup`` epochs, then falls along half a cosine to 0 at the
      last epoch's end (Loshchilov & Hutter, 2017).
    """
    match config.schedule:
        case "constant":
            return config.learning_rate
        case "step":
            return config.learning_rate * config.step_factor ** int(epoch // config.step_every)
        case "cosine":
            if epoch < config.warmup:
                return config.learning_rate * epoch / config.warmup
            share = (epoch - config.warmup) / (config.epochs - config.warmup)
            return config.learning_rate * 0.5 * (1.0 + math.cos(math.pi * share))
