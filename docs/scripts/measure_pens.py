"""Measures what real pens in training bring to writers that were not learned from, as one page.

    python docs/scripts/measure_pens.py --data FOLDER --start FILE --out PAGE.md
        [--fold N] [--epochs N] [--strokes FILE]

FOLDER holds MNIST's IDX files, the first FILE the network that learns, that of ``recipe.toml``; pendigits must have
been fetched. Every fifth writer of pendigits is set apart, beginning with the one of place N (0 to 4), and the network
learns as ``pens.toml`` says from the others, for fewer epochs. Then both networks read the digits of the writers set
apart. With ``--strokes``, a stroke file of yet other writers, the bundled network also reads these with a third of
their points.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from mlp_engine import Dataset, Network, evaluate, load_source, load_weights
from mlp_engine.datasets.joined import joined
from mlp_engine.datasets.stroke_samples import Stroke
from mlp_engine.datasets.strokes import read_strokes
from mlp_engine.files.resources import bundled_weights, resource_path
from mlp_engine.ink import digit_image_from_strokes
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.recipe import read_recipe
from mlp_engine.training.train import train_further

FOLDS = 5
THINNED = 3
MOST_PAIRS = 14

TEXT = """# Real pens in training

What a network learns from pendigits, the pen strokes of 30 people (E. Alpaydin and F. Alimoglu, *Pen-Based Recognition
of Handwritten Digits*, UCI Machine Learning Repository, 1998, doi 10.24432/C5MG6K, CC BY 4.0), is told by writers
that it did not learn from: {apart} of the 30 were set apart ({numbers}), and the network of
`resources/weights/recipe.toml` learned as `resources/weights/pens.toml` says from the other
{learned}, for {epochs} epochs. These are the {count:,} digits of the writers set apart.

| | before | after {epochs} epochs |
| --- | --- | --- |
| errors | {errors_before} | {errors_after} |
| right, average over writers | {right_before:.2f} % | {right_after:.2f} % |
| right, the worst of these writers | {worst_before:.2f} % | {worst_after:.2f} % |

| form: label read as | before | after |
| --- | --- | --- |
{pairs}

{thinned}
Made by

```
python docs/scripts/measure_pens.py --data FOLDER --start FILE --fold {fold} --epochs {epochs} --strokes FILE.jsonl \\
    --out PAGE.md
```
"""

THIN = """
## A very fast pen

A fast or coarse pen leaves few points. The bundled network reads {right:.2f} % of {count:,} digits of {writers} other
writers (average over writers), and {thin:.2f} % of the same with only every third point of a stroke and its ends.
"""


def folded(data: Dataset, fold: int) -> tuple[Dataset, Dataset]:
    """The digits of the writers that are learned from, and of those set apart."""
    if data.writers is None:
        raise SystemExit("Pendigits must name their writers.")
    apart = np.isin(data.writers, np.unique(data.writers)[fold::FOLDS])
    return data.take(np.flatnonzero(~apart)), data.take(np.flatnonzero(apart))


def as_drawn(data: Dataset) -> Dataset:
    """The digits that are no further versions of others."""
    return data if data.generated is None else data.take(np.flatnonzero(~data.generated))


def trained(start: Network, mnist: str, pens: Dataset, epochs: int) -> Network:
    """``start`` trained as the recipe says, from these pens."""
    recipe = read_recipe(resource_path("weights", "pens.toml"))
    sources = [mnist if source == "mnist" else source for source in recipe.data.split("+")]
    parts = [pens if source.startswith("pendigits") else load_source(source) for source in sources]

    def on_progress(event: TrainingEvent) -> None:
        if isinstance(event, EpochFinished):
            print(f"epoch {event.record.epoch}: validation loss {event.record.validation_loss:.4f}", flush=True)

    config = replace(recipe.training, epochs=epochs)
    return train_further(start, joined(parts), config, teachers=[start], on_progress=on_progress).network


def confused(network: Network, data: Dataset) -> Counter[tuple[int, int]]:
    """How often each label is read as each other digit."""
    answers = network.predict(data.inputs).argmax(axis=1)
    wrong = answers != data.labels
    return Counter(zip(data.labels[wrong].tolist(), answers[wrong].tolist(), strict=True))


def right_of_writers(network: Network, data: Dataset) -> np.ndarray:
    """The share of each writer's digits that is read right, in per cent."""
    right = network.predict(data.inputs).argmax(axis=1) == data.labels
    writers = np.arange(len(data)) if data.writers is None else data.writers
    return np.array([100 * right[writers == writer].mean() for writer in np.unique(writers)])


def thinned(stroke: Stroke) -> Stroke:
    """Every third point of a stroke, and its last."""
    return (*stroke[:-1:THINNED], stroke[-1])


def thin_words(path: Path) -> str:
    """What the bundled network reads of a stroke file, whole and thinned."""
    network = load_weights(bundled_weights()).network
    whole = load_source(f"strokes:{path}:as-is")
    images = [digit_image_from_strokes([thinned(stroke) for stroke in sample.strokes]) for sample in read_strokes(path)]
    thin = replace(whole, inputs=np.array(images).reshape(len(images), -1))
    right, thin_right = (100 * (evaluate(network, each).writer_average or 0.0) for each in (whole, thin))
    writers = 0 if whole.writers is None else len(np.unique(whole.writers))
    return THIN.format(right=right, count=len(whole), writers=writers, thin=thin_right)


def page(arguments: argparse.Namespace) -> str:
    """The page, with every figure in its place."""
    pens = read_recipe(resource_path("weights", "pens.toml")).data.split("+")[-1]
    learned, apart = folded(load_source(pens), arguments.fold)
    apart = as_drawn(apart)
    before = load_weights(arguments.start).network
    after = trained(before, arguments.data, learned, arguments.epochs)
    pairs_before, pairs_after = (confused(network, apart) for network in (before, after))
    right_before, right_after = (right_of_writers(network, apart) for network in (before, after))
    pairs = sorted(pairs_before | pairs_after, key=lambda pair: (-pairs_before[pair], -pairs_after[pair], pair))
    rows = [f"| {pair[0]} read as {pair[1]} | {pairs_before[pair]} | {pairs_after[pair]} |" for pair in pairs]
    numbers = [] if apart.writers is None else np.unique(apart.writers).tolist()
    return TEXT.format(
        apart=len(numbers),
        numbers=words(numbers),
        learned=len(np.unique(learned.writers)) if learned.writers is not None else 0,
        epochs=arguments.epochs,
        count=len(apart),
        errors_before=pairs_before.total(),
        errors_after=pairs_after.total(),
        right_before=right_before.mean(),
        right_after=right_after.mean(),
        worst_before=right_before.min(),
        worst_after=right_after.min(),
        pairs="\n".join(rows[:MOST_PAIRS]),
        thinned="" if arguments.strokes is None else thin_words(arguments.strokes),
        fold=arguments.fold,
    )


def words(numbers: Sequence[int]) -> str:
    """Numbers as people list them."""
    return "numbers " + ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}" if len(numbers) > 1 else str(numbers)


def main() -> int:
    """Measure and write; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures what real pens bring to other writers.")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    parser.add_argument("--start", required=True, type=Path, help="the network that learns")
    parser.add_argument("--fold", type=int, default=0, choices=range(FOLDS), help="which writers are set apart")
    parser.add_argument("--epochs", type=int, default=5, help="epochs of learning (default: 5)")
    parser.add_argument("--strokes", type=Path, help="stroke file of yet other writers, to be thinned")
    parser.add_argument("--out", type=Path, required=True, help="page to write")
    arguments = parser.parse_args()
    arguments.out.write_text(page(arguments), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
