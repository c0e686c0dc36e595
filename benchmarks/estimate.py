"""How well the form's estimate of seconds per epoch agrees with reality.

    python benchmarks/estimate.py

trains networks other than those the formula was fitted on, on noise, prints estimate and measurement (the shortest
of six epochs) for each, and exits with 1 if any is off by more than a factor of 1.5. Nothing else should be
running beside it.
"""

import sys

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.estimate import machine_slowness, seconds_per_epoch
from mlp_engine.training.train import train_new_network

FACTOR = 1.5
CASES = (
    (NetworkConfig(hidden=(50,)), TrainingConfig(batch_size=10), 10_000),
    (NetworkConfig(hidden=(100,), output="sigmoid", loss="cross-entropy"), TrainingConfig(batch_size=20), 10_000),
    (NetworkConfig(hidden=(100, 50)), TrainingConfig(batch_size=10, l2=5.0), 10_000),
    (NetworkConfig(hidden=(30,) * 6), TrainingConfig(batch_size=20), 10_000),
    (NetworkConfig(hidden=(200,), activations=("tanh",)), TrainingConfig(batch_size=64, optimizer="adam"), 10_000),
    (NetworkConfig(hidden=(400,), activations=("relu",)), TrainingConfig(batch_size=32, optimizer="momentum"), 5_000),
    (NetworkConfig(hidden=(800, 400), activations=("relu",)), TrainingConfig(batch_size=128), 5_000),
    (NetworkConfig(hidden=(600,), activations=("relu",)), TrainingConfig(augmentation="affine", batch_size=50), 5_000),
    (
        NetworkConfig(hidden=(1000, 500), activations=("relu",)),
        TrainingConfig(augmentation="elastic", batch_size=100, optimizer="adam", learning_rate=1e-4),
        5_000,
    ),
)


def main() -> int:
    """Measure, print, and say whether all is within the factor."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (max(samples for *_, samples in CASES), 784), np.uint8)
    data = Dataset(images, np.arange(len(images)) % 10, "noise")
    slowness = machine_slowness()
    print(f"slowness of this machine {slowness:.2f}")
    print("| hidden | minibatch | optimizer | augmentation | estimated s | measured s | ratio |")
    print("|---" * 7 + "|")
    worst = 1.0
    for network, training, samples in CASES:
        estimated = seconds_per_epoch(network, training, samples, slowness)
        run = TrainingConfig(**(vars(training) | {"epochs": 6, "learning_rate": 1e-4}))
        result = train_new_network(data.take(np.arange(samples)), network, run)
        measured = float(np.diff([0.0, *(record.seconds for record in result.history.epochs)]).min())
        ratio = estimated / measured
        worst = max(worst, ratio, 1 / ratio)
        hidden = "-".join(map(str, network.hidden))
        print(
            f"| {hidden} | {training.batch_size} | {training.optimizer} | {training.augmentation} "
            f"| {estimated:.3f} | {measured:.3f} | {ratio:.2f} |",
            flush=True,
        )
    print(f"worst factor {worst:.2f}, at most {FACTOR} allowed")
    return 0 if worst <= FACTOR else 1


if __name__ == "__main__":
    sys.exit(main())
