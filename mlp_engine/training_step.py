"""One step of a training: a minibatch gathered, distorted, sent forward and back, and the parameters moved."""

import math

import numpy as np
from numpy.typing import NDArray

from mlp_engine.augmentation import Augmentation
from mlp_engine.backprop import Backprop
from mlp_engine.config import TrainingConfig
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.inputs import read_inputs
from mlp_engine.network import Floats, Network
from mlp_engine.optimizers import optimizer
from mlp_engine.regularizers import Regularizer


class TrainingStep:
    """Takes one step after another; all that a step needs is allocated once.

    Attributes:
        batch_size: most samples of a minibatch.
        optimizer: how a gradient becomes a step.
        regularizer: the penalty.
    """

    def __init__(self, network: Network, data: Dataset, config: TrainingConfig, rng: np.random.Generator) -> None:
        self.network = network
        self.data = data
        self.config = config
        self.rng = rng
        self.batch_size = min(config.batch_size, len(data))
        self.backprop = Backprop(network, self.batch_size)
        self.optimizer = optimizer(config, network.parameters)
        self.regularizer = Regularizer(config.l1, config.l2, len(data))
        self.augmentation = Augmentation(config.augmentation, data.inputs.shape[1])
        self.samples = np.empty((self.batch_size, data.inputs.shape[1]), data.inputs.dtype)

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
        samples = self.samples[:n]
        np.take(self.data.inputs, indices, axis=0, out=samples)
        inputs = self.backprop.inputs[:n]
        read_inputs(samples, inputs)
        self.augmentation.distort(inputs, self.rng)

        self.backprop.run(self.data.labels[indices])
        logits[...] = self.backprop.logits[:n]
        # One NaN or infinity anywhere makes this sum one too, at a fraction of the price of looking at each.
        if not math.isfinite(logits.sum()):
            return False

        weights = slice(0, self.network.config.weight_count)
        gradient = self.backprop.gradient
        self.regularizer.add_gradient(self.network.parameters[weights], gradient[weights])
        if self.config.gradient_clip is not None:
            _clip(gradient, self.config.gradient_clip)
        self.optimizer.step(self.network.parameters, gradient, rate)
        return True


def _clip(gradient: Floats, longest: float) -> None:
    """Shorten ``gradient`` in place to the length ``longest`` if it is longer (Pascanu et al., 2013)."""
    length = float(np.linalg.norm(gradient))
    if length > longest:
        gradient *= longest / length
