"""One step of a training: a minibatch gathered, distorted, sent forward and back, and the parameters moved."""

import math

import numpy as np
from numpy.typing import NDArray

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.fast.blocks import BLOCK
from mlp_engine.feature_maps.backprop import FeatureMapBackprop
from mlp_engine.feature_maps.network import FeatureMapNetwork
from mlp_engine.perceptron.backprop import Backprop, Total
from mlp_engine.perceptron.config import TrainingConfig
from mlp_engine.perceptron.losses import Targets
from mlp_engine.perceptron.network import Floats, Network
from mlp_engine.perceptron.optimizers import FoldingOptimizer, Momentum, Sgd, optimizer
from mlp_engine.perceptron.regularizers import Regularizer
from mlp_engine.training.minibatch import Minibatches
from mlp_engine.training.teachers import Teachers, taught_of


class TrainingStep:
    """Takes one step after another; all that a step needs is allocated once.

    Attributes:
        batch_size: most samples of a minibatch.
        optimizer: how a gradient becomes a step.
        regularizer: the penalty.
    """

    def __init__(
        self,
        network: Network | FeatureMapNetwork,
        data: Dataset,
        config: TrainingConfig,
        rng: np.random.Generator,
        teachers: Teachers | None = None,
    ) -> None:
        self.network = network
        self.data = data
        self.config = config
        self.teachers = teachers
        self._taught = taught_of(data)
        self.minibatches = Minibatches(data, config.batch_size, config.augmentation, rng)
        self.batch_size = self.minibatches.batch_size
        self.backprop = _backprop(network, self.batch_size)
        self.optimizer = optimizer(config, network.parameters)
        self.regularizer = Regularizer(config.l1, config.l2, len(data))
        self._weight_count = network.config.weight_count
        self._scratch = np.empty(min(BLOCK, self._weight_count), network.parameters.dtype)
        self._folding: FoldingOptimizer | None = None
        if isinstance(network, Network) and isinstance(self.optimizer, Sgd | Momentum):
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
        inputs = self.backprop.inputs[:n]
        labels = self.minibatches.gather(indices, inputs)
        self.backprop.forward(n)
        logits[...] = self.backprop.logits[:n]
        # One NaN or infinity anywhere makes this sum one too, at a fraction of the price of looking at each.
        if not math.isfinite(logits.sum()):
            return False

        targets = self._targets(indices, inputs, labels)
        by_gradient = self.regularizer.l1 or self.config.gradient_clip is not None
        if self._folding is None or isinstance(self.backprop, FeatureMapBackprop) or by_gradient:
            self._step_by_gradient(targets, rate)
        else:
            self._step_by_folding(self.backprop, self._folding, targets, rate)
        return True

    def _targets(self, indices: NDArray[np.integer], inputs: Floats, labels: NDArray[np.int64]) -> Targets:
        if self.teachers is None:
            return labels
        return self.teachers.targets(inputs, labels, None if self._taught is None else self._taught[indices])

    def _step_by_gradient(self, targets: Targets, rate: float) -> None:
        self.backprop.backward(targets)
        weights, gradient = slice(0, self._weight_count), self.backprop.gradient
        self.regularizer.add_gradient(self.network.parameters[weights], gradient[weights], self._scratch)
        if self.config.gradient_clip is not None:
            _clip(gradient, self.config.gradient_clip)
        self.optimizer.step(self.network.parameters, gradient, rate)

    def _step_by_folding(self, backprop: Backprop, folding: FoldingOptimizer, targets: Targets, rate: float) -> None:
        """The same step where nobody asks for the gradient as such."""
        decay = self.regularizer.decay
        backprop.fold(targets, self._total, -rate, folding.keep(rate, decay))
        folding.move(self.network.parameters, self._weight_count, rate, decay)


def _backprop(network: Network | FeatureMapNetwork, batch_size: int) -> Backprop | FeatureMapBackprop:
    if isinstance(network, FeatureMapNetwork):
        return FeatureMapBackprop(network, batch_size)
    return Backprop(network, batch_size)


def _clip(gradient: Floats, longest: float) -> None:
    """Shorten ``gradient`` in place to the length ``longest`` if it is longer (Pascanu et al., 2013)."""
    length = float(np.linalg.norm(gradient))
    if length > longest:
        gradient *= longest / length
