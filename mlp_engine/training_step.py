"""One step of a training: a minibatch gathered, distorted, sent forward and back, and the parameters moved."""

import math

import numpy as np
from numpy.typing import NDArray

from mlp_engine.augmentation import Augmentation
from mlp_engine.backprop import Backprop, Total
from mlp_engine.blocks import BLOCK
from mlp_engine.config import TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.inputs import read_inputs
from mlp_engine.losses import Targets
from mlp_engine.network import Floats, Network
from mlp_engine.optimizers import FoldingOptimizer, Momentum, Sgd, optimizer
from mlp_engine.regularizers import Regularizer
from mlp_engine.teachers import Teachers


class TrainingStep:
    """Takes one step after another; all that a step needs is allocated once.

    Attributes:
        batch_size: most samples of a minibatch.
        optimizer: how a gradient becomes a step.
        regularizer: the penalty.
    """

    def __init__(
        self,
        network: Network,
        data: Dataset,
        config: TrainingConfig,
        rng: np.random.Generator,
        teachers: Teachers | None = None,
    ) -> None:
        self.network = network
        self.data = data
        self.config = config
        self.rng = rng
        self.teachers = teachers
        self.batch_size = min(config.batch_size, len(data))
        self.backprop = Backprop(network, self.batch_size)
        self.optimizer = optimizer(config, network.parameters)
        self.regularizer = Regularizer(config.l1, config.l2, len(data))
        self.augmentation = Augmentation(config.augmentation, data.inputs.shape[1])
        self.samples = np.empty((self.batch_size, data.inputs.shape[1]), data.inputs.dtype)
        self.labels = np.empty(self.batch_size, data.labels.dtype)
        self._weight_count = network.config.weight_count
        self._scratch = np.empty(min(BLOCK, self._weight_count), network.config.dtype)
        self._folding: FoldingOptimizer | None = None
        if isinstance(self.optimizer, Sgd | Momentum):
            self._folding = self.optimizer
            self._total = Total(network.config, self.optimizer.total)

    def __repr__(self) -> str:
        return f"TrainingStep({self.config.optimizer}, {self.batch_size} samples)"

    def set_strengths(self, l1: float, l2: float) -> None:
        """Take the steps to come with these strengths of L1 and L2."""
        self.regularizer = Regularizer(l1, l2, len(self.data))

    def take(self, indices: NDArray[np.integer], rate: float, logits: Floats) -> bool:
        """One step of size ``rate`` on the samples at ``indices``, shape (n,).

        Args:
            indices: which samples.
            rate: the learning rate.
            logits: is filled with what the network answered before the step, shape (n, outputs).

        Returns:
            ``False``, and no step, if the answers are no longer finite.
        """
        n = len(indices)
        samples, labels = self.samples[:n], self.labels[:n]
        # The modes other than "clip" make a copy first, which costs three times as much (512 images: 52 µs for 11).
        self.data.inputs.take(indices, axis=0, out=samples, mode="clip")
        self.data.labels.take(indices, out=labels, mode="clip")
        inputs = self.backprop.inputs[:n]
        read_inputs(samples, inputs)
        self.augmentation.distort(inputs, self.rng)

        self.backprop.forward(n)
        logits[...] = self.backprop.logits[:n]
        # One NaN or infinity anywhere makes this sum one too, at a fraction of the price of looking at each.
        if not math.isfinite(logits.sum()):
            return False

        targets = labels if self.teachers is None else self.teachers.targets(inputs)
        if self._folding is None or self.regularizer.l1 or self.config.gradient_clip is not None:
            self._step_by_gradient(targets, rate)
        else:
            self._step_by_folding(self._folding, targets, rate)
        return True

    def _step_by_gradient(self, targets: Targets, rate: float) -> None:
        self.backprop.backward(targets)
        weights, gradient = slice(0, self._weight_count), self.backprop.gradient
        self.regularizer.add_gradient(self.network.parameters[weights], gradient[weights], self._scratch)
        if self.config.gradient_clip is not None:
            _clip(gradient, self.config.gradient_clip)
        self.optimizer.step(self.network.parameters, gradient, rate)

    def _step_by_folding(self, folding: FoldingOptimizer, targets: Targets, rate: float) -> None:
        """The same step where nobody asks for the gradient as such."""
        decay = self.regularizer.decay
        self.backprop.fold(targets, self._total, -rate, folding.keep(rate, decay))
        folding.move(self.network.parameters, self._weight_count, rate, decay)


def _clip(gradient: Floats, longest: float) -> None:
    """Shorten ``gradient`` in place to the length ``longest`` if it is longer (Pascanu et al., 2013)."""
    length = float(np.linalg.norm(gradient))
    if length > longest:
        gradient *= longest / length
