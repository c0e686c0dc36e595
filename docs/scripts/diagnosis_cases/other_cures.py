"""Cures to compare: what helps against overfitting, wrong labels and dead units, whether it is offered or not."""

from collections.abc import Callable
from dataclasses import replace

from diagnosis_cases.case import SHRUNK, Case

Change = Callable[[Case], Case | None]
"""The training with a cure; ``None`` where the cure can't be applied."""

WIDE_LAYER = 100


def _distorted(case: Case) -> Case | None:
    if case.training.augmentation != "none" or case.network.inputs == SHRUNK:
        return None
    return replace(case, training=replace(case.training, augmentation="affine"))


def _more_samples(case: Case) -> Case | None:
    return None if case.all_used else replace(case, samples=4 * case.samples)


def _dropout(*, wide: bool, distorted: bool = False) -> Change:
    def change(case: Case) -> Case | None:
        if (min(case.network.hidden, default=0) >= WIDE_LAYER) != wide:
            return None
        if wide and (case.training.augmentation != "none") != distorted:
            return None
        return replace(case, training=replace(case.training, dropout=(0.5,)))

    return change


def _l2(of_a_sample: float) -> Change:
    def change(case: Case) -> Case | None:
        return replace(case, training=replace(case.training, l2=of_a_sample * case.samples))

    return change


def _leaky(case: Case) -> Case:
    return replace(case, network=replace(case.network, activations=("leaky-relu",)))


def _slower(case: Case) -> Case:
    return replace(case, training=replace(case.training, learning_rate=case.training.learning_rate / 10))


OTHERS: dict[str, dict[str, Change]] = {
    "overfitting": {
        "distort the samples": _distorted,
        "four times the samples": _more_samples,
        "dropout 0.5, layers of 100 and more": _dropout(wide=True),
        "dropout 0.5, layers of 100 and more, distorted samples": _dropout(wide=True, distorted=True),
        "dropout 0.5, narrower layers": _dropout(wide=False),
        "L2 of 0.0005 a sample": _l2(0.0005),
        "L2 of 0.002 a sample": _l2(0.002),
        "L2 of 0.005 a sample": _l2(0.005),
    },
    "dead units": {
        "a tenth of the rate": _slower,
        "leaky ReLU": _leaky,
        "leaky ReLU and a tenth of the rate": lambda case: _leaky(_slower(case)),
    },
}
OTHERS["label noise"] = OTHERS["overfitting"]
"""The cures to compare, by the kind of fault that they are tried against."""

PROMISING = {"overfitting": "dropout 0.5, layers of 100 and more", "dead units": "leaky ReLU and a tenth of the rate"}
"""Those that did well on the half that rules were fitted on, and are tried on the other, by the kind of fault."""
