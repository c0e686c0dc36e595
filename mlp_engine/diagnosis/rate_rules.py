"""Rules about the learning rate and about losses that explode.

Losses are compared with the chance loss, that of a network that gives every class the same probability.
"""

import math

import numpy as np

from mlp_engine.diagnosis.finding import Cure, Evidence, Finding, Value, cure, share
from mlp_engine.diagnosis.watched_run import FEWEST, WatchedRun, two_digits
from mlp_engine.perceptron.config import RECTIFIERS
from mlp_engine.training.result import l2_overshoots

_FAR = 10
"""A rate this many times the usual one is blamed first, and replaced by the usual one."""

_ENOUGH_TO_BLAME = 7
"""A rate this many times the usual one is blamed for a loss that stays at that of guessing."""

_STEPS = 20
"""Steps before which no loss has had the time to fall."""


def slower(run: WatchedRun) -> Cure:
    """A third of the learning rate, or the usual rate if the rate is far above it."""
    usual = run.usual_learning_rate
    if run.learning_rate > _FAR * usual:
        return cure(f"Try the rate {usual:g}", learning_rate=usual)
    return cure("Try a third of the rate", learning_rate=two_digits(run.learning_rate / 3))


def deep_rate(run: WatchedRun) -> float:
    """A rate at which a network of this depth still learns; steps add up over the layers."""
    depth = len(run.network.hidden)
    adam = run.training.optimizer in ("adam", "adamw")  # which scales its steps by itself
    return run.usual_learning_rate / (1 if depth < 3 else 2 if depth < 10 else 3 if adam else 10)


def initial_growth(run: WatchedRun) -> float:
    """How many times larger the initial weights make the signal on its way through the hidden ReLU layers.

    With weights of deviation 1, a ReLU layer of m inputs multiplies the root mean square by √(m/2) (He et al., 2015,
    equation 7). 1 for other initial weights, which are scaled by the number of inputs.
    """
    if run.network.initializer != "unit-gaussian":
        return 1.0
    inputs = (run.network.inputs, *run.network.hidden)
    relu = (m for m, name in zip(inputs, run.network.activations, strict=False) if name in RECTIFIERS)
    return math.prod(math.sqrt(m / 2) for m in relu)


def diverged(run: WatchedRun) -> Finding | None:
    """The loss stopped being finite; the rate, the L2 strength or the initial weights are to blame."""
    if not run.diverged:
        return None
    rate, l2 = run.learning_rate, run.training.l2
    if rate <= _FAR * run.usual_learning_rate and initial_growth(run) > 100:
        return _explodes(run, f"the initial weights make the signal {initial_growth(run):.2g} times larger")
    if l2_overshoots(run.training, run.samples):
        strength = two_digits(run.samples / 500)
        return Finding(
            "diverged",
            f"The loss is no longer a finite number: the L2 strength {l2:g} is too high for the learning rate "
            f"{rate:g}, so that every step makes the weights larger.",
            "sure",
            (Evidence("learning rate · L2 / samples", rate * l2 / run.samples),),
            run.span,
            cures=(cure(f"Set L2 to {strength:g}", l2=strength),),
        )
    return Finding(
        "diverged",
        f"The loss is no longer a finite number: at the learning rate {rate:g} the steps are so long that each makes "
        "the weights larger.",
        "likely",
        (Evidence("learning rate", rate),),
        run.span,
        cures=(slower(run),),
    )


def exploding_gradient(run: WatchedRun) -> Finding | None:
    """A gradient is much longer than any that a network with a usual loss has."""
    norms = [layer.gradient_norm for layer in run.layers]
    if run.diverged or not norms or max(norms) < 20 * max(run.chance, 1):
        return None
    return _explodes(run, f"its longest gradient has the length {max(norms):.2g}", norms.index(max(norms)) + 1)


def _explodes(run: WatchedRun, seen: str, layer: int | None = None) -> Finding:
    relu = not set(RECTIFIERS).isdisjoint(run.network.activations)
    naive = run.network.initializer == "unit-gaussian"
    cause = "Initial weights of deviation 1 are too large for so many inputs" if naive else "The steps are too long"
    settings: dict[str, Value] = {"initializer": "he" if relu else "gaussian"}
    if run.learning_rate > deep_rate(run):
        settings["learning_rate"] = deep_rate(run)
    better = cure("Use He initial weights" if relu else "Smaller initial weights", **settings)
    gradients = tuple(Evidence(f"gradient of layer {n}", r.gradient_norm) for n, r in enumerate(run.layers, 1))
    return Finding(
        "exploding gradient",
        f"The signal explodes: {seen}. {cause}.",
        "sure" if naive else "likely",
        gradients[:3] or (Evidence("growth of the signal", initial_growth(run)),),
        run.span,
        layer,
        (better,) if naive else (slower(run),),
    )


def rate_too_high(run: WatchedRun) -> Finding | None:
    """The loss is above that of chance, or rises and falls by more than its noise."""
    loss = run.since(run.loss)
    if run.epochs < 2 or run.steps < _STEPS or run.diverged:
        return None
    before, now = float(loss[-2]), float(loss[-1])
    sure, far = True, run.learning_rate > 3 * run.usual_learning_rate
    highest = max(now, float(run.validation_loss[-1])) if run.validation_samples >= FEWEST else now
    falls = bool((np.diff(loss[-4:]) < 0).all())
    stays = run.learning_rate > _ENOUGH_TO_BLAME * run.usual_learning_rate
    if (min(before, now) > 1.1 * run.chance and (far or not falls)) or (min(before, now) > 0.97 * run.chance and stays):
        seen = f"The training loss, {now:.2g}, is no better than {run.chance:.2g}, that of guessing"
    elif highest > 1.5 * run.chance and run.accuracy[-1] > 0.5 and far:
        seen = f"{run.accuracy[-1]:.0%} are read right, yet errors are so certain that the loss is {highest:.2g}"
    elif run.epochs >= 4 and _jumps(run):
        seen, sure = f"The training loss jumps, lately from {before:.2g} to {now:.2g}, instead of falling", False
    else:
        return None
    return Finding(
        "rate too high",
        f"{seen}; at the learning rate {run.learning_rate:g} the steps overshoot.",
        "sure" if sure else "likely",
        (Evidence("training loss", now), Evidence("loss of guessing", run.chance)),
        run.span,
        cures=(slower(run),),
    )


def _jumps(run: WatchedRun) -> bool:
    """Whether the training loss lately rose as much as it fell, by more than its noise, and got nowhere."""
    recent = run.since(run.loss)[-6:]
    half = len(recent) // 2
    if recent[-half:].mean() < 0.95 * recent[:half].mean():
        return False
    steps = np.diff(recent)
    rises = np.clip(steps - 3 * run.noise, 0, None)
    falls = np.clip(-steps, 0, None)
    return bool(rises.sum() > 0.04 * run.chance and rises.sum() > 0.5 * falls.sum() and (rises > 0).sum() >= 2)


def rate_too_low(run: WatchedRun) -> Finding | None:
    """The loss falls without a stop, but so slowly that the run ends before the network has learned."""
    loss = run.since(run.fixed_loss)
    usual, clip, length = run.usual_learning_rate, run.training.gradient_clip, run.gradient_norm
    shortened = 1.0 if clip is None or length <= clip else clip / length
    rate = shortened * run.learning_rate
    highest = usual / 5 if len(run.network.hidden) >= 3 else usual  # a deep network may stay on a plateau at any rate
    if run.epochs < 4 or run.steps < 100 or rate > highest or float(loss[-1]) < 0.6 * run.chance:
        return None
    half = len(loss) // 2
    pace = float(loss[half] - loss[-1]) / (len(loss) - 1 - half)
    left = max(run.training.epochs - run.epoch, 0)
    in_the_end = float(loss[-1]) - pace * left
    is_distorted = run.training.augmentation != "none" or run.training.noise > 0
    tolerated = max(0.002 * run.chance, run.noise if is_distorted else 0)
    if (np.diff(loss) > tolerated).any() or in_the_end < 0.5 * run.chance:
        return None
    faster = usual if run.learning_rate < usual / 2 else two_digits(3 * run.learning_rate)
    why, better = f"at the learning rate {run.learning_rate:g}", cure(f"Try the rate {faster:g}", learning_rate=faster)
    if shortened < 0.5 and run.learning_rate >= usual / 2:
        why, better = f"with gradients clipped to {clip:g}", cure("Clip no gradients", gradient_clip=None)
    return Finding(
        "rate too low",
        f"The training loss hardly falls, from {loss[half]:.3g} to {loss[-1]:.3g} in {len(loss) - 1 - half} epochs: "
        f"{why} the steps are short.",
        "sure" if rate < usual / 5 else "likely",
        (
            Evidence("training loss", float(loss[-1])),
            Evidence("its fall per epoch", pace),
            share("accuracy", float(run.fixed_accuracy[-1])),
        ),
        run.span,
        cures=(better,),
    )
