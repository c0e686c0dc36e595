"""What a single step did: the loss of its minibatch before and after it, and how far the parameters moved.

A person who lets a paused training do one minibatch sees it. Nothing of it changes the training.
"""

import numpy as np
from numpy.typing import NDArray

from mlp_engine.arrays import Floats
from mlp_engine.perceptron.network import Network
from mlp_engine.training.history import MinibatchStep
from mlp_engine.training.metrics import score


def measured_step(
    network: Network,
    before: Floats,
    inputs: Floats,
    labels: NDArray[np.int64],
    weights: NDArray[np.float64] | None,
    epoch: float,
) -> MinibatchStep:
    """Measure the step that was just taken.

    Args:
        network: the network after the step.
        before: its parameters before the step, shape (parameters,).
        inputs: the samples of the minibatch as they were distorted, shape (n, inputs).
        labels: their labels, shape (n,).
        weights: their weights, if they have any.
        epoch: epochs done after the step.
    """
    was = Network(network.config, before)
    moved = network.parameters - before
    return MinibatchStep(
        epoch,
        len(labels),
        score(was, was.logits(inputs), labels, weights)[0],
        score(network, network.logits(inputs), labels, weights)[0],
        float(np.linalg.norm(moved)),
        tuple(float(np.linalg.norm(new - old)) for new, old in zip(network.weights, was.weights, strict=True)),
        int(np.count_nonzero(moved[: network.config.weight_count])),
    )
