"""Trains a committee on MNIST alone; members that are there already are not trained again.

    python docs/scripts/train_committee.py --data FOLDER --work FOLDER [--member NAME]

FOLDER of ``--data`` holds MNIST's IDX files; into the one of ``--work`` go the weights files. The members are networks
of different kinds whose weights all places of an image share, one for each recipe in ``committee``, and are written out
as ordinary networks. A twentieth of MNIST's training set, the same for all, is set apart, and told how each reads it.
A member takes 10 to 15 minutes of one core, and is begun anew if that is interrupted. With ``--member`` only one is
trained: they do not need each other.
"""

import os

# One BLAS thread makes the weights repeatable bit for bit on one kind of processor.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from mlp_engine import Dataset, evaluate, load_source, save_weights
from mlp_engine.training.config_record import config_record
from mlp_engine.training.feature_maps import train_feature_maps
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.recipe import read_feature_map_recipe
from mlp_engine.weights.model_card import card_of_training

RECIPES = Path(__file__).parent / "committee"
SHARE_APART = 0.05


def parts(mnist: Dataset) -> tuple[Dataset, Dataset]:
    """What is learned from, and what is set apart."""
    order = np.random.default_rng(1).permutation(len(mnist))
    apart = round(len(mnist) * SHARE_APART)
    return mnist.take(np.sort(order[apart:])), mnist.take(np.sort(order[:apart]))


def train_member(recipe_file: Path, draw: int, mnist: Dataset, out: Path) -> None:
    """Train the member of a recipe, whose first weights are those of ``draw``, and write it."""
    recipe = read_feature_map_recipe(recipe_file)
    learned, apart = parts(mnist)
    print(f"{recipe_file.stem}: {len(learned)} samples", flush=True)
    result = train_feature_maps(learned, recipe.network, recipe.training, draw=draw, validation=apart, on_progress=told)
    card = card_of_training(result, learned, recipe.training)
    shared = {"shared": config_record(recipe.network), "draw": draw}
    save_weights(out, result.network, replace(card, training=card.training | shared))
    found = evaluate(result.network, apart)
    print(f"{recipe_file.stem}: {found.errors} of {len(apart)} apart wrong, loss {found.loss:.4f}", flush=True)


def told(event: TrainingEvent) -> None:
    """Print an epoch."""
    if isinstance(event, EpochFinished):
        record = event.record
        print(f"epoch {record.epoch}: validation loss {record.validation_loss:.4f}, {record.seconds:.0f} s", flush=True)


def main() -> int:
    """Train; returns the exit code."""
    parser = argparse.ArgumentParser(description="Trains a committee on MNIST alone.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    parser.add_argument("--work", required=True, type=Path, help="folder for the weights files")
    parser.add_argument("--member", metavar="NAME", help="train this one alone")
    named = parser.parse_args()
    named.work.mkdir(parents=True, exist_ok=True)
    for draw, recipe_file in enumerate(sorted(RECIPES.glob("*.toml")), 1):
        out = named.work / f"{recipe_file.stem}.safetensors"
        if named.member in (None, recipe_file.stem) and not out.exists():
            train_member(recipe_file, draw, load_source(named.data), out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
