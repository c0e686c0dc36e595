"""Trains the bundled network, stage by stage; begun again, it goes on where it was.

    python docs/scripts/train_bundled.py --data FOLDER --work FOLDER [--draw N] [--test]

FOLDER of ``--data`` holds MNIST's IDX files; into the one of ``--work`` go all files. What is there already is not made
again, a training of hours goes on from its checkpoint, and what shares weights, minutes each, is begun anew.

1. Two teachers, and first weights: ``mlp-engine share``.
2. ``network-N.safetensors``: ``mlp-engine train`` with ``recipe.toml``, from the first weights; what is learned of
   MNIST are the teachers' answers, of practice digits the labels.

The bundled network was made from that by ``train_pens.py``.

``--draw`` begins with other first weights; the teachers are the same for all. With ``--test`` the finished network
reads MNIST's test set once, which its card tells. The commands that are given are printed, and can be given by hand.
"""

import os

# One BLAS thread makes the weights repeatable bit for bit on one kind of processor.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import shlex
import sys
from pathlib import Path

from mlp_engine.cli import main as mlp_engine
from mlp_engine.files.resources import resource_path
from mlp_engine.training.recipe import read_feature_map_recipe, read_recipe

RECIPES = resource_path("weights")
RECIPE = RECIPES / "recipe.toml"
# Each teacher begins with first weights of its own draw, whichever network it teaches.
TEACHERS = {"mnist": 1, "mnist_wide": 2}


def run(*words: object) -> None:
    """Give a command of ``mlp-engine``; ends the program if it fails."""
    arguments = [str(word) for word in words]
    print("mlp-engine", shlex.join(arguments), flush=True)
    code = mlp_engine(arguments)
    if code != 0:
        sys.exit(code)


def data_of(recipe_data: str, mnist: str) -> str:
    """What a recipe trains on, with MNIST in the folder ``mnist``."""
    return "+".join(mnist if source == "mnist" else source for source in recipe_data.split("+"))


def shared(recipe: Path, mnist: str, work: Path, draw: int) -> Path:
    """A network with shared weights, made if it is not there yet."""
    out = work / f"{recipe.stem}-{draw}.safetensors"
    if not out.exists():
        data = data_of(read_feature_map_recipe(recipe).data, mnist)
        run("share", "--recipe", recipe, "--data", data, "--draw", draw, "--out", out, "--json")
    return out


def trained(recipe: Path, start: Path, teachers: list[Path], mnist: str, out: Path, *, test: bool) -> Path:
    """The network that began with ``start``, trained or trained further if it is not there yet."""
    if out.exists():
        return out
    checkpoint = out.with_suffix(".checkpoint")
    begin = ("--resume", checkpoint) if checkpoint.exists() else ("--start", start, "--checkpoint", checkpoint)
    taught = [word for teacher in teachers for word in ("--teacher", teacher)]
    measured = ("--test", f"{mnist}:test") if test else ()
    data = data_of(read_recipe(recipe).data, mnist)
    run("train", "--recipe", recipe, "--data", data, *begin, *taught, *measured, "--json", "--no-store", "--out", out)
    return out


def taught_by_two(mnist: str, work: Path, draw: int, *, test: bool) -> Path:
    """The network of stage 2."""
    teachers = [shared(RECIPES / "teachers" / f"{name}.toml", mnist, work, number) for name, number in TEACHERS.items()]
    first = shared(RECIPES / "first.toml", mnist, work, draw)
    return trained(RECIPE, first, teachers, mnist, work / f"network-{draw}.safetensors", test=test)


def main() -> int:
    """Train; returns the exit code."""
    parser = argparse.ArgumentParser(description="Trains the bundled network.")
    parser.add_argument("--data", required=True, metavar="FOLDER", help="folder of MNIST's IDX files")
    parser.add_argument("--work", required=True, type=Path, metavar="FOLDER", help="folder for all that is made")
    parser.add_argument("--draw", type=int, default=1, metavar="N", help="which first weights (default: 1)")
    parser.add_argument("--test", action="store_true", help="read MNIST's test set once, in the end")
    named = parser.parse_args()
    named.work.mkdir(parents=True, exist_ok=True)
    taught_by_two(named.data, named.work, named.draw, test=named.test)
    return 0


if __name__ == "__main__":
    sys.exit(main())
