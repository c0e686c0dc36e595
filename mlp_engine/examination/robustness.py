"""How robust a network is: its accuracy on damaged images, over the strength of the damage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import random_samples
from mlp_engine.examination.damage import DAMAGE_NAMES, DAMAGES, DamageName, damaged
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import accuracy_interval, evaluate
from mlp_engine.validation import check_choice, check_whole_number

STRENGTHS = 9
"""Points of a curve, evenly spaced from 0 to the largest strength."""


@dataclass(frozen=True, eq=False)
class DamageCurve:
    """The accuracy of a network over the strength of one kind of damage.

    Attributes:
        name: the kind.
        strengths: rising from 0, shape (m,).
        accuracy: share of the samples read correctly at each, shape (m,).
        samples: number of samples.
    """

    name: DamageName
    strengths: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    samples: int

    def __repr__(self) -> str:
        return f"DamageCurve({self.name!r}, {len(self.strengths)} strengths, {self.samples} samples)"

    @property
    def half_lost_at(self) -> float | None:
        """The strength at which half of the accuracy without damage is lost, between two points by interpolation.

        ``None`` if no measured strength costs so much.
        """
        half = self.accuracy[0] / 2
        below = np.flatnonzero(self.accuracy <= half)
        if not len(below) or below[0] == 0:
            return None
        at = int(below[0])
        before, after = self.accuracy[at - 1], self.accuracy[at]
        share = (before - half) / (before - after)
        return float(self.strengths[at - 1] + share * (self.strengths[at] - self.strengths[at - 1]))

    def interval(self, place: int) -> tuple[float, float]:
        """The 95 % interval of the accuracy at one of the strengths."""
        return accuracy_interval(float(self.accuracy[place]), self.samples)


def some_samples(data: Dataset, count: int, *, seed: int = 0) -> Dataset:
    """At most ``count`` random samples of ``data``, always the same for a seed.

    Raises:
        SettingError: if the count is not at least one.
    """
    check_whole_number("Number of samples", count, at_least=1)
    return data if count >= len(data) else random_samples(data, count, np.random.default_rng(seed))


def damaged_samples(data: Dataset, name: DamageName, strength: float, *, seed: int = 0) -> Dataset:
    """The samples with this damage (see :func:`~mlp_engine.examination.damage.damaged`), in memory of their own.

    Raises:
        DataError: if the samples are not digit images.
        SettingError: if there is no such damage, or the strength is out of its range.
    """
    inputs = damaged(data.inputs, name, strength, seed=seed)
    damage = DAMAGES[name]
    return replace(data, inputs=inputs, name=f"{data.name}, {damage.label.lower()} {damage.strength_words(strength)}")


def damage_curve(
    network: Network,
    data: Dataset,
    name: DamageName,
    *,
    strengths: Sequence[float] | None = None,
    seed: int = 0,
    on_progress: Callable[[int], None] | None = None,
) -> DamageCurve:
    """The accuracy over the strength of one kind of damage.

    Args:
        network: the network.
        data: digit images.
        name: the kind.
        strengths: those to measure; :data:`STRENGTHS` from 0 to the most if not given.
        seed: for what is random: the same at every strength.
        on_progress: called with the number of strengths done, from 1; an exception from it ends the measurement.

    Raises:
        DataError: if the samples are not digit images, or do not fit the network.
        SettingError: as :func:`damaged_samples`.
    """
    check_choice("Damage", name, DAMAGE_NAMES)
    wanted = np.linspace(0, DAMAGES[name].most, STRENGTHS) if strengths is None else np.asarray(strengths, float)
    accuracy: list[float] = []
    for strength in wanted.tolist():
        accuracy.append(1 - evaluate(network, damaged_samples(data, name, strength, seed=seed)).error_rate)
        if on_progress is not None:
            on_progress(len(accuracy))
    return DamageCurve(name, wanted, np.array(accuracy), len(data))
