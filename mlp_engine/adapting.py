"""Tunes a network to one person's hand, with a few of their own drawings, without letting it forget the others'.

DRAFT of the interface: the bodies follow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.network import Network
from mlp_engine.run_control import RunControl


@dataclass(frozen=True)
class TuningConfig:
    """The settings of a tuning; those given here were chosen by ``docs/scripts/measure_tuning.py``.

    Attributes:
        steps: minibatches of one tuning.
        folds: how often it is repeated with a part of the drawings held apart, to measure what it gains; 0 for never.
        seed: of everything random.
    """

    steps: int = 120
    folds: int = 3
    seed: int = 0


@dataclass(frozen=True)
class Gain:
    """What a tuning changed in the reading of one data set.

    Attributes:
        name: of the data set.
        samples: how many it has.
        before: errors of the network that was tuned.
        after: errors of the tuned one; of own drawings each counts as read by a network that was not tuned with it.
    """

    name: str
    samples: int
    before: int
    after: int


@dataclass(frozen=True)
class TuningProgress:
    """How far a tuning is: ``done`` of ``steps`` minibatches in all, measuring included."""

    done: int
    steps: int


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


def load_rehearsal(seed: int = 0) -> tuple[Dataset, tuple[Dataset, ...]]:
    """What to rehearse while tuning, and what to check: practice digits, and MNIST where it is in the cache.

    Returns:
        Samples to rehearse; data sets to check (other practice digits; MNIST's test set).
    """
    raise NotImplementedError


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
        own: the own drawings with their labels.
        rehearsal: samples of others, mixed in against forgetting (see :func:`load_rehearsal`).
        checks: data sets to be read before and after.
        config: the settings; if not given, the usual ones, which take less than 10 s on two cores.
        on_progress: called in the calling thread, at most 20 times a second.
        control: polled after every minibatch; a stop ends it with the outcome "stopped".

    Raises:
        DataError: if data does not fit the network.
    """
    raise NotImplementedError
