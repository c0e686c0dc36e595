"""The state of a training between two minibatches, and its origin: all that is needed to resume it exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError, SettingError
from mlp_engine.feature_maps import FeatureMapConfig
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import History
from mlp_engine.training.teachers import Teacher

RngState = dict[str, Any]
"""``bit_generator.state`` of a numpy Generator over PCG64: whole numbers and a name."""


@dataclass(frozen=True, eq=False)
class RunState:
    """The state of a training. Its arrays are copies.

    Attributes:
        network: the network after the last minibatch.
        kept: the network that the training would return: the best one, or that of the last finished epoch.
        memory: the optimizer's memory by name, arrays with one value for each parameter; in a training with feature
            maps, for each shared one, and what :meth:`FeatureMapBackprop.memory
            <mlp_engine.feature_maps.backprop.FeatureMapBackprop.memory>` holds.
        history: the finished epochs and all changes.
        seconds: time spent so far, without pauses.
        rng: state of the generator that draws order and distortions.
        order: the samples of the unfinished epoch in their random order, shape (n,); ``None`` between two epochs.
        logits: the network's logits in the unfinished epoch so far, shape (samples seen, outputs).
        steps: how many steps were taken in all; ``None`` if all minibatches were of one size, so that it follows.
    """

    network: Network
    kept: Network
    memory: dict[str, Floats]
    history: History
    seconds: float
    rng: RngState
    order: NDArray[np.int64] | None
    logits: Floats
    steps: int | None = None


@dataclass(frozen=True)
class Origin:
    """The data and networks that a training began with.

    Attributes:
        data: name of the data set.
        data_sha256: fingerprint of the training samples, without the validation samples.
        validation_sha256: fingerprint of the validation samples; ``None`` if there are none.
        rng: state of the generator before it drew the validation samples.
        start: fingerprint of the network that is trained further; ``None`` for a new one.
        teachers: fingerprints of the teachers, if any.
    """

    data: str
    data_sha256: str
    validation_sha256: str | None
    rng: RngState
    start: str | None = None
    teachers: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        data: Dataset,
        training: Dataset,
        validation: Dataset | None,
        before: RngState,
        start: str | None = None,
        teachers: Sequence[Teacher] = (),
    ) -> "Origin":
        """Take the fingerprints of the two parts of ``data`` and of the teachers; ``before`` becomes ``rng``."""
        hashed = None if validation is None else validation.fingerprint()
        taught_by = tuple(network.dense().fingerprint() for network in teachers)
        return cls(data.name, training.fingerprint(), hashed, before, start, taught_by)

    def check(self, here: "Origin") -> None:
        """Check that a training which is to be resumed would go on with what it began with.

        Raises:
            DataError: if samples, validation set or teachers are others.
        """
        if (here.data_sha256, here.validation_sha256) != (self.data_sha256, self.validation_sha256):
            raise DataError(
                f"Data must be the samples that this training began with ({self.data}). "
                f"Got {here.data} with other samples, or another validation set."
            )
        if here.teachers != self.teachers:
            raise DataError(
                f"Networks to learn from must be the {len(self.teachers)} that this training began with, in their "
                f"order. Got {len(here.teachers) if len(here.teachers) != len(self.teachers) else 'others'}."
            )


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A training that can be resumed exactly: the contents of a checkpoint file.

    Attributes:
        config: the settings that the training began with, with its seed; later changes are in the history.
        origin: the data and networks that it began with.
        state: its current state.
        shared: the architecture with feature maps, if it is a training with shared weights.
    """

    config: TrainingConfig
    origin: Origin
    state: RunState
    shared: FeatureMapConfig | None = None

    def __repr__(self) -> str:
        return f"Checkpoint({self.state.network!r}, {len(self.state.history)} of {self.config.epochs} epochs)"


def rng_state(rng: np.random.Generator) -> RngState:
    """The state of ``rng``.

    Raises:
        SettingError: if it is not of the kind that numpy's ``default_rng`` creates.
    """
    state = dict(rng.bit_generator.state)
    if state["bit_generator"] != "PCG64":
        raise SettingError(
            f"The random generator of a training with a checkpoint must be PCG64. Got {state['bit_generator']}."
        )
    return state


def rng_of(state: RngState) -> np.random.Generator:
    """A generator that continues from ``state``."""
    bits = np.random.PCG64()
    bits.state = cast("Any", state)
    return np.random.Generator(bits)
