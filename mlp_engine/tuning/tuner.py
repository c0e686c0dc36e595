"""The training of the head on own drawings and rehearsed samples, repeated for each fold of the cross-validation."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.augmentation import Augmentation
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.inputs import read_inputs
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.step import TrainingStep
from mlp_engine.tuning.config import TuningConfig
from mlp_engine.tuning.head import Body

_WARM_UP = 8  # minibatches in which the learning rate rises, while the momentum builds up
_SURE = 0.2  # sampling weight of an image read correctly with probability 1; with probability 0 it is 1.2
_SECONDS_BETWEEN_REPORTS = 0.05


@dataclass(frozen=True)
class TuningProgress:
    """The progress of a tuning: ``done`` of ``steps`` minibatches, including those of the cross-validation."""

    done: int
    steps: int


class Tuner:
    """Trains copies of the head, each from the base and with its own selection of drawings."""

    def __init__(
        self,
        body: Body,
        own: Dataset,
        rehearsal: Dataset,
        config: TuningConfig,
        tunings: int,
        on_progress: Callable[[TuningProgress], None] | None,
        control: RunControl,
    ) -> None:
        rng = np.random.default_rng(config.seed)
        self.base = body.head()
        self.drawings = np.resize(rng.permutation(len(own)), config.sights)  # the drawing of each distorted image
        others = rehearsal.take(rng.permutation(len(rehearsal))[: config.pool])
        self.data = Dataset(
            np.concatenate([_sights(body, own.inputs[self.drawings], rng), _sights(body, others.inputs, rng)]),
            np.concatenate([own.labels[self.drawings], others.labels]),
            "Sights of own and other drawings",
            classes=max(own.classes, rehearsal.classes),
        )
        self.doubt = self._doubt()
        self.config = config
        self.steps = tunings * config.steps
        self.on_progress = on_progress
        self.control = control
        self.is_stopped = False
        self._done = 0
        self._reported = -math.inf

    def __repr__(self) -> str:
        return f"Tuner({self.base!r}, {self._done} of {self.steps} minibatches)"

    def tune(self, drawings: NDArray[np.integer]) -> Network | None:
        """Train the head with the drawings of these indices; ``None`` if the user stopped."""
        if self.is_stopped:
            return None
        config = self.config
        rng = np.random.default_rng(config.seed)
        own = np.flatnonzero(np.isin(self.drawings, drawings))
        often = self.doubt[own] / self.doubt[own].sum()
        head = self.base.writable_copy()
        batch_size = config.own + config.rehearsed
        step = TrainingStep(Backprop(head, batch_size), self.data, TrainingConfig(optimizer="momentum"), rng)
        logits = np.empty((batch_size, head.config.outputs), head.config.dtype)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # raised below as an error
            for done in range(config.steps):
                chosen = (
                    rng.choice(own, config.own, p=often),
                    rng.integers(len(self.drawings), len(self.data), config.rehearsed),
                )
                if not step.take(np.concatenate(chosen), _learning_rate(done, config), logits):
                    raise DataError(
                        "A network must answer in finite numbers while it is tuned. "
                        f"Got others in minibatch {done + 1}, at the learning rate {config.learning_rate:g}."
                    )
                if not self._goes_on():
                    return None
        head.parameters[...] = self.base.parameters + config.way * (head.parameters - self.base.parameters)
        return head

    def _doubt(self) -> NDArray[np.float64]:
        """The sampling weight of each own image: the larger, the less probable the base finds its label."""
        sights = np.arange(len(self.drawings))
        probabilities = self.base.predict(self.data.inputs[sights])[sights, self.data.labels[sights]]
        return _SURE + 1 - np.nan_to_num(probabilities.astype(np.float64))

    def _goes_on(self) -> bool:
        """Report the progress, and obey the control."""
        self._done += 1
        now = time.perf_counter()
        due = now - self._reported >= _SECONDS_BETWEEN_REPORTS or self._done == self.steps
        if due and self.on_progress is not None:
            self._reported = now
            self.on_progress(TuningProgress(self._done, self.steps))
        self.is_stopped = not self.control.wait_while_paused()
        return not self.is_stopped


def _sights(body: Body, images: NDArray[np.generic], rng: np.random.Generator) -> Floats:
    """The outputs of the body for each image, distorted."""
    distorted = np.empty(images.shape, body.network.config.dtype)
    read_inputs(images, distorted)
    Augmentation("elastic", images.shape[1]).distort(distorted, rng)
    return body.outputs(distorted)


def _learning_rate(done: int, config: TuningConfig) -> float:
    """The learning rate of minibatch ``done``, counted from 0."""
    rising = min(1.0, (done + 1) / _WARM_UP)
    return config.learning_rate * rising * 0.5 * (1 + math.cos(math.pi * done / config.steps))
