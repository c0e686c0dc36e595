"""Where a training stands between two minibatches, and what it began from: all that it needs to go on exactly."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.network import Floats, Network
from mlp_engine.training.history import History

RngState = dict[str, Any]
"""``bit_generator.state`` of a numpy Generator over PCG64: whole numbers and a name."""


@dataclass(frozen=True, eq=False)
class RunState:
    """Where a training stands. Its arrays are its own.

    Attributes:
        network: as the last minibatch left it.
        kept: what the training would hand out: the best network, or that of the last finished epoch.
        memory: what the optimizer remembers, one value a parameter each, by name.
        history: the finished epochs and all changes.
        seconds: time spent so far, pauses not counted.
        rng: state of the generator that draws order and distortions.
        order: the samples of the unfinished epoch in the order in which it sees them, shape (n,); ``None``
            between two epochs.
        logits: what the network answered in the unfinished epoch so far, shape (samples seen, outputs).
    """

    network: Network
    kept: Network
    memory: dict[str, Floats]
    history: History
    seconds: float
    rng: RngState
    order: NDArray[np.int64] | None
    logits: Floats


@dataclass(frozen=True)
class Origin:
    """What a training began from, besides its network and its settings.

    Attributes:
        data: name of the data set.
        data_sha256: fingerprint of the samples trained on, without those set apart to validate.
        validation_sha256: fingerprint of those; ``None`` without any.
        rng: state of the generator before it drew which samples to set apart.
        start: fingerprint of the network that it goes on from; ``None`` for a new one.
        teachers: fingerprints of the networks it learns from, if it learns from any.
    """

    data: str
    data_sha256: str
    validation_sha256: str | None
    rng: RngState
    start: str | None = None
    teachers: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A training that can go on exactly as it would have: what a checkpoint file holds.

    Attributes:
        config: the settings that the training began with, its seed among them; what was changed since is in the
            history.
        origin: what it began from.
        state: where it stands.
    """

    config: TrainingConfig
    origin: Origin
    state: RunState

    def __repr__(self) -> str:
        return f"Checkpoint({self.state.network!r}, {len(self.state.history)} of {self.config.epochs} epochs)"


def rng_state(rng: np.random.Generator) -> RngState:
    """The state of ``rng``.

    Raises:
        SettingError: if it is not of the kind that numpy's ``default_rng`` makes.
    """
    state = dict(rng.bit_generator.state)
    if state["bit_generator"] != "PCG64":
        raise SettingError(
            f"The random generator of a training with a checkpoint must be PCG64. Got {state['bit_generator']}."
        )
    return state


def rng_of(state: RngState) -> np.random.Generator:
    """A generator that goes on from ``state``."""
    bits = np.random.PCG64()
    bits.state = cast("Any", state)
    return np.random.Generator(bits)
