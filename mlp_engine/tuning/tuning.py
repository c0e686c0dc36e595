"""Tunes a network to one person's hand, with a few of their own drawings, without letting it forget the others'.

Only the last layers learn: what comes before them has seen far more pens than one person's twenty drawings can tell of.
So all drawings go through the first layers once, distorted in many ways, and so do the samples of others; a step then
costs next to nothing. Every minibatch is some own drawings, the doubtful ones more often, among many samples of others.
In the end the network goes only a part of the way from what it was to what it has become: near to where it was it has
forgotten little, and most of the gain is there already (Wortsman et al., *Robust fine-tuning of zero-shot models*,
2022).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.metrics import check_fits
from mlp_engine.tuning.config import TuningConfig
from mlp_engine.tuning.folds import FEWEST_DRAWINGS, held_apart
from mlp_engine.tuning.gain import Gain, gain, total
from mlp_engine.tuning.head import Body
from mlp_engine.tuning.tuner import Tuner, TuningProgress

__all__ = ["FEWEST_DRAWINGS", "Gain", "Tuning", "TuningConfig", "TuningProgress", "tune_to_hand"]


@dataclass(frozen=True, eq=False)
class Tuning:
    """What came of a tuning.

    Attributes:
        network: the tuned network; ``None`` if it was stopped.
        outcome: how it ended.
        own: the gain on own drawings held apart (cross-validated); ``None`` if there are too few to hold any apart.
        others: the gain, or loss, on each data set to be checked.
        seconds: how long it took.
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
    """Tune a copy of ``network`` to the drawings ``own`` (``store.dataset()``); the network itself stays as it is.

    Args:
        network: the network in use (the base).
        own: the own drawings with their labels, digit images of 784 inputs.
        rehearsal: samples of others, mixed in against forgetting
            (see :func:`mlp_engine.tuning.rehearsal.load_rehearsal`).
        checks: data sets to be read before and after.
        config: the settings; if not given, the usual ones, which take less than 10 s on two cores for the bundled
            network.
        on_progress: called in the calling thread, at most 20 times a second and at the end.
        control: polled after every minibatch; a stop ends it with the outcome "stopped".

    Raises:
        DataError: if there are too few drawings or samples, they do not fit the network, or its answers stop being
            numbers.
    """
    began = time.perf_counter()
    config = TuningConfig() if config is None else config
    if len(own) < FEWEST_DRAWINGS:
        raise DataError(f"Own drawings to tune to must be at least {FEWEST_DRAWINGS}. Got {len(own)}.")
    for data in (own, rehearsal, *checks):
        check_fits(network, data)
    if len(rehearsal) < config.rehearsed:
        raise DataError(f"Samples to rehearse must be at least {config.rehearsed}. Got {len(rehearsal)}.")

    apart = held_apart(own.labels, config.folds, np.random.default_rng(config.seed))
    body = Body(network, config.layers)
    tuner = Tuner(body, own, rehearsal, config, 1 + len(apart), on_progress, control or RunControl())
    everything = np.arange(len(own))
    tuned = tuner.tune(everything)
    without = [tuner.tune(np.setdiff1d(everything, part)) for part in apart]
    if tuned is None or tuner.is_stopped:
        return Tuning(None, "stopped", None, (), time.perf_counter() - began)
    parts = [gain(body, head, own.take(part)) for head, part in zip(without, apart, strict=True) if head is not None]
    others = tuple(gain(body, tuned, data) for data in checks)
    return Tuning(body.with_head(tuned), "finished", total(parts), others, time.perf_counter() - began)
