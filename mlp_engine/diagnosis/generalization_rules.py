"""Rules about what the network learns that does not hold for other samples: wrong labels and overfitting."""

import math

from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.diagnosis.finding import Cure, Evidence, Finding, cure, share
from mlp_engine.diagnosis.rate_rules import slower
from mlp_engine.diagnosis.watched_run import FEWEST, WatchedRun

_GAP = 0.04  # of the accuracy, beyond both intervals


def validation_unlike(run: WatchedRun) -> Finding | None:
    """The validation set was read worse than new training samples.

    In the first epoch, each training sample is read before it was ever trained on, by a network that knows less than
    the one that reads the validation set at the end of the epoch.
    """
    if not run.is_validated or run.records[0].epoch > 1:
        return None
    new, high = float(run.accuracy[0]), run.validation_interval(0)[1]
    if high > new - 0.05 or run.fixed_accuracy[0] < new - 0.05:
        return None  # as good, or a network that has become worse
    return Finding(
        "validation unlike",
        f"In epoch 1, {new:.0%} of the training samples were read right when they were still new, but only "
        f"{run.validation_accuracy[0]:.0%} of the validation set afterwards: its samples are of another kind.",
        "sure",
        (
            share("accuracy on new training samples", new),
            share("validation accuracy", float(run.validation_accuracy[0])),
        ),
        (1, run.epoch),
    )


def label_noise(run: WatchedRun) -> Finding | None:
    """Wrong labels: confident contradictions, better validation than training, or validation that gets worse."""
    if run.epochs < 3 or run.steps < 100 or run.network.initializer == "unit-gaussian":
        return None
    seen = _contradicted(run) or _better_on_validation(run) or _unlearned(run)
    if seen is None:
        return None
    words, evidence, sure = seen
    return Finding(
        "label noise",
        f"{words}: many training labels seem to be wrong.",
        "sure" if sure else "likely",
        evidence,
        run.span,
        cures=_more_or_other_samples(run),
    )


_Seen = tuple[str, tuple[Evidence, ...], bool]


def _contradicted(run: WatchedRun) -> _Seen | None:
    """Most errors are not doubts: the network is nearly certain of another digit than the label."""
    doubted, wrong = run.doubted, 1 - float(run.fixed_accuracy[-1])
    if doubted is None or doubted < 0.08 or wrong > 0.5 or doubted < 0.5 * wrong:
        return None
    if run.fixed_loss[-1] > 0.9 * run.chance or run.learning_rate > 10 * run.usual_learning_rate:
        return None
    if run.loss[-1] < 0.85 * run.loss[-2]:
        return None  # it learns fast, and most of its errors will go
    return (
        f"{doubted:.0%} of the training samples, {doubted / wrong:.0%} of the misread ones, have a label that the "
        "network holds for less likely than chance",
        (share("labels held for unlikely", doubted), share("training errors", wrong)),
        False,
    )


def _better_on_validation(run: WatchedRun) -> _Seen | None:
    if not run.is_validated:
        return None
    training, validation = float(run.fixed_accuracy[-1]), float(run.validation_accuracy[-1])
    if run.validation_interval(-1)[0] < run.fixed_interval()[1] + _GAP / 2:
        return None
    return (
        f"{validation:.0%} of the validation set are read right, but only {training:.0%} of the training samples",
        (share("training accuracy", training), share("validation accuracy", validation)),
        True,
    )


def _unlearned(run: WatchedRun) -> _Seen | None:
    """The validation accuracy has fallen from its best by more than chance, while the training accuracy rose."""
    if not run.is_validated or run.epochs < 5 or run.validation_samples < FEWEST:
        return None
    validation = run.since(run.validation_accuracy)
    best = int(validation.argmax())
    peak, now = float(validation[best]), float(validation[-2:].mean())
    error = math.sqrt(2 * peak * (1 - peak) / run.validation_samples)
    accuracy = run.since(run.fixed_accuracy)
    if len(validation) - best < 4 or peak - now < max(0.03, 1.6 * error) or accuracy[-1] < accuracy[best] + 0.05:
        return None
    if run.fixed_loss[-1] > run.since(run.fixed_loss)[best]:
        return None
    return (
        f"Since epoch {run.number(run.settled + best)} the validation accuracy has fallen from {peak:.0%} to "
        f"{now:.0%}, while the training accuracy rose to {accuracy[-1]:.0%}",
        (share("best validation accuracy", peak), share("validation accuracy", now)),
        False,
    )


def overfitting(run: WatchedRun) -> Finding | None:
    """The training samples are read clearly better than the validation set, beyond the intervals of both."""
    if not run.is_validated or run.epochs < 2 or run.validation_samples < FEWEST:
        return None
    if run.fixed_accuracy[-1] < 0.85:
        return None  # it does not fit its own samples well: distorted ones would be too much for it
    training, validation = float(run.fixed_accuracy[-1]), float(run.validation_accuracy[-1])
    low, high = run.validation_interval(-1)
    gap = run.fixed_interval()[0] - high
    if gap < _GAP and not _loss_rises(run):
        return None
    small = (run.fixed_accuracy - run.validation_accuracy) <= (training - validation) / 2
    beginning = min(int(small.nonzero()[0].max(initial=-1)) + 1, len(small) - 1)
    return Finding(
        "overfitting",
        f"{training:.1%} of the training samples are read right, but {validation:.1%} of the validation set (95% "
        f"interval {low:.0%} to {high:.0%}): the network memorises its samples.",
        "sure" if gap > 2 * _GAP else "likely",
        (
            share("training accuracy", training),
            share("validation accuracy", validation),
            Evidence("training loss", float(run.fixed_loss[-1])),
            Evidence("validation loss", float(run.validation_loss[-1])),
        ),
        (run.number(beginning), run.epoch),
        cures=_more_or_other_samples(run),
    )


def _loss_rises(run: WatchedRun) -> bool:
    """The validation loss has risen from its least for at least four epochs, while the training loss fell."""
    loss, training = run.since(run.validation_loss), run.since(run.fixed_loss)
    least = int(loss.argmin())
    if len(loss) - least < 5 or run.validation_samples < 100 or training[-1] > 0.8 * training[least]:
        return False
    rise = float(loss[-2:].mean() - loss[least])
    return rise > max(0.25 * float(loss[least]), 0.02 * run.chance)


def _more_or_other_samples(run: WatchedRun) -> tuple[Cure, ...]:
    """Distorted samples, then more of them: against overfitting and wrong labels they gained five to eight points.

    L2 of no strength gained anything, and dropout not reliably (docs/cures.md).
    """
    cures: list[Cure] = []
    dead = max((layer.dead or 0 for layer in run.layers), default=0)
    if dead > 0.25 and run.learning_rate > 3 * run.usual_learning_rate:
        cures.append(slower(run))  # distorted samples at this rate would kill more units
    if run.training.augmentation == "none" and run.network.inputs == IMAGE_PIXELS:
        cures.append(cure("Distort the samples", augmentation="affine"))
    if run.unused >= run.samples:
        chosen = round(run.samples / (1 - run.training.validation))
        count = min(4 * chosen, chosen + run.unused)
        cures.append(cure(f"Train on {count:,} samples", slice="random", count=count))
    return tuple(cures)
