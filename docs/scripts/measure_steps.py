"""Measures what each step from the drawing to the digit image is worth, and writes docs/steps.md.

    python docs/scripts/measure_steps.py --strokes FILE --data FOLDER

FILE holds pen digits as JSON lines with writers, FOLDER MNIST's IDX files. Each digit is put on the pad at a random
size and place, brought to a digit image with one step left out, and read by two networks: the bundled one, and that
of Nielsen's book, which never saw a distorted digit.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from pathlib import Path

import numpy as np

from mlp_engine import (
    Dataset,
    Network,
    NetworkConfig,
    TrainingConfig,
    evaluate,
    load_source,
    load_weights,
    train_new_network,
)
from mlp_engine.datasets.stroke_samples import StrokeSample
from mlp_engine.datasets.strokes import read_strokes
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import Strokes
from mlp_engine.ink.pen_stroke import SHEET_SIDE
from mlp_engine.ink.steps import Switches, ink_steps

PAGE = Path(__file__).parents[1] / "steps.md"
PEN = 20.0
SMALLEST, LARGEST = 0.3, 0.85  # longer side of a digit, in sides of the pad
SEED = 0

ROWS: tuple[tuple[str, Switches, float], ...] = (
    ("every step done", Switches(), PEN),
    ("without the pen: drawn 2 wide", Switches(pen=False), 2.0),
    ("without the pen: drawn 8 wide", Switches(pen=False), 8.0),
    ("without the pen: drawn 20 wide", Switches(pen=False), PEN),
    ("without the pen: drawn 40 wide", Switches(pen=False), 40.0),
    ("not cropped", Switches(crop=False), PEN),
    ("not fitted: stretched to fill 28×28", Switches(fit=False), PEN),
    ("not centred by mass: by its box", Switches(centre=False), PEN),
    ("no step done, drawn 20 wide", Switches(pen=False, crop=False, fit=False, centre=False), PEN),
)

BOOK = NetworkConfig(hidden=(100,), output="sigmoid", loss="cross-entropy")
BOOK_TRAINING = TrainingConfig(learning_rate=0.5, batch_size=10, l2=5.0, epochs=30, seed=SEED)

TEXT = """# What each step is worth

From a drawing to the 28×28 pixels that the network reads there are four steps, and the window can leave out each of
them: lines are drawn again with a pen a tenth as wide as the digit is long, the ink is cropped, fitted into 20×20
with its aspect kept, and laid on 28×28 with its centre of mass at the centre.

This is what two networks read of {samples:,} real pen digits of {writers} writers when steps are left out; per cent
right, average over writers. Each digit was put on a pad of 280×280 with a longer side of {smallest:.0f} to
{largest:.0f}, at any place where it fits, both drawn at random (seed {seed}). The bundled network was trained on digits
distorted anew at every sight; that of Nielsen's book (784 – 100 – 10, sigmoid, {epochs} epochs) on MNIST as it is.

| steps | bundled network | the book's |
| --- | --- | --- |
{table}

Made by `python docs/scripts/measure_steps.py --strokes FILE --data FOLDER`. The pen digits were not trained on, and
nothing was chosen by this table.
"""


def placed(sample: StrokeSample, rng: np.random.Generator) -> Strokes:
    """The strokes of a sample on the pad, at a random size and place."""
    lines = [np.array(stroke) for stroke in sample.strokes]
    points = np.concatenate(lines)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    size = rng.uniform(SMALLEST, LARGEST) * SHEET_SIDE
    scale = size / max(extent.max(), 1e-9)
    corner = rng.uniform(0, SHEET_SIDE - extent * scale)
    return [[(float(x), float(y)) for x, y in (line - low) * scale + corner] for line in lines]


def images_of(samples: list[StrokeSample], drawings: list[Strokes], switches: Switches, pen: float) -> Dataset:
    """Digit images of all drawings, made with these switches."""
    images = [ink_steps(None, drawing, side=SHEET_SIDE, pen=pen, switches=switches)[-1].ink for drawing in drawings]
    return Dataset(
        np.stack(images).reshape(len(images), -1),
        np.array([sample.label for sample in samples]),
        "pen digits",
        np.array([sample.writer for sample in samples]),
    )


def per_cent_right(network: Network, data: Dataset) -> float:
    """Average over writers of what is read right."""
    average = evaluate(network, data).writer_average
    assert average is not None
    return 100 * average


def main() -> int:
    """Measure every row and write the page; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures what each step to the digit image is worth.")
    parser.add_argument("--strokes", required=True, type=Path, help="pen digits as JSON lines, with writers")
    parser.add_argument("--data", required=True, help="folder of MNIST's IDX files")
    arguments = parser.parse_args()
    samples = read_strokes(arguments.strokes)
    if any(sample.writer is None for sample in samples):
        parser.error(f"{arguments.strokes} must name the writer of every sample.")
    book = train_new_network(load_source(arguments.data), BOOK, BOOK_TRAINING).network
    networks = (load_weights(bundled_weights())[0], book)
    rng = np.random.default_rng(SEED)
    drawings = [placed(sample, rng) for sample in samples]
    table: list[str] = []
    for name, switches, pen in ROWS:
        data = images_of(samples, drawings, switches, pen)
        table.append(f"| {name} | " + " | ".join(f"{per_cent_right(network, data):.1f}" for network in networks) + " |")
        print(table[-1], flush=True)
    page = TEXT.format(
        samples=len(samples),
        writers=len({sample.writer for sample in samples}),
        smallest=SMALLEST * SHEET_SIDE,
        largest=LARGEST * SHEET_SIDE,
        seed=SEED,
        epochs=BOOK_TRAINING.epochs,
        table="\n".join(table),
    )
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
