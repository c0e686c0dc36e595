"""The step of a training: gather and distort a minibatch, go forward and back, and move the parameters."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.augmentation import ranges_of
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.backprop import ForwardAndBack
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.losses import Targets
from mlp_engine.perceptron.optimizers import Momentum, Nesterov, optimizer
from mlp_engine.perceptron.regularizers import SCRATCH, Regularizer
from mlp_engine.training.minibatch import Minibatches
from mlp_engine.training.teachers import Teachers, taught_of

_FEW_CLASSES = 64


class TrainingStep:
    """The steps of a training; all memory that a step needs is allocated once.

    Attributes:
        batch_size: largest number of samples in a minibatch.
        optimizer: the rule that turns a gradient into a step.
        regularizer: the penalty.
    """

    def __init__(
        self,
        backprop: ForwardAndBack,
        data: Dataset,
        config: TrainingConfig,
        rng: np.random.Generator,
        teachers: Teachers | None = None,
    ) -> None:
        self.backprop = backprop
        self.data = data
        self.config = config
        self.teachers = teachers
        self._taught = taught_of(data)
        self._sample_weights = _of_mean_one(data, backprop.gradient.dtype)
        self.batch_size = len(backprop.inputs)
        self.minibatches = Minibatches(data, backprop.inputs, config.augmentation, rng, config.noise, ranges_of(config))
        self.optimizer = optimizer(config, backprop.network.parameters)
        self.set_strengths(config.l1, config.l2)
        self._folded = self.optimizer.folded(backprop.network)
        # Subtracting one-hot rows takes a third of the time of subtracting 1 at single places; for very many classes
        # the rows would be too long.
        outputs, dtype = backprop.logits.shape[1], backprop.logits.dtype
        self._one_hot = np.eye(outputs, dtype=dtype) if outputs <= _FEW_CLASSES else None
        self._labels_as_rows = np.empty((self.batch_size if outputs <= _FEW_CLASSES else 0, outputs), dtype)
        weight_count = sum(w.size for w in backprop.network.weights)
        self._weights = backprop.network.parameters[:weight_count]
        self._weight_gradient = backprop.gradient[:weight_count]
        self._scratch = np.empty(min(SCRATCH, weight_count), backprop.network.parameters.dtype)

    def __repr__(self) -> str:
        return f"TrainingStep({self.config.optimizer}, {self.batch_size} samples)"

    def set_strengths(self, l1: float, l2: float) -> None:
        """Use these strengths of L1 and L2 from the next step on."""
        decoupled = self.config.optimizer == "adamw"
        self.regularizer = Regularizer(l1, l2, self.data.total, self.config.l1_step, decoupled)

    @property
    def has_momentum(self) -> bool:
        """Whether the optimizer keeps a share of the last step."""
        return isinstance(self.optimizer, Momentum | Nesterov)

    def set_momentum(self, momentum: float) -> None:
        """Keep this share of the last step from the next step on; without momentum nothing changes."""
        if isinstance(self.optimizer, Momentum | Nesterov):
            self.optimizer.momentum = momentum
            self._folded = self.optimizer.folded(self.backprop.network)

    def take(self, indices: NDArray[np.integer], learning_rate: float, logits: Floats) -> bool:
        """Take one step on the samples at ``indices``, shape (n,); otherwise like :meth:`take_next`."""
        self.follow(indices)
        return self.take_next(0, learning_rate, logits)

    def follow(self, order: NDArray[np.integer]) -> None:
        """Take the samples of the next steps at these indices, shape (n,): see :meth:`take_next`."""
        self._order = order
        self.minibatches.follow(order)

    def take_next(self, first: int, learning_rate: float, logits: Floats) -> bool:
        """Take one step on the samples that come next in the order that is followed.

        Args:
            first: number of the minibatch's first sample in the order.
            learning_rate: the learning rate.
            logits: filled with the network's logits before the step, shape (n, outputs), n samples.

        Returns:
            ``False``, without a step, if the logits are not finite.
        """
        n = len(logits)
        inputs, labels = self.minibatches.gather(first, n)
        backprop = self.backprop
        backprop.inputs = inputs
        if self._sample_weights is not None:
            backprop.sample_weights = self._sample_weights[self._order[first : first + n]]
        backprop.forward(n)
        np.copyto(logits, backprop.logits[:n])
        # A NaN or infinity anywhere makes the sum NaN or infinite, which is much faster than testing each number.
        if not math.isfinite(np.add.reduce(logits, axis=None)):
            return False
        self._move(self._targets(first, inputs, labels), learning_rate)
        return True

    def _move(self, targets: Targets, learning_rate: float) -> None:
        """Move the parameters against the gradient of loss and penalty."""
        parameters, gradient = self.backprop.network.parameters, self.backprop.gradient
        weights = self._weights
        if self._folded is not None and not self.regularizer.needs_gradient and self.config.gradient_clip is None:
            # The same step in fewer passes over memory; it never writes the gradient that a clip needs.
            self._folded.take(self.backprop, targets, learning_rate, self.regularizer.decay)
        else:
            self.backprop.backward(targets)
            self.regularizer.add_gradient(weights, self._weight_gradient, self._scratch)
            if self.config.gradient_clip is not None:
                _clip(gradient, self.config.gradient_clip)
            self.regularizer.shrink(weights, learning_rate)
            self.optimizer.step(parameters, gradient, learning_rate)
        if self.regularizer.threshold:
            self.optimizer.shrink(weights, self.regularizer.threshold, learning_rate)

    def _targets(self, first: int, inputs: Floats, labels: NDArray[np.int64]) -> Targets:
        if self.teachers is None:
            if self._one_hot is None:
                return labels
            return self._one_hot.take(labels, axis=0, out=self._labels_as_rows[: len(labels)], mode="clip")
        indices = self._order[first : first + len(labels)]
        return self.teachers.targets(inputs, labels, None if self._taught is None else self._taught[indices])


def _of_mean_one(data: Dataset, dtype: np.dtype[Any]) -> Floats | None:
    """The weights of the samples, scaled so that the mean loss stays the mean of weight times loss."""
    return None if data.weights is None else (data.weights * (len(data) / data.total)).astype(dtype)


def _clip(gradient: Floats, longest: float) -> None:
    """Shorten ``gradient`` in place to the length ``longest`` if it is longer (Pascanu et al., 2013)."""
    length = float(np.linalg.norm(gradient))
    if length > longest:
        gradient *= longest / length
