"""Trains a network further with real pens; begun again, it goes on where it was.

    python docs/scripts/train_pens.py --data FOLDER --start FILE --work FOLDER [--apart] [--seed N] [--test]

FOLDER of ``--data`` holds MNIST's IDX files, ``--start`` is the network of ``recipe.toml``; pendigits must have been
fetched. Two stages follow each other:

1. ``hands``: six writers of pendigits are set apart, to tell what is learned of hands by hands that nothing was learned
   of. Of MNIST the network learns what it answered before, of practice digits and of the other 24 writers' digits, in
   eight versions each, the labels.
2. ``everybody``: all 30 writers, digits as pictures show them, and of MNIST what two members of the committee of
   ``train_committee.py`` answer, at a lower rate. With ``--apart`` the six stay apart here too: that network is for
   measuring, and does not ship.

The images of MNIST that ``recipe.toml`` sets apart are learned in neither. The mean of all weights, one part of the
beginning and four of the end (Wortsman et al., *Robust fine-tuning of zero-shot models*, 2022), is
``pens.safetensors``, the bundled network; with ``--test`` it reads MNIST's test set, which its card tells. Members of
the committee that lie in the folder of ``--work`` are not trained again. ``--seed`` takes other orders of the samples
and other distortions, and wants a folder of its own.
"""

import os

# One BLAS thread makes the weights repeatable bit for bit on one kind of processor.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import train_committee
from mlp_engine import Dataset, Network, TrainingConfig, evaluate, load_source, load_weights, save_weights
from mlp_engine.cli.loading import load_teacher
from mlp_engine.files.resources import resource_path
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.recipe import read_recipe
from mlp_engine.training.teachers import Teacher
from mlp_engine.training.train import resume_training, train
from mlp_engine.weights.model_card import ModelCard

APART = (2, 6, 14, 20, 28, 30)
"""Writers of pendigits that the first stage learns nothing from."""
VERSIONS = 8
PRACTICE, PICTURED = "practice:30000:1", "pictured:12000:1"
OF_THE_BEGINNING = 0.2
"""The share of the weights that all began with in the mean."""
TEACHERS = ("dropout", "normalised")
"""The members of the committee whose answers are learned in the last stage."""
TRAINING = TrainingConfig(optimizer="momentum", schedule="cosine", batch_size=256, l2=2, augmentation="pen")


@dataclass(frozen=True)
class Stage:
    """How the network is trained on.

    Attributes:
        name: of its files.
        rate: the learning rate.
        epochs: how many.
        apart: writers of pendigits that nothing is learned from.
        others: generated digits.
        seed: of the order of the samples and of their distortions; ``--seed`` is added to it, less one.
    """

    name: str
    rate: float
    epochs: int
    apart: tuple[int, ...]
    others: tuple[str, ...]
    seed: int


HANDS = Stage("hands", 0.05, 12, APART, (PRACTICE,), seed=1)
EVERYBODY = Stage("everybody", 0.03, 5, (), (PRACTICE, PICTURED), seed=2)
TOLD = replace(EVERYBODY, name="everybody_apart", apart=APART)


def apart_of_mnist(network: Network, mnist: Dataset) -> NDArray[np.int64]:
    """The images of MNIST that ``recipe.toml`` sets apart."""
    recipe = read_recipe(resource_path("weights", "recipe.toml"))
    practice = next(source for source in recipe.data.split("+") if source.startswith("practice:"))
    samples = len(mnist) + int(practice.split(":")[1])
    rng = np.random.default_rng(recipe.training.seed)
    Network.initialise(network.config, rng)
    apart = rng.permutation(samples)[: round(samples * recipe.training.validation)]
    return np.sort(apart[apart < len(mnist)])


@cache
def all_versions() -> Dataset:
    """Pendigits with the further versions of each digit, which take minutes to draw."""
    return load_source(f"pendigits:{VERSIONS}x")


def of_pens(apart: tuple[int, ...]) -> tuple[Dataset, Dataset]:
    """The digits of the other writers, further versions of one digit last and together, and those apart as drawn.

    Where no writer is apart, the digits of all stand in their place, of which a training tells how it learns them.
    """
    data = all_versions()
    assert data.writers is not None
    assert data.generated is not None
    drawn, further = np.flatnonzero(~data.generated), np.flatnonzero(data.generated)
    is_apart = np.isin(data.writers, apart)
    order = np.concatenate([drawn, further.reshape(VERSIONS - 1, len(drawn)).T.ravel()])
    return data.take(order[~is_apart[order]]), data.take(drawn[is_apart[drawn]] if apart else drawn)


def trained(stage: Stage, start: Network, teachers: Sequence[Teacher], mnist: Dataset, work: Path) -> Network:
    """The network that began with ``start``, as the training of ``stage`` ended; of MNIST the teachers' answers."""
    apart = apart_of_mnist(start, mnist)
    seen, (learned, validated) = mnist.take(apart), of_pens(stage.apart)
    parts = [
        mnist.take(np.setdiff1d(np.arange(len(mnist)), apart)),
        load_source(stage.others[0]),
        learned,
        *map(load_source, stage.others[1:]),
    ]
    data = Dataset(
        np.concatenate([part.inputs for part in parts]),
        np.concatenate([part.labels for part in parts]),
        "MNIST, generated digits and pens",
        # Generated or real, whatever is not MNIST's is learned by its labels.
        generated=np.repeat([False, *[True] * (len(parts) - 1)], [len(part) for part in parts]),
    )
    validation = Dataset(
        np.concatenate([seen.inputs, validated.inputs]), np.concatenate([seen.labels, validated.labels]), "apart"
    )
    checkpoint = work / f"{stage.name}.checkpoint"
    if checkpoint.exists():
        resume_training(checkpoint, data, validation=validation, teachers=teachers, on_progress=told)
    else:
        config = replace(TRAINING, learning_rate=stage.rate, epochs=stage.epochs, seed=stage.seed)
        train(
            start, data, config, rng=np.random.default_rng(config.seed), validation=validation, teachers=teachers,
            on_progress=told, checkpoint=checkpoint,
        )  # fmt: skip
    network = load_checkpoint(checkpoint).state.network
    print(f"{stage.name}: of {seen.name}, apart, {evaluate(network, seen).errors} of {len(seen)} wrong")
    if stage.apart:
        print(f"{stage.name}: of the writers apart {evaluate(network, validated).errors} of {len(validated)} wrong")
    return network


def told(event: TrainingEvent) -> None:
    """Tell of an epoch."""
    if isinstance(event, EpochFinished):
        print(f"epoch {event.record.epoch}: validation loss {event.record.validation_loss:.4f}", flush=True)


def main() -> int:
    """Train; returns the exit code."""
    parser = argparse.ArgumentParser(description="Trains a network further with real pens.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    parser.add_argument("--start", required=True, type=Path, help="the network of recipe.toml")
    parser.add_argument("--work", required=True, type=Path, help="folder for all that is made")
    parser.add_argument("--apart", action="store_true", help="set the six writers apart in the second stage too")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of order and distortions; bundled is 1")
    parser.add_argument("--test", action="store_true", help="read MNIST's test set once, in the end")
    named = parser.parse_args()
    named.work.mkdir(parents=True, exist_ok=True)
    start, card, _ = load_weights(named.start)
    mnist = load_source(named.data)
    first, last = (
        replace(stage, seed=stage.seed + named.seed - 1) for stage in (HANDS, TOLD if named.apart else EVERYBODY)
    )
    hands = trained(first, start, [start], mnist, named.work)
    teachers = [load_teacher(train_committee.member(name, named.data, named.work)) for name in TEACHERS]
    end = trained(last, hands, teachers, mnist, named.work)
    network = start.writable_copy()
    network.parameters[...] = OF_THE_BEGINNING * start.parameters + (1 - OF_THE_BEGINNING) * end.parameters
    scores: dict[str, float] = {}
    if named.test:
        test = evaluate(network, load_source(f"{named.data}:test"))
        scores = {"test_error_rate": test.error_rate, "test_loss": test.loss}
    card = replace(card_of(card, last, [start, end], scores), seed=named.seed)
    save_weights(named.work / f"pens{'_apart' if named.apart else ''}.safetensors", network, card)
    return 0


def card_of(before: ModelCard, last: Stage, networks: list[Network], scores: dict[str, float]) -> ModelCard:
    """The card of the mean of ``networks``, the first of which has the card ``before``."""
    pens = f"pendigits, {30 - len(last.apart)} writers, {VERSIONS} versions"
    others = " + ".join(" seed ".join(source.replace(":", " ", 1).split(":")) for source in EVERYBODY.others)
    epochs = HANDS.epochs + last.epochs
    return replace(
        before,
        data=f"{before.data}, then mnist, training set + {pens} + {others}",
        training=before.training
        | {
            "learning_rate": HANDS.rate,
            "start": networks[0].fingerprint(),
            "mean_of": [network.fingerprint() for network in networks],
            "epochs": epochs,
        },
        epochs=epochs,
        scores=scores,
    )


if __name__ == "__main__":
    sys.exit(main())
