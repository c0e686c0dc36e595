"""Trains the small networks to look inside, which ship beside the bundled one.

    python docs/scripts/train_small.py --data FOLDER --out FOLDER [--only relu|sigmoid] [--test]

FOLDER of ``--data`` holds MNIST's IDX files; the practice digits are generated, and pendigits must have been fetched
(``mlp-engine data fetch pendigits``). Each recipe in ``resources/weights/small`` makes one weights file of its name in
the folder of ``--out``. With ``--test`` each finished network reads MNIST's test set once, which its card tells.
"""

import os

# One BLAS thread makes the weights repeatable bit for bit on one kind of processor.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from pathlib import Path

from mlp_engine.files.resources import small_weights
from mlp_engine.training.recipe import read_recipe
from train_bundled import data_of, run

NAMES = ("relu", "sigmoid")


def main() -> int:
    """Train; returns the exit code."""
    parser = argparse.ArgumentParser(description="Trains the small networks to look inside.")
    parser.add_argument("--data", required=True, metavar="FOLDER", help="folder of MNIST's IDX files")
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="folder for the weights files")
    parser.add_argument("--only", choices=NAMES, help="train one of them (default: both)")
    parser.add_argument("--test", action="store_true", help="read MNIST's test set once, in the end")
    named = parser.parse_args()
    named.out.mkdir(parents=True, exist_ok=True)
    for name in NAMES if named.only is None else (named.only,):
        recipe = small_weights(name).with_suffix(".toml")
        measured = ("--test", f"{named.data}:test") if named.test else ()
        data = data_of(read_recipe(recipe).data, named.data)
        out = named.out / f"{name}.safetensors"
        run("train", "--recipe", recipe, "--data", data, *measured, "--json", "--no-store", "--out", out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
