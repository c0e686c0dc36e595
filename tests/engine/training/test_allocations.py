"""A training step works in memory that was there before: this guards the speed of training in a way clocks cannot."""

import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest

from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import OPTIMIZERS, NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.step import TrainingStep

BATCH, HIDDEN, OUTPUTS = 128, (100, 50), 10
LOGITS = BATCH * OUTPUTS * 4
"""Bytes of the smallest table that a minibatch needs. All that a step may allocate are lists of its 128 labels."""


@pytest.fixture
def no_buffers() -> Iterator[None]:
    """numpy passes some operands through buffers of its own, of a fixed size: made too small to be noticed."""
    before = np.setbufsize(16)
    yield
    np.setbufsize(before)


@pytest.mark.usefixtures("no_buffers")
@pytest.mark.parametrize("strengths", [(0.0, 0.0), (0.0, 0.5)], ids=["plain", "L2"])
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_step_allocates_no_array_to_speak_of(striped_digits, optimizer, activation, strengths) -> None:
    rng = np.random.default_rng(0)
    network = Network.initialise(NetworkConfig(hidden=HIDDEN, activations=(activation,)), rng).writable_copy()
    config = TrainingConfig(optimizer=optimizer, l1=strengths[0], l2=strengths[1], batch_size=BATCH)
    step = TrainingStep(Backprop(network, BATCH), striped_digits, config, rng)
    indices, logits = rng.permutation(len(striped_digits))[:BATCH], np.empty((BATCH, OUTPUTS), np.float32)
    before = network.parameters.copy()
    step.take(indices, 0.01, logits)  # whatever is made once is made here

    tracemalloc.start()
    try:
        step.take(indices, 0.01, logits)
        tracemalloc.clear_traces()
        step.take(indices, 0.01, logits)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert not np.array_equal(network.parameters, before)
    assert peak < LOGITS
