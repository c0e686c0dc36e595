"""How robust a network is: its accuracy on damaged images, over the strength of the damage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.datasets.subset import random_samples
from mlp_engine.examination.damage import DAMAGES, DamageName, check_images, damaged
from mlp_engine.perceptron.network import Network
from mlp_engine.training.metrics import accuracy_interval, check_fits
from mlp_engine.validation import check_whole_number

STRENGTHS = 9
"""Points of a curve, evenly spaced from 0 to the largest strength."""

_AT_ONCE = 500


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


def damage_accuracy(
    network: Network,
    data: Dataset,
    name: DamageName,
    strength: float,
    *,
    seed: int = 0,
    on_progress: Callable[[int], None] | None = None,
) -> float:
    """The share of the samples that are read correctly with this damage (see :func:`damaged`).

    Args:
        network: the network.
        data: digit images.
        name: the kind.
        strength: in its unit.
        seed: for what is random; each part of the samples has a part of its own of it.
        on_progress: called with the number of samples read so far; an exception from it ends the measurement.

    Raises:
        DataError: if the samples are not digit images, or do not fit the network.
        SettingError: as :func:`damaged`.
    """
    check_fits(network, data)
    check_images(data.inputs)
    right = 0
    for part, start in enumerate(range(0, len(data), _AT_ONCE)):
        images = damaged(data.inputs[start : start + _AT_ONCE], name, strength, seed=seed + part)
        answers = network.logits(images.astype(network.config.dtype, copy=False)).argmax(axis=1)
        right += int((answers == data.labels[start : start + _AT_ONCE]).sum())
        if on_progress is not None:
            on_progress(min(start + _AT_ONCE, len(data)))
    return right / len(data)


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
        DataError: as :func:`damage_accuracy`.
        SettingError: likewise.
    """
    wanted = np.linspace(0, DAMAGES[name].most, STRENGTHS) if strengths is None else np.asarray(strengths, float)
    accuracy: list[float] = []
    for strength in wanted.tolist():
        accuracy.append(damage_accuracy(network, data, name, strength, seed=seed))
        if on_progress is not None:
            on_progress(len(accuracy))
    return DamageCurve(name, wanted, np.array(accuracy), len(data))
