"""A drawing is read while a training runs: not one answer may differ from that of a quiet machine."""

import threading

import numpy as np

from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.control import RunControl
from mlp_engine.training.train import train

SINGLE = 100_000
BATCHES = 300


def test_a_hundred_thousand_answers_during_training_equal_the_quiet_ones(striped_digits) -> None:
    rng = np.random.default_rng(0)
    in_use = Network.initialise(NetworkConfig(hidden=(30,)), rng)
    samples = rng.integers(0, 256, (64, 784), np.uint8)
    quiet_single = [in_use.logits(sample) for sample in samples]
    quiet_batch = in_use.logits(samples)

    control = RunControl()
    results: list[object] = []
    # Wide enough that OpenBLAS splits its products over threads: that is where old versions mix results up.
    trained = Network.initialise(NetworkConfig(hidden=(256, 256)), rng)
    settings = TrainingConfig(epochs=1_000_000, batch_size=64, learning_rate=0.01)
    worker = threading.Thread(
        target=lambda: results.append(train(trained, striped_digits, settings, rng=rng, control=control))
    )
    worker.start()
    try:
        singles = sum(not np.array_equal(in_use.logits(samples[i % 64]), quiet_single[i % 64]) for i in range(SINGLE))
        batches = sum(not np.array_equal(in_use.logits(samples), quiet_batch) for _ in range(BATCHES))
    finally:
        control.stop()
        worker.join()

    assert results[0].outcome == "stopped"
    assert len(results[0].history) > 10, "the training must really have run beside the reading"
    assert (singles, batches) == (0, 0)
