"""What each optimizer's step takes beside plain gradient descent's, for the estimate of the time of a training.

    OPENBLAS_NUM_THREADS=1 python benchmarks/optimizer_steps.py [--rounds N]

Networks alike but for their optimizer take steps in turn, with L2, on one core; counted is the processor time of the
calling thread, so that other work on the machine disturbs little. From the nanoseconds a parameter beyond those of
SGD follow the constants of ``mlp_engine/training/estimate.py`` for Nesterov and AdamW, which were not among the epochs
that it was fitted to: momentum and Adam were, and each of the two lies as far between their constants as its step does.
"""

import argparse
import time
from dataclasses import replace
from statistics import median

import numpy as np
from measuring import machine

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.backprop import Backprop
from mlp_engine.perceptron.config import OPTIMIZERS, NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.training.estimate import PER_PARAMETER_AND_MINIBATCH as CONSTANTS
from mlp_engine.training.step import TrainingStep

NETWORKS = ((100,), (400,), (800, 400))
BATCH, SAMPLES, STEPS = 32, 640, 10
TRAINING = TrainingConfig(l2=1.0, learning_rate=1e-5, batch_size=BATCH)


class Steps:
    """A network that is trained with one optimizer, some steps at a time."""

    def __init__(self, hidden: tuple[int, ...], optimizer: str, data: Dataset) -> None:
        rng = np.random.default_rng(0)
        network = Network.initialise(NetworkConfig(hidden=hidden, activations=("relu",)), rng)
        self.network = network.writable_copy()
        config = replace(TRAINING, optimizer=optimizer)
        self._step = TrainingStep(Backprop(self.network, BATCH), data, config, rng)
        self._logits = np.empty((BATCH, 10), np.float32)

    def seconds(self) -> float:
        """Processor seconds of one step, the mean of a few."""
        self._step.follow(np.arange(SAMPLES))
        began = time.thread_time()
        for number in range(STEPS):
            self._step.take_next(number * BATCH, TRAINING.learning_rate, self._logits)
        return (time.thread_time() - began) / STEPS


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measures the steps of the optimizers beside that of SGD.")
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    rng = np.random.default_rng(0)
    data = Dataset(rng.integers(0, 256, (SAMPLES, 784), np.uint8), np.arange(SAMPLES) % 10, "noise")
    print(", ".join(f"{what}: {value}" for what, value in machine().items()))
    print("| hidden | optimizer | ns a parameter beyond SGD | from momentum to Adam |\n|---|---|---|---|")
    shares: dict[str, list[float]] = {name: [] for name in OPTIMIZERS}
    for hidden in NETWORKS:
        contenders = {name: Steps(hidden, name, data) for name in OPTIMIZERS}
        taken: dict[str, list[float]] = {name: [] for name in OPTIMIZERS}
        for number in range(rounds + 1):
            for name, steps in contenders.items():
                seconds = steps.seconds()
                if number:  # the first time touches the memory
                    taken[name].append(seconds)
        size = contenders["sgd"].network.parameters.size
        beyond = {name: 1e9 * (median(taken[name]) - median(taken["sgd"])) / size for name in OPTIMIZERS}
        for name in OPTIMIZERS[1:]:
            share = (beyond[name] - beyond["momentum"]) / (beyond["adam"] - beyond["momentum"])
            shares[name].append(share)
            print(f"| {'-'.join(map(str, hidden))} | {name} | {beyond[name]:.2f} | {share:.2f} |", flush=True)
    way = CONSTANTS["adam"] - CONSTANTS["momentum"]
    for name in ("nesterov", "adamw"):
        print(f"{name}: {CONSTANTS['momentum'] + way * float(np.mean(shares[name])):.2g} s a parameter and minibatch")


if __name__ == "__main__":
    main()
