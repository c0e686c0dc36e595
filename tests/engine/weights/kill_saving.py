"""Kills a process while it saves weights, as often as one likes, and looks at what is left.

    python tests/engine/weights/kill_saving.py --kills 1000

A child saves network after network to the same file, and tells after each that it is done; at a random moment it is
killed (SIGKILL). The file must then hold one of the networks, whole: the last one that was told, or the one after it.
Exits with 1 if it ever did not.
"""

import argparse
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np

if __package__ in (None, ""):
    sys.path[:0] = [str(Path(__file__).parents[3]), str(Path(__file__).parents[1])]

from killing import told_before_death

from mlp_engine.errors import WeightsReadError
from mlp_engine.files.whole_file import clear_leftovers
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import load_weights, save_weights
from mlp_engine.weights.model_card import ModelCard

CONFIG = NetworkConfig(hidden=(100,))
LONGEST_SECONDS = 0.1


def save(path: Path, number: int) -> None:
    """Save a network that is told by its number: all its parameters are equal to it."""
    save_weights(path, Network(CONFIG, np.full(CONFIG.parameter_count, number, np.float32)), ModelCard(epochs=number))


def kill_once(path: Path, number: int, rng: np.random.Generator) -> tuple[int, str]:
    """Let a child save from ``number`` on, kill it, and look.

    Returns:
        The number of the network in the file, and what is wrong with it, if anything.
    """
    told = told_before_death(lambda: partial(save, path), number, rng.uniform(0, LONGEST_SECONDS))
    try:
        network, card, _ = load_weights(path)
    except WeightsReadError as error:
        return told, str(error)
    held = int(network.parameters[0])
    if card.epochs != held or not (network.parameters == held).all():
        return held, f"network {held} is mixed with another"
    if held not in (told, told + 1):
        return held, f"network {told} was told, and the file holds {held}"
    return held, ""


def run(kills: int, seed: int = 0) -> tuple[int, int, list[str]]:
    """Kill so many children.

    Returns:
        How many networks were saved, how many kills left a part of a file beside the whole one, and what was wrong.
    """
    rng = np.random.default_rng(seed)
    amid, wrong = 0, list[str]()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "digits.safetensors"
        number = 1
        save(path, number)
        for _ in range(kills):
            number, what = kill_once(path, number, rng)
            wrong += [what] if what else []
            amid += any(other != path for other in path.parent.iterdir())
            clear_leftovers(path)
    return number, amid, wrong


def main() -> int:
    """Kill as often as asked for and tell what came out."""
    parser = argparse.ArgumentParser(description="Kills a process while it saves weights.")
    parser.add_argument("--kills", type=int, default=1000)
    arguments = parser.parse_args()
    began = time.perf_counter()
    saved, amid, wrong = run(arguments.kills)
    for what in wrong[:20]:
        print(what)
    seconds = time.perf_counter() - began
    print(
        f"{arguments.kills} kills while {saved} networks were saved, {amid} of them amid the writing: "
        f"{len(wrong)} files lost or damaged, in {seconds:.0f} s."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
