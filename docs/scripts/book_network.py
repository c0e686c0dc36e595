"""Trains the network of Nielsen's book again, and prints what it reads beside what the book reports.

    python docs/scripts/book_network.py --data FOLDER --seeds 5

FOLDER holds MNIST's IDX files. As in the book, the first 50,000 training samples are trained on and the last
10,000 are the validation set; the network kept is the one of the epoch that read most of those. The test set is
read once for each network, after it was chosen.
"""

import os

# Runs go side by side, one BLAS thread each: faster in all than one after another, and repeatable bit for bit.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from mlp_engine import Network, NetworkConfig, TrainingConfig, evaluate, load_source, train

TRAINED_ON = 50_000
NETWORK = NetworkConfig(hidden=(100,), output="sigmoid", loss="cross-entropy")
BOOK = TrainingConfig(optimizer="sgd", batch_size=10, l2=5.0)


@dataclass(frozen=True)
class Recipe:
    """Settings that the book reports on, or a change of them."""

    name: str
    published: str
    config: TrainingConfig


RECIPES = (
    Recipe("rate 0.5, 30 epochs", "97.92", replace(BOOK, learning_rate=0.5, epochs=30)),
    Recipe("rate 0.1, 60 epochs", "98.04", replace(BOOK, learning_rate=0.1, epochs=60)),
    Recipe("rate 0.5, 60 epochs", "–", replace(BOOK, learning_rate=0.5, epochs=60)),
    Recipe(
        "the same, rate falling along a cosine", "–", replace(BOOK, learning_rate=0.5, epochs=60, schedule="cosine")
    ),
)


def accuracies(folder: str, recipe: Recipe, seed: int) -> tuple[float, float]:
    """Best validation accuracy of one run, and the test accuracy of the network that reached it, in per cent."""
    data, test = load_source(folder), load_source(f"{folder}:test")
    config = replace(recipe.config, seed=seed)
    rng = np.random.default_rng(seed)
    first, last = np.arange(TRAINED_ON), np.arange(TRAINED_ON, len(data))
    network = Network.initialise(NETWORK, rng)
    result = train(network, data.take(first), config, rng=rng, validation=data.take(last))
    return 100 * result.history.best.validation_accuracy, 100 * (1 - evaluate(result.network, test).error_rate)


def main() -> int:
    """Run every recipe with every seed and print the table; returns the exit code."""
    parser = argparse.ArgumentParser(description="Trains the network of Nielsen's book again.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    parser.add_argument("--seeds", type=int, default=5, help="how many seeds, from 0 (default: 5)")
    arguments = parser.parse_args()
    print("| settings | published, validation | ours, validation | ours, test |")
    print("| --- | --- | --- | --- |")
    with ProcessPoolExecutor(max_workers=2) as pool:
        for recipe in RECIPES:
            runs = np.array(list(pool.map(partial(accuracies, arguments.data, recipe), range(arguments.seeds))))
            validation, test = (f"{v.mean():.2f} ({v.min():.2f}–{v.max():.2f})" for v in runs.T)
            print(f"| {recipe.name} | {recipe.published} | {validation} | {test} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
