"""Rules about a network that fits too little, and about what the run cannot tell."""

from mlp_engine.diagnosis.finding import Evidence, Finding, Value, cure, share
from mlp_engine.diagnosis.layer_rules import without_vanishing
from mlp_engine.diagnosis.watched_run import WatchedRun, two_digits

STRONG_L2, STRONG_L1 = 0.002, 0.0002
"""L2 and L1 strength for each training sample that are strong, but still let a network learn."""


def penalty_too_strong(run: WatchedRun) -> Finding | None:
    """L1 and L2 keep the weights so small that the network cannot tell the classes apart."""
    training, n = run.training, run.samples
    if (training.l1 / STRONG_L1 + training.l2 / STRONG_L2) / n < 4 or run.epochs < 2 or run.steps < 60:
        return None
    loss = run.since(run.fixed_loss)
    if loss[-1] < 0.3 * run.chance or loss[-2:].min() < 0.9 * loss[:-2][-3:].min(initial=run.chance):
        return None  # it learns, or goes on learning
    settings: dict[str, Value] = {}
    if training.l2 / n > STRONG_L2:
        settings["l2"] = two_digits(STRONG_L2 * n)
    if training.l1 / n > STRONG_L1:
        settings["l1"] = two_digits(STRONG_L1 * n)
    label = " and ".join(f"{name.upper()} to {value:g}" for name, value in settings.items() if isinstance(value, float))
    return Finding(
        "penalty too strong",
        f"The training loss has levelled off at {loss[-1]:.2g}, with {run.fixed_accuracy[-1]:.0%} of the samples read "
        f"right: L1 and L2 pull the weights back as fast as they grow.",
        "sure",
        (Evidence("training loss", float(loss[-1])), Evidence("penalty", run.records[-1].penalty)),
        run.span,
        cures=(cure(f"Set {label}", **settings),),
    )


def too_small(run: WatchedRun) -> Finding | None:
    """The loss has levelled off far from 0, and a layer has fewer neurons than there are classes."""
    loss, hidden = run.since(run.fixed_loss), run.network.hidden
    if run.epochs < 5 or run.steps < 200 or not hidden or loss[-1] < 0.3 * run.chance or run.diverged:
        return None
    narrow = min(hidden) < run.network.outputs
    a_fall = float(loss[-5:-2].mean() - loss[-2:].mean()) / 2.5 / float(loss[-1])
    if not narrow or a_fall > 0.03 or run.learning_rate < run.usual_learning_rate / 10:
        return None
    layer = hidden.index(min(hidden)) + 1
    few = "1 neuron in layer {} is" if min(hidden) == 1 else f"{min(hidden)} neurons in layer {{}} are"
    wider = tuple(max(size, 3 * run.network.outputs) for size in hidden)
    return Finding(
        "too small",
        f"The training loss falls by only {max(a_fall, 0):.1%} an epoch at {loss[-1]:.3g}, with "
        f"{run.fixed_accuracy[-1]:.0%} read right: {few.format(layer)} too few to tell "
        f"{run.network.outputs} classes apart.",
        "sure",
        (Evidence("training loss", float(loss[-1])), Evidence("neurons", min(hidden))),
        run.span,
        layer,
        (cure(f"Take {', '.join(map(str, wider))} neurons" if len(wider) < 4 else "Take wider layers", hidden=wider),),
    )


def underfitting(run: WatchedRun) -> Finding | None:
    """The loss has levelled off far from 0, and nothing else explains it."""
    loss, hidden = run.since(run.fixed_loss), run.network.hidden
    if run.epochs < 6 or run.steps < 300 or run.diverged or loss[-1] < 0.4 * run.chance:
        return None
    a_fall = float(loss[-6:-3].mean() - loss[-3:].mean()) / 3 / float(loss[-1])
    if a_fall > 0.01 or run.learning_rate < run.usual_learning_rate / 10:
        return None
    scaled = run.network.initializer in ("he", "local") and set(run.network.activations) == {"relu"}
    deep = len(hidden) >= 3 and not scaled
    return Finding(
        "underfitting",
        f"The training loss has levelled off at {loss[-1]:.3g}, with {run.fixed_accuracy[-1]:.0%} of the samples read "
        "right: the network does not learn more from these samples with these settings.",
        "likely",
        (Evidence("training loss", float(loss[-1])), share("its fall an epoch", a_fall)),
        run.span,
        cures=(without_vanishing(run),) if deep else (),
    )


def not_yet(run: WatchedRun) -> Finding | None:
    """The run has ended while its losses still fell."""
    loss = run.since(run.fixed_loss)
    if not run.ended or run.diverged or run.epochs < 4 or loss[-1] < 0.1 * run.chance:
        return None
    fall = (float(loss[-3]) - float(loss[-1])) / float(loss[-3])
    if fall < 0.08 or loss[-1] > 0.85 * loss[-4] or loss[-1] > 0.95 * loss[:-2].min():
        return None
    if run.is_validated and run.validation_loss[-1] > 0.95 * run.since(run.validation_loss)[-4]:
        return None
    return Finding(
        "not yet",
        f"The run ended while it still improved: in its last 2 epochs the training loss fell by {fall:.0%}, to "
        f"{loss[-1]:.3g}. The network had not finished learning.",
        "sure",
        (Evidence("training loss", float(loss[-1])), share("its fall in two epochs", fall)),
        (run.epoch - 2, run.epoch),
        cures=(cure("Twice the epochs", epochs=2 * run.training.epochs),),
    )


def few_validation_samples(run: WatchedRun) -> Finding | None:
    """The interval of the validation accuracy is so wide that it says little."""
    if not run.is_validated:
        return None
    low, high = run.validation_interval(-1)
    if high - low < 0.18 or run.validation_samples >= 100:
        return None
    n = run.validation_samples
    return Finding(
        "few validation samples",
        f"{n} validation {'sample tells' if n == 1 else 'samples tell'} little: {run.validation_accuracy[-1]:.0%} were "
        f"read right, which may be anything from {low:.0%} to {high:.0%} for new samples.",
        "sure",
        (
            Evidence("validation samples", n),
            share("lowest likely accuracy", low),
            share("highest likely accuracy", high),
        ),
        (1, run.epoch),
    )


def no_validation(run: WatchedRun) -> Finding | None:
    """Nothing was held out, so that nobody can know how the network reads new samples."""
    if not run.records or run.is_validated:
        return None
    return Finding(
        "no validation",
        f"{run.fixed_accuracy[-1]:.1%} of the training samples are read right. How well new samples are read, nobody "
        "can know: no validation set was held out.",
        "sure",
        (share("training accuracy", float(run.fixed_accuracy[-1])),),
        (1, run.epoch),
    )


def no_more_gain(run: WatchedRun) -> Finding | None:
    """Neither loss nor accuracy on the validation set has become better for half of the run."""
    if not run.is_validated or run.epochs < 20:
        return None
    accuracy, loss = run.since(run.validation_accuracy), run.since(run.validation_loss)
    best = max(int(accuracy.argmax()), int(loss.argmin()))
    since = len(accuracy) - 1 - best
    if since < max(10, len(accuracy) / 2) or accuracy.max() >= 0.999 or accuracy.max() < 1.5 / run.network.outputs:
        return None
    best += run.settled
    return Finding(
        "no more gain",
        f"Nothing has improved on the validation set since epoch {run.number(best)}, {since} epochs ago, where "
        f"{run.validation_accuracy[best]:.1%} were read right: more epochs only cost time.",
        "sure",
        (share("best validation accuracy", float(run.validation_accuracy[best])), Evidence("epochs since", since)),
        (run.number(best), run.epoch),
    )
