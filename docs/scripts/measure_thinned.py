"""Measures how pen digits are read when a pen is so fast or so coarse that only some of its points arrive.

    python docs/scripts/measure_thinned.py --strokes FILE.jsonl [--weights FILE]

FILE.jsonl holds real pen digits with their writers. Each is laid on the pad's sheet, 200 of its 280 units long. Every
second, third or fourth point is kept, with the last of each stroke, and what is left is smoothed as the pad does it.
Prints a table in Markdown.
"""

import argparse
import os
import sys
from pathlib import Path

# Before numpy is loaded: others may work on this machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from mlp_engine import load_weights
from mlp_engine.datasets.stroke_samples import Stroke, StrokeSample
from mlp_engine.datasets.strokes import read_strokes
from mlp_engine.files.resources import bundled_weights
from mlp_engine.ink import PenStroke, digit_image_from_strokes
from mlp_engine.ink.pen_stroke import SHEET_SIDE

LONGER_SIDE = 200.0
"""Of each digit on the sheet of 280 units."""
EVERY = (1, 2, 3, 4)
"""Of how many points one is kept."""


def on_the_sheet(strokes: tuple[Stroke, ...]) -> list[NDArray[np.float64]]:
    """The strokes in the middle of the sheet, each of shape (points, 2)."""
    lines = [np.asarray(stroke, dtype=np.float64) for stroke in strokes if len(stroke)]
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = LONGER_SIDE / max(float((high - low).max()), 1e-9)
    return [(line - (low + high) / 2) * scale + SHEET_SIDE / 2 for line in lines]


def thinned(line: NDArray[np.float64], every: int) -> NDArray[np.float64]:
    """Every so many points from the first, and the last."""
    return line[np.unique(np.append(np.arange(0, len(line), every), len(line) - 1))]


def table(samples: list[StrokeSample], weights: Path) -> str:
    """What is read of the digits with all of their points, half of them, a third and a quarter."""
    network = load_weights(weights).network
    sheets = [on_the_sheet(sample.strokes) for sample in samples]
    labels = np.array([sample.label for sample in samples])
    writers = np.array([sample.writer for sample in samples])
    rows = ["| kept | median distance of points | right, average over writers | right |", "| --- | --- | --- | --- |"]
    for every in EVERY:
        drawn = [[thinned(line, every) for line in lines] for lines in sheets]
        gaps = [np.hypot(*np.diff(line, axis=0).T) for lines in drawn for line in lines]
        images = [
            digit_image_from_strokes(
                [PenStroke(tuple((x, y) for x, y in line.tolist()), smoothed=True).line for line in lines]
            )
            for lines in drawn
        ]
        right = network.logits(np.stack(images).reshape(len(images), -1)).argmax(axis=1) == labels
        average = np.mean([right[writers == writer].mean() for writer in np.unique(writers)])
        kept = "all points" if every == 1 else f"one of {every}"
        rows.append(f"| {kept} | {np.median(np.concatenate(gaps)):.0f} | {average:.2%} | {right.mean():.2%} |")
    return "\n".join(rows)


def main() -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(description="Measures how pen digits are read with some of their points only.")
    parser.add_argument("--strokes", required=True, type=Path, help="stroke file of real pen digits with writers")
    parser.add_argument("--weights", type=Path, default=bundled_weights(), help="what reads (default: bundled)")
    arguments = parser.parse_args()
    print(table(list(read_strokes(arguments.strokes)), arguments.weights))
    return 0


if __name__ == "__main__":
    sys.exit(main())
