"""Trains a committee on MNIST alone; members that are there already are not trained again.

    python docs/scripts/train_committee.py --data FOLDER --work FOLDER [--member NAME]

FOLDER of ``--data`` holds MNIST's IDX files; into the one of ``--work`` go the weights files. The members are networks
of different kinds whose weights all places of an image share, one for each recipe in ``committee``, and are written out
as ordinary networks. A twentieth of MNIST's training set, the same for all, is set apart, and told how each reads it.
A member takes 6 to 33 minutes of one core, and is begun anew if that is interrupted. With ``--member`` only one is
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


def member(name: str, mnist: str, work: Path) -> Path:
    """The weights file of the member ``name``, made if it is not there yet; its first weights are of its own draw."""
    out = work / f"{name}.safetensors"
    if not out.exists():
        recipe = read_feature_map_recipe(RECIPES / f"{name}.toml")
        learned, apart = parts(load_source(mnist))
        print(f"{name}: {len(learned)} samples", flush=True)
        draw = 1 + names().index(name)
        result = train_feature_maps(
            learned, recipe.network, recipe.training, draw=draw, validation=apart, on_progress=told
        )
        card = card_of_training(result, learned, recipe.training)
        shared = {"shared": config_record(recipe.network), "draw": draw}
        save_weights(out, result.network, replace(card, training=card.training | shared))
        found = evaluate(result.network, apart)
        print(f"{name}: {found.errors} of {len(apart)} apart wrong, loss {found.loss:.4f}", flush=True)
    return out


def names() -> list[str]:
    """The members."""
    return sorted(path.stem for path in RECIPES.glob("*.toml"))


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
    for name in names():
        if named.member in (None, name):
            member(name, named.data, named.work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
