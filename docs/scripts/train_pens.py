"""Trains a network further with real pens; begun again, it goes on where it was.

    python docs/scripts/train_pens.py --data FOLDER --start FILE --practice FILE.npz --work FOLDER

FOLDER of ``--data`` holds MNIST's IDX files, ``--start`` is the network of ``recipe.toml``; pendigits must have been
fetched. Six writers of pendigits and the images of MNIST that ``recipe.toml`` sets apart are only validated on. Two
networks are trained from the start for five epochs each: one learns the labels of MNIST, of practice digits and of the
other 24 writers' digits as they drew them; one also three further versions of each of these, at a higher rate, and of
MNIST what the network answers that it began with. The mean of their weights and those of the start is
``pens.safetensors``, the bundled network; with --two, the mean of the two alone (docs/accuracy.md compares them).

The bundled one was made with the practice digits of revision 43f1bb9, whose forms were fewer: ``--practice`` is an
archive of them, which at that revision these lines make::

    import numpy
    from mlp_engine import load_source
    data = load_source("practice:20000:1")
    numpy.savez("practice.npz", X=data.inputs, y=data.labels)
"""

import os

# One BLAS thread makes the weights repeatable bit for bit on one kind of processor.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlp_engine import Dataset, Network, TrainingConfig, evaluate, load_source, load_weights, save_weights
from mlp_engine.files.resources import resource_path
from mlp_engine.training.checkpoint import load_checkpoint
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.recipe import read_recipe
from mlp_engine.training.train import resume_training, train
from mlp_engine.weights.model_card import ModelCard

APART = (2, 6, 14, 20, 28, 30)
"""Writers of pendigits that nothing is learned from."""
TRAINING = TrainingConfig(
    optimizer="momentum", schedule="cosine", batch_size=256, epochs=5, l2=2, augmentation="pen", seed=1
)


@dataclass(frozen=True)
class Stage:
    """How one of the networks is trained.

    Attributes:
        name: of its file.
        rate: the learning rate.
        versions: of each digit of pendigits, beside the digit as it was drawn.
        taught: whether of MNIST the answers of the network that it began with are learned.
    """

    name: str
    rate: float
    versions: int
    taught: bool


STAGES = (Stage("as_drawn", 0.02, 0, taught=False), Stage("other_hands", 0.05, 3, taught=True))


def apart_of_mnist(network: Network, mnist: Dataset, practice: Dataset) -> NDArray[np.int64]:
    """The images of MNIST that ``recipe.toml`` sets apart."""
    recipe = read_recipe(resource_path("weights", "recipe.toml")).training
    rng = np.random.default_rng(recipe.seed)
    Network.initialise(network.config, rng)
    samples = len(mnist) + len(practice)
    apart = rng.permutation(samples)[: round(samples * recipe.validation)]
    return np.sort(apart[apart < len(mnist)])


def of_pens(versions: int) -> tuple[Dataset, Dataset]:
    """The digits that are learned from, further versions last, and those of the writers set apart as they drew them."""
    data = load_source("pendigits" if versions == 0 else f"pendigits:{versions + 1}x")
    assert data.writers is not None
    apart = np.isin(data.writers, APART)
    drawn = np.ones(len(data), np.bool_) if data.generated is None else ~data.generated
    return data.take(np.flatnonzero(~apart)), data.take(np.flatnonzero(apart & drawn))


def trained(stage: Stage, start: Network, mnist: Dataset, practice: Dataset, work: Path) -> Network:
    """The network of ``stage`` as its training ended."""
    apart = apart_of_mnist(start, mnist, practice)
    learned, validated = of_pens(stage.versions)
    parts = [mnist.take(np.setdiff1d(np.arange(len(mnist)), apart)), practice, learned]
    data = Dataset(
        np.concatenate([part.inputs for part in parts]),
        np.concatenate([part.labels for part in parts]),
        "MNIST, practice digits and pens",
        # Generated or real, whatever is not MNIST's is learned by its labels.
        generated=np.repeat([False, True, True], [len(part) for part in parts]),
    )
    seen = mnist.take(apart)
    validation = Dataset(
        np.concatenate([seen.inputs, validated.inputs]), np.concatenate([seen.labels, validated.labels]), "apart"
    )
    checkpoint = work / f"{stage.name}.checkpoint"
    teachers = [start] if stage.taught else []
    if checkpoint.exists():
        resume_training(checkpoint, data, validation=validation, teachers=teachers, on_progress=told)
    else:
        config = replace(TRAINING, learning_rate=stage.rate)
        train(
            start, data, config, rng=np.random.default_rng(1), validation=validation, teachers=teachers,
            on_progress=told, checkpoint=checkpoint,
        )  # fmt: skip
    network = load_checkpoint(checkpoint).state.network
    print(f"{stage.name}: {errors(network, seen)} of MNIST's and {errors(network, validated)} of the writers' wrong")
    return network


def told(event: TrainingEvent) -> None:
    """Tell of an epoch."""
    if isinstance(event, EpochFinished):
        print(f"epoch {event.record.epoch}: validation loss {event.record.validation_loss:.4f}", flush=True)


def errors(network: Network, data: Dataset) -> int:
    """How many samples are read wrong."""
    return evaluate(network, data).errors


def main() -> int:
    """Train; returns the exit code."""
    parser = argparse.ArgumentParser(description="Trains a network further with real pens.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    parser.add_argument("--start", required=True, type=Path, help="the network of recipe.toml")
    parser.add_argument("--practice", default="practice:20000:1", help="practice digits (default: today's)")
    parser.add_argument("--work", required=True, type=Path, help="folder for all that is made")
    parser.add_argument("--two", action="store_true", help="leave the start out of the mean")
    named = parser.parse_args()
    named.work.mkdir(parents=True, exist_ok=True)
    start, card, _ = load_weights(named.start)
    mnist, practice = load_source(named.data), load_source(named.practice)
    networks = [trained(stage, start, mnist, practice, named.work) for stage in STAGES]
    network = start.writable_copy()
    networks = networks if named.two else [start, *networks]
    network.parameters[...] = np.mean([each.parameters for each in networks], axis=0)
    test = evaluate(network, load_source(f"{named.data}:test"))
    save_weights(named.work / "pens.safetensors", network, card_of(card, start, networks, test.error_rate, test.loss))
    return 0


def card_of(before: ModelCard, start: Network, networks: list[Network], error_rate: float, loss: float) -> ModelCard:
    """The card of the mean of ``networks``."""
    return replace(
        before,
        data=f"{before.data} + pendigits, 24 writers, as drawn and in {STAGES[1].versions + 1} versions",
        training=before.training
        | {
            "start": start.fingerprint(),
            "mean_of": [each.fingerprint() for each in networks],
            "epochs": TRAINING.epochs,
        },
        epochs=TRAINING.epochs,
        scores={"test_error_rate": error_rate, "test_loss": loss},
    )


if __name__ == "__main__":
    sys.exit(main())
