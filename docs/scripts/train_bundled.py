"""Trains the bundled network, stage by stage; begun again, it goes on where it was.

    python docs/scripts/train_bundled.py --data FOLDER --work FOLDER [--draw N] [--test]

FOLDER of ``--data`` holds MNIST's IDX files; into the one of ``--work`` go all files. What is there already is not made
again, a training of hours goes on from its checkpoint, and what shares weights, minutes each, is begun anew.

1. Two teachers, and first weights: ``mlp-engine share``.
2. ``recipe.toml``: from the first weights; what is learned of MNIST are the teachers' answers, of practice digits the
   labels.
3. The network is the one that 2 ended with: at a rate of nearly zero the epochs differ by chance alone, and so does
   what each reads of the samples set apart. Its temperature is fitted to these.

``--draw`` begins with other first weights; the teachers are the same for all. With ``--test`` the finished network
reads MNIST's test set once, which its card tells. The commands that are given are printed, and can be given by hand.
"""

import os

# One BLAS thread makes the weights repeatable bit for bit on one kind of processor.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import shlex
import sys
from dataclasses import replace
from pathlib import Path

from mlp_engine import evaluate, load_source, load_weights, save_weights
from mlp_engine.calibration import fit_temperature, with_temperature
from mlp_engine.checkpoint import load_checkpoint
from mlp_engine.cli import main as mlp_engine
from mlp_engine.recipe import read_recipe, read_shared_recipe
from mlp_engine.resources import resource_path
from mlp_engine.run_state import rng_of

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
        data = data_of(read_shared_recipe(recipe).data, mnist)
        run("share", "--recipe", recipe, "--data", data, "--draw", draw, "--out", out, "--json")
    return out


def trained(start: Path, teachers: list[Path], mnist: str, work: Path, draw: int) -> Path:
    """The checkpoint of a training that began with ``start``, made or gone on with if it is not at its end."""
    out, checkpoint = (work / f"recipe-{draw}{end}" for end in (".safetensors", ".checkpoint"))
    if not out.exists():
        begin = ("--resume", checkpoint) if checkpoint.exists() else ("--start", start, "--checkpoint", checkpoint)
        taught = [word for teacher in teachers for word in ("--teacher", teacher)]
        data = data_of(read_recipe(RECIPE).data, mnist)
        run("train", "--recipe", RECIPE, "--data", data, *begin, *taught, "--json", "--no-store", "--out", out)
    return checkpoint


def finish(checkpoint: Path, out: Path, mnist: str, *, test: bool) -> None:
    """Write the network that a training ended with, calibrated."""
    card = load_weights(checkpoint.with_suffix(".safetensors")).card
    ended = load_checkpoint(checkpoint)
    network = ended.state.network
    data = load_source(data_of(read_recipe(RECIPE).data, mnist))
    _, apart = data.split(ended.config.validation, rng_of(ended.origin.rng))
    temperature = fit_temperature(network.logits(apart.inputs), apart.labels)
    network = with_temperature(network, temperature)
    found = evaluate(network, apart)
    scores = {"temperature": temperature, "validation_accuracy": 1 - found.error_rate, "validation_loss": found.loss}
    if test:
        read = evaluate(network, load_source(f"{mnist}:test"))
        scores |= {"test_error_rate": read.error_rate, "test_loss": read.loss}
    save_weights(out, network, replace(card, scores=scores))
    print(f"Saved in {out}: {scores}")


def main() -> int:
    """Train; returns the exit code."""
    parser = argparse.ArgumentParser(description="Trains the bundled network.")
    parser.add_argument("--data", required=True, metavar="FOLDER", help="folder of MNIST's IDX files")
    parser.add_argument("--work", required=True, type=Path, metavar="FOLDER", help="folder for all that is made")
    parser.add_argument("--draw", type=int, default=1, metavar="N", help="which first weights (default: 1)")
    parser.add_argument("--test", action="store_true", help="read MNIST's test set once, in the end")
    named = parser.parse_args()
    named.work.mkdir(parents=True, exist_ok=True)
    teachers = [
        shared(RECIPES / "teachers" / f"{name}.toml", named.data, named.work, draw) for name, draw in TEACHERS.items()
    ]
    first = shared(RECIPES / "first.toml", named.data, named.work, named.draw)
    checkpoint = trained(first, teachers, named.data, named.work, named.draw)
    out = named.work / f"network-{named.draw}.safetensors"
    if not out.exists():
        finish(checkpoint, out, named.data, test=named.test)
    return 0


if __name__ == "__main__":
    sys.exit(main())
