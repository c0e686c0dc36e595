"""The settings of a running training, which the user may change between two minibatches, and the step they make."""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import IMAGE_PIXELS
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.dropout import Dropout
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import Change
from mlp_engine.training.step import TrainingStep
from mlp_engine.training.teachers import Teachers


class LiveSettings:
    """The settings as they are now.

    Attributes:
        config: the settings.
        batch_size: samples of a minibatch, at most those of the training set.
        step: the step with these settings. A new one takes its place when the memory that it needs changes.
    """

    def __init__(
        self,
        network: Network,
        data: Dataset,
        config: TrainingConfig,
        rng: np.random.Generator,
        teachers: Teachers | None = None,
    ) -> None:
        """Begin with the settings in ``config``; the other arguments are those of the training."""
        self.config = config
        self._network = network
        self._data = data
        self._rng = rng
        self._teachers = teachers
        self.batch_size = min(config.batch_size, len(data))
        self._backprop = Backprop(network, self.batch_size, dropout=self._dropout())
        self.step = TrainingStep(self._backprop, data, config, rng, teachers)

    def __repr__(self) -> str:
        return f"LiveSettings({self.config!r})"

    def are_changed_by(self, change: Change) -> bool:
        """Whether ``change`` makes a difference to this training."""
        match change.what:
            case "momentum" if not self.step.has_momentum:
                return False
            case "augmentation" if change.value != "none" and self._network.config.inputs != IMAGE_PIXELS:
                return False
            case _:
                return change.apply(self.config) != self.config

    def apply(self, change: Change, *, steps: int, order: NDArray[np.int64] | None) -> None:
        """Train with ``change`` from the next step on.

        Args:
            change: the setting and its new value.
            steps: how many steps were taken so far.
            order: the order of the samples in the current epoch, shape (n,); ``None`` between two epochs.
        """
        self.config = change.apply(self.config)
        match change.what:
            case "momentum":
                self.step.set_momentum(self.config.momentum)
            case "dropout":
                self._backprop.dropout = self._dropout()
            case "batch_size" | "augmentation" | "noise" | "rotation" | "shift":
                self._replace_step(steps, order)
            case _:
                self.step.set_strengths(self.config.l1, self.config.l2)

    def _replace_step(self, steps: int, order: NDArray[np.int64] | None) -> None:
        """Allocate the memory of a step for the settings as they are now; what the optimizer remembers stays."""
        self.batch_size = min(self.config.batch_size, len(self._data))
        self._backprop = Backprop(self._network, self.batch_size, self._backprop.gradient, self._dropout())
        memory = self.step.optimizer.memory()
        self.step = TrainingStep(self._backprop, self._data, self.config, self._rng, self._teachers)
        self.step.optimizer.recall(memory, steps)
        if order is not None:
            self.step.follow(order)

    def _dropout(self) -> Dropout | None:
        """Dropout as the settings say."""
        if not self.config.dropout:
            return None
        return Dropout(self.config.dropout, self._network.config, self.batch_size, self._rng)
