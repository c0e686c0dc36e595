"""The rules of the diagnosis: each recognises one problem in a training's history and settings, and names a remedy.

The rules judge whole epochs, as a person judges the curves. Their thresholds were chosen so that trainings that go
well, with many different settings, get no diagnosis: a false alarm misleads more than a late one. Losses are compared
with the chance loss, that of a network that gives every class the same probability.
"""

from collections.abc import Callable, Sequence

import numpy as np

from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.diagnosis.layer_statistics import LayerStatistics
from mlp_engine.diagnosis.watched_run import (
    Diagnosis,
    WatchedRun,
    diagnosis_of,
    is_regularized_away,
    slower,
    squashes,
    two_digits,
    usual_learning_rate,
)
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.history import History

Rule = Callable[["WatchedRun"], "Diagnosis | None"]

_TOO_MANY_DEAD = 0.25  # share of a layer's units
_TOO_MANY_SATURATED = 0.5  # higher, as a well-trained network has many saturated units
_FEWEST = 4  # epochs needed to distinguish a trend from chance


def diagnose(
    history: History,
    network: NetworkConfig,
    training: TrainingConfig,
    samples: int,
    *,
    diverged: bool = False,
    layers: Sequence[LayerStatistics] = (),
) -> tuple[Diagnosis, ...]:
    """Find the problems of a training, the most important first; empty if there are none.

    Args:
        history: the epochs so far, or all of them.
        network: the architecture.
        training: the settings.
        samples: number of training samples.
        diverged: whether the loss stopped being finite.
        layers: the network's :func:`~mlp_engine.diagnosis.layer_statistics.layer_statistics`, if they were measured.
    """
    run = WatchedRun(history.epochs, network, training, samples, diverged, layers)
    found = [rule(run) for rule in _RULES]
    return tuple(diagnosis for diagnosis in found if diagnosis is not None)


# The rules


def _diverged(run: WatchedRun) -> Diagnosis | None:
    if not run.diverged:
        return None
    # One SGD step multiplies a weight by 1 − ηλ/n; if ηλ/n is above 2, it grows at every step and changes its sign.
    if run.training.optimizer != "adam" and run.learning_rate * run.training.l2 / run.samples >= 2:
        return diagnosis_of(
            "diverged",
            f"The loss is no longer a finite number: the L2 strength {run.training.l2:g} is too high for the learning "
            f"rate {run.learning_rate:g}, so that every step makes the weights larger.",
            f"Set L2 to {two_digits(run.samples / 10_000):g}",
            l2=two_digits(run.samples / 10_000),
        )
    return slower(
        run,
        "diverged",
        f"The loss is no longer a finite number: at the learning rate {run.learning_rate:g} the steps are probably so "
        "long that each makes the weights larger.",
    )


def _learning_rate_too_high(run: WatchedRun) -> Diagnosis | None:
    loss = run.loss
    if len(loss) < _FEWEST or run.diverged:
        return None
    recent = loss[-6:]
    steps = np.diff(recent)
    rises, falls = np.clip(steps, 0, None).sum(), np.clip(-steps, 0, None).sum()
    if loss[-3:].min() > 1.15 * run.chance and (steps > 0).any():
        seen = f"The training loss stays above {run.chance:.2g}, which guessing would reach"
    elif np.median(loss) > 1.15 * run.chance and np.clip(np.diff(loss), 0, None).sum() > 0.3 * run.chance:
        seen = f"The training loss was above {run.chance:.2g}, which guessing would reach, for most of the epochs"
    elif loss[-1] > 0.97 * run.chance and run.learning_rate > 3 * usual_learning_rate(run) and not squashes(run):
        seen = f"The training loss stays at {loss[-1]:.2g}, which guessing would reach"
    elif rises > 0.04 * run.chance and rises > 0.5 * falls and (steps > 0).sum() >= 2:
        seen = "The training loss jumps up and down instead of falling"
    else:
        return None
    return slower(
        run,
        "rate too high",
        f"{seen}: at the learning rate {run.learning_rate:g} the steps are so long that they overshoot.",
    )


def _dead_units(run: WatchedRun) -> Diagnosis | None:
    worst = max(
        (layer for layer in run.layers if layer.dead is not None), key=lambda layer: layer.dead or 0, default=None
    )
    if worst is None or (worst.dead or 0) < _TOO_MANY_DEAD:
        return None
    sentence = (
        f"{worst.dead:.0%} of the ReLU units of layer {worst.number} are dead: they are 0 for every sample, so no "
        "gradient reaches them and they never learn again."
    )
    if run.network.initializer == "unit-gaussian":
        return diagnosis_of("dead units", sentence, "Use He initial weights", initializer="he")
    return slower(run, "dead units", sentence)


def _saturated_units(run: WatchedRun) -> Diagnosis | None:
    layers = [layer for layer in run.layers if layer.saturated is not None]
    worst = max(layers, key=lambda layer: layer.saturated or 0, default=None)
    if worst is None or (worst.saturated or 0) < _TOO_MANY_SATURATED:
        return None
    before = run.loss[-2] if len(run.loss) > 1 else run.chance
    if len(run.loss) and run.loss[-1] < max(0.1 * run.chance, 0.9 * before):
        return None  # the network learns, or has learned
    sentence = (
        f"{worst.saturated:.0%} of the {worst.activation} units of layer {worst.number} are saturated: they are near "
        "an end of their range for most samples, where the slope is flat and learning is slow."
    )
    if run.network.initializer == "unit-gaussian":
        return diagnosis_of("saturated units", sentence, "Smaller initial weights", initializer="gaussian")
    return slower(run, "saturated units", sentence)


def _vanishing_gradient(run: WatchedRun) -> Diagnosis | None:
    loss = run.loss
    if not squashes(run) or len(loss) < _FEWEST or not 0.9 * run.chance < loss[-1] < 1.15 * run.chance:
        return None
    squashing = run.network.activations.count("sigmoid")
    return diagnosis_of(
        "vanishing gradient",
        f"The training loss stays at {loss[-1]:.2g}, as for guessing: each of {squashing} sigmoid layers passes on a "
        "quarter of the gradient at most, so the first hardly learn.",
        "Use ReLU, He's weights",
        activations=("relu",),
        initializer="he",
        learning_rate=min(run.learning_rate, usual_learning_rate(run)),
    )


def _learning_rate_too_low(run: WatchedRun) -> Diagnosis | None:
    loss = run.loss
    if len(loss) < _FEWEST or _vanishing_gradient(run) is not None or is_regularized_away(run):
        return None
    half = len(loss) // 2
    first, second = loss[0] - loss[half], loss[half] - loss[-1]
    pace = second / (len(loss) - 1 - half)
    epochs_left = max(run.training.epochs - len(loss), 0)
    stuck = loss[-1] > 0.9 * run.chance
    slow = loss[-1] > 0.6 * run.chance and pace > 0.25 * first / half
    in_the_end = loss[-1] - pace * epochs_left
    falls = (np.diff(loss) <= 0.002 * run.chance).all()
    if not falls or not (stuck or slow) or in_the_end < 0.5 * run.chance:
        return None
    if run.learning_rate > 3 * usual_learning_rate(run):
        return None
    faster = two_digits(max(3 * run.learning_rate, usual_learning_rate(run)))
    return diagnosis_of(
        "rate too low",
        f"The training loss hardly falls, from {loss[half]:.3g} to {loss[-1]:.3g} in the last "
        f"{len(loss) - 1 - half} epochs: at the learning rate {run.learning_rate:g} the steps are short.",
        f"Try the rate {faster:g}",
        learning_rate=faster,
    )


def _overfitting(run: WatchedRun) -> Diagnosis | None:
    validation, loss = run.validation_loss, run.loss
    if len(validation) < _FEWEST or len(validation) != len(loss):
        return None
    least = int(validation.argmin())
    since = validation[least:]
    if len(since) < 4 or loss[-1] >= loss[least]:
        return None
    now = float(np.mean(validation[-2:]))
    rise = now - validation[least]
    if rise < max(0.25 * validation[least], 0.02 * run.chance) or now < 1.3 * loss[-1]:
        return None
    sentence = (
        f"The validation loss has been rising since epoch {least + 1}, from {validation[least]:.3g} to {now:.3g}, "
        "while the training loss goes on falling: the network learns the samples by heart."
    )
    if run.training.l2 == 0:
        strength = max(two_digits(run.samples / 10_000), 0.01)
        return diagnosis_of("overfitting", sentence, f"Set L2 to {strength:g}", l2=strength)
    if run.training.augmentation == "none" and run.network.inputs == IMAGE_PIXELS:
        return diagnosis_of("overfitting", sentence, "Distort the samples", augmentation="affine")
    return diagnosis_of("overfitting", sentence, "Three times the L2", l2=two_digits(3 * run.training.l2))


def _underfitting(run: WatchedRun) -> Diagnosis | None:
    loss, validation = run.loss, run.validation_loss
    if len(loss) < 8 or loss[-1] < 0.3 * run.chance or _vanishing_gradient(run) is not None:
        return None
    before, now = loss[-6:-3].mean(), loss[-3:].mean()
    if before - now > 0.03 * before or (len(validation) and validation[-3:].mean() > 1.3 * now):
        return None
    seen = f"The training loss has levelled off at {loss[-1]:.3g}, with {run.accuracy[-1]:.0%} of the samples right: "
    if is_regularized_away(run):
        penalty = run.records[-1].penalty
        strengths = {"l1": run.training.l1, "l2": run.training.l2}
        return diagnosis_of(
            "underfitting",
            f"{seen}a penalty of {penalty:.2g} keeps the weights too small to tell the classes apart.",
            "A tenth of L1 and L2",
            **{name: two_digits(value / 10) for name, value in strengths.items() if value > 0},
        )
    if run.learning_rate < usual_learning_rate(run) / 3 or _learning_rate_too_high(run) is not None:
        return None
    wider = tuple(min(4 * size, 2000) for size in run.network.hidden) or (100,)
    return diagnosis_of(
        "underfitting",
        f"{seen}the network is probably too small for the data, or the data has wrong labels.",
        f"Take {', '.join(map(str, wider))} neurons",
        hidden=wider,
    )


def _no_more_gain(run: WatchedRun) -> Diagnosis | None:
    accuracy, validation = run.validation_accuracy, run.validation_loss
    if len(accuracy) < 20 or accuracy.max() >= 0.999 or _overfitting(run) is not None:
        return None
    best = max(int(accuracy.argmax()), int(validation.argmin()))
    since = len(accuracy) - 1 - best
    if since < max(10, len(accuracy) / 2) or accuracy.max() < 1.5 / run.network.outputs:
        return None
    sentence = (
        f"Nothing has got better on the validation set since epoch {best + 1}, {since} epochs ago, where "
        f"{accuracy.max():.1%} were right: further epochs only cost time."
    )
    if run.training.schedule == "constant":
        return diagnosis_of("no more gain", sentence, "Let the rate fall", schedule="cosine")
    return diagnosis_of("no more gain", sentence, "Stop after 5 such epochs", patience=5)


_RULES: tuple[Rule, ...] = (
    _diverged,
    _learning_rate_too_high,
    _dead_units,
    _saturated_units,
    _vanishing_gradient,
    _learning_rate_too_low,
    _overfitting,
    _underfitting,
    _no_more_gain,
)
