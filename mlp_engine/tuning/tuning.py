"""Tuning to one person's handwriting with a few of their drawings, without forgetting how others write.

Only the last layers learn: the first ones have learned from far more writers than twenty drawings of one person can
improve on. So all drawings, distorted in many ways, and the samples of others pass through the first layers once, and
a step costs very little. Every minibatch mixes some own drawings, the misread ones more often, with many samples of
others. The result lies only part of the way from the base's parameters to the learned ones: near the base little is
forgotten, and most of the gain is already reached (Wortsman et al., *Robust fine-tuning of zero-shot models*, 2022).

The gain is measured by cross-validation: the tuning is repeated with a part of the drawings held out, on which the
errors before and after are counted.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.metrics import check_fits
from mlp_engine.tuning.config import TuningConfig
from mlp_engine.tuning.head import Body
from mlp_engine.tuning.tuner import Tuner, TuningProgress

__all__ = ["FEWEST_DRAWINGS", "Gain", "Tuning", "TuningConfig", "TuningProgress", "tune_to_hand"]


FEWEST_DRAWINGS = 10
"""The smallest number of own drawings for a tuning; with fewer it would learn chance."""

MANY_DRAWINGS = 100
"""With more drawings than these only a fifth is held out, instead of every fold in turn."""

_FIFTHS = 5


@dataclass(frozen=True)
class Gain:
    """The errors on one data set before and after a tuning.

    Attributes:
        name: name of the data set.
        samples: number of samples that were read.
        before: errors of the base network.
        after: errors of the tuned network; each own drawing is read by a network that was tuned without it.
    """

    name: str
    samples: int
    before: int
    after: int


@dataclass(frozen=True, eq=False)
class Tuning:
    """The result of a tuning.

    Attributes:
        network: the tuned network; ``None`` if the tuning was stopped.
        outcome: how the tuning ended.
        own: the cross-validated gain on own drawings; ``None`` if there are too few to hold any out.
        others: the gain, or loss, on each data set to check.
        seconds: duration in seconds.
    """

    network: Network | None
    outcome: Literal["finished", "stopped"]
    own: Gain | None
    others: tuple[Gain, ...]
    seconds: float


def tune_to_hand(
    network: Network,
    own: Dataset,
    rehearsal: Dataset,
    checks: Sequence[Dataset] = (),
    config: TuningConfig | None = None,
    *,
    on_progress: Callable[[TuningProgress], None] | None = None,
    control: RunControl | None = None,
) -> Tuning:
    """Tune a copy of ``network`` to the drawings ``own`` (``store.dataset()``); the network itself is not changed.

    Args:
        network: the network in use (the base).
        own: the user's drawings with their labels, digit images of 784 inputs.
        rehearsal: samples of other writers, mixed in against forgetting
            (see :func:`mlp_engine.tuning.rehearsal.load_rehearsal`).
        checks: data sets to read before and after the tuning.
        config: the settings; the default ones take less than 10 s on two cores for the bundled network.
        on_progress: called in the calling thread, at most 20 times a second and at the end.
        control: polled after every minibatch; a stop ends the tuning with the outcome "stopped".

    Raises:
        DataError: if there are too few drawings or samples, if they do not fit the network, or if the network's
            outputs become infinite or NaN.
    """
    began = time.perf_counter()
    config = TuningConfig() if config is None else config
    if len(own) < FEWEST_DRAWINGS:
        raise DataError(f"Own drawings to tune to must be at least {FEWEST_DRAWINGS}. Got {len(own)}.")
    for data in (own, rehearsal, *checks):
        check_fits(network, data)
    if len(rehearsal) < config.rehearsed:
        raise DataError(f"Samples to rehearse must be at least {config.rehearsed}. Got {len(rehearsal)}.")

    parts = held_out_parts(own.labels, config.folds, np.random.default_rng(config.seed))
    body = Body(network, config.layers)
    tuner = Tuner(body, own, rehearsal, config, 1 + len(parts), on_progress, control or RunControl())
    everything = np.arange(len(own))
    tuned = tuner.tune(everything)
    without = [tuner.tune(np.setdiff1d(everything, part)) for part in parts]
    if tuned is None or tuner.is_stopped:
        return Tuning(None, "stopped", None, (), time.perf_counter() - began)
    gains = [_gain(body, head, own.take(part)) for head, part in zip(without, parts, strict=True) if head is not None]
    others = tuple(_gain(body, tuned, data) for data in checks)
    return Tuning(body.with_head(tuned), "finished", _total(gains), others, time.perf_counter() - began)


def held_out_parts(labels: NDArray[np.int64], folds: int, rng: np.random.Generator) -> list[NDArray[np.intp]]:
    """The indices of the drawings to hold out in each repetition, with every label divided evenly (stratified).

    Args:
        labels: labels of the drawings.
        folds: number of parts to hold out, one after the other; 0 for none. With more than :data:`MANY_DRAWINGS`
            drawings a fifth is held out, once.
        rng: divides the drawings of a label at random.

    Returns:
        One array of indices for each repetition; none if too few drawings for a tuning would be left.
    """
    if folds == 0:
        return []
    parts, measured = (folds, folds) if len(labels) <= MANY_DRAWINGS else (_FIFTHS, 1)
    if len(labels) - math.ceil(len(labels) / parts) < FEWEST_DRAWINGS:
        return []
    order = rng.permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]  # label by label, in random order within a label
    return [order[part::parts] for part in range(measured)]


def _gain(body: Body, tuned: Network, data: Dataset) -> Gain:
    outputs = body.outputs(data.inputs)
    before, after = (int((head.logits(outputs).argmax(axis=1) != data.labels).sum()) for head in (body.head(), tuned))
    return Gain(data.name, len(data), before, after)


def _total(gains: Sequence[Gain]) -> Gain | None:
    """The sum over the parts of one data set; ``None`` if there is no part."""
    if not gains:
        return None
    return Gain(
        gains[0].name,
        sum(gain.samples for gain in gains),
        sum(gain.before for gain in gains),
        sum(gain.after for gain in gains),
    )
