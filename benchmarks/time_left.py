"""How honest the time left is.

    python benchmarks/time_left.py [--processor-time]

trains networks of several kinds, notes every "time left" that is reported after the first tenth of the training's
time, and prints for each how far the worst and the median of them were from the truth: from what was really left,
or from a second where less was left. Exits with 1 if one was off by more than 25 %. Nothing else should be running
beside it: how fast the machine will be, nobody can know. Where that cannot be had, ``--processor-time`` (with one BLAS
thread) counts the time that this program had a processor instead of the clock's; without it the last line but one
tells what share of a processor that was.
"""

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.history import Progress, TrainingEvent
from mlp_engine.training.train import resume_training, train_new_network

ALLOWED = 0.25
SHORTEST = 1.0
RELU = {"activations": ("relu",), "initializer": "he"}
CASES = (
    ("the book's network", NetworkConfig(hidden=(30,)), TrainingConfig(epochs=30), 20_000),
    ("cosine, validation", NetworkConfig(hidden=(100,), **RELU), TrainingConfig(epochs=30, batch_size=32,
     optimizer="adam", learning_rate=1e-3, schedule="cosine", warmup=1, validation=0.2), 20_000),
    ("affine, step", NetworkConfig(hidden=(100,)), TrainingConfig(epochs=10, augmentation="affine", schedule="step",
     batch_size=32, validation=0.1), 20_000),
    ("elastic, wide", NetworkConfig(hidden=(400, 200), **RELU), TrainingConfig(epochs=12, augmentation="elastic",
     batch_size=64, optimizer="momentum", learning_rate=0.01, validation=0.1), 5_000),
    ("half to validate", NetworkConfig(hidden=(800, 800), **RELU), TrainingConfig(epochs=5, batch_size=64,
     learning_rate=0.01, validation=0.5), 20_000),
    ("one epoch", NetworkConfig(hidden=(300,)), TrainingConfig(epochs=1, batch_size=20, validation=0.1), 60_000),
    ("epochs of a moment", NetworkConfig(hidden=(30,)), TrainingConfig(epochs=2000, validation=0.2), 200),
)  # fmt: skip


class Watch:
    """Notes what each report promised."""

    def __init__(self) -> None:
        self.promises: list[tuple[float, float]] = []

    def event(self, event: TrainingEvent) -> None:
        """Note a promise."""
        if isinstance(event, Progress):
            self.promises.append((event.seconds, event.seconds_left))

    def deviations(self, began: float, end: float) -> np.ndarray:
        """How far off each promise was after the first tenth, as a share of the truth; shape (promises,)."""
        seconds, promised = np.array(self.promises).T
        counted = seconds - began >= 0.1 * (end - began)
        left = end - seconds[counted]
        return (promised[counted] - left) / np.maximum(left, SHORTEST)


def main() -> int:
    """Train, print, and say whether every promise was kept."""
    if "--processor-time" in sys.argv[1:]:
        time.perf_counter = time.process_time  # the clock that trainings look at
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (max(samples for *_, samples in CASES), 784), np.uint8)
    data = Dataset(images, np.arange(len(images)) % 10, "noise")
    print("| training | seconds | reports | median off | worst too short | worst too long |")
    print("|---" * 6 + "|")
    worst, began_at = 0.0, time.perf_counter() - time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = Path(folder) / "run.checkpoint"
        for name, network, training, samples in CASES:
            watch, part = Watch(), data.take(np.arange(samples))
            result = train_new_network(part, network, training, on_progress=watch.event, checkpoint=checkpoint)
            worst = max(worst, tell(name, watch, result.history.epochs[-1].seconds, 0.0))
        name, network, training, samples = CASES[1]
        part = data.take(np.arange(samples))
        half = train_new_network(part, network, replace(training, epochs=10), checkpoint=checkpoint)
        began, watch = half.history.epochs[-1].seconds, Watch()
        result = resume_training(checkpoint, part, epochs=30, on_progress=watch.event)
        worst = max(worst, tell("resumed", watch, result.history.epochs[-1].seconds, began))
    share = time.process_time() / (time.perf_counter() - began_at)
    print(f"this program had {share:.0%} of a processor")
    print(f"worst {worst:.0%}, at most {ALLOWED:.0%} allowed")
    return 0 if worst <= ALLOWED else 1


def tell(name: str, watch: Watch, end: float, began: float) -> float:
    """Print a line, and return the largest deviation."""
    off = watch.deviations(began, end)
    print(
        f"| {name} | {end - began:.1f} | {len(off)} | {np.median(np.abs(off)):.0%} "
        f"| {max(-off.min(), 0):.0%} | {max(off.max(), 0):.0%} |",
        flush=True,
    )
    return float(np.abs(off).max())


if __name__ == "__main__":
    sys.exit(main())
